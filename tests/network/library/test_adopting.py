"""The network library: an NGO reads and adopts."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from wagtail.images.models import Image

from courses.models import CoursePage, LessonPage, ModulePage
from courses.packing import read_module
from network.library.reading import find
from pages.models import HomePage
from tests.support.library import publish
from tests.support.modules import make_module

pytestmark = pytest.mark.usefixtures("own_files")


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_preview_in_each_language(trainer, shelved, language):
    response = trainer.get(f"/admin/library/modules/{shelved.uuid}/?language={language}")
    shown = response.context["shown"]
    assert (shown.heading, shown.children[0].heading) == (f"Écouter {language}", f"Leçon {language}")
    assert response.context["direction"] == ("rtl" if language == "ar" else "ltr")


def test_the_preview_is_whole_and_harmless(trainer, shelved):
    response = trainer.get(f"/admin/library/modules/{shelved.uuid}/?language=fr")
    lesson, exercise = response.context["shown"].children
    text, picture = lesson.parts
    assert (text.sort, text.value) == ("html", "<p>On écoute <b>avant</b> de parler.</p>x")
    assert [choice.is_right for choice in exercise.children[0].children] == [True, False, False]
    assert (exercise.facts[0], lesson.facts[0]) == ("Nature\u00a0: Entraînement", "Minutes\u00a0: 15")
    served = trainer.get(reverse("library:module_file", args=[shelved.uuid, picture.value]))
    assert (served.status_code, served["Content-Type"]) == (200, "image/png")
    assert trainer.get(f"/admin/library/modules/{shelved.uuid}/files/image:{'0' * 40}").status_code == 404


def test_adopting_brings_a_draft_with_its_lineage(adoption, shelved, source, hub, own_ngo):
    module = adoption.module
    assert (adoption.source_key, adoption.version, adoption.adopted_by.username) == (shelved.key, 1, "trainer")
    assert (module.live, [page.live for page in LessonPage.objects.all()]) == (False, [False])
    assert (module.get_parent().specific.heading_fr, module.get_parent().live) == ("Écouter fr", False)
    mine = read_module(module, draft=True)
    with hub:
        assert read_module(source, draft=False) == mine
    assert [image.title for image in Image.objects.all()] == ["Étoile"]


def test_adopting_into_a_course_of_ours(trainer, shelved, own_ngo):
    course = HomePage.objects.get().add_child(instance=CoursePage(heading_fr="À nous", slug="a-nous"))
    response = trainer.post(f"/admin/library/modules/{shelved.uuid}/adopt/", {"course": course.pk})
    module = ModulePage.objects.get()
    assert (response.status_code, response["location"]) == (302, reverse("wagtailadmin_explore", args=[module.pk]))
    assert module.get_parent().pk == course.pk


@pytest.mark.parametrize("course", ["", "0", "x"])
def test_a_course_that_is_not_there_is_refused(trainer, shelved, own_ngo, course):
    response = trainer.post(f"/admin/library/modules/{shelved.uuid}/adopt/", {"course": course})
    assert (response.status_code, list(response.context["form"].errors)) == (200, ["course"])
    assert ModulePage.objects.count() == 0


def test_adopting_twice_leads_to_the_first(trainer, adoption, shelved, own_ngo):
    path = f"/admin/library/modules/{shelved.uuid}/adopt/"
    response = trainer.post(path, {"course": "new"}, follow=True)
    assert reverse("wagtailadmin_pages:edit", args=[adoption.module.pk]) in response.content.decode()
    assert [ModulePage.objects.count(), CoursePage.objects.count()] == [1, 1]


def test_a_damaged_bundle_writes_nothing(trainer, shelved, hub, own_ngo):
    with hub:
        default_storage.delete(shelved.bundle)
        default_storage.save(shelved.bundle, ContentFile(b"no zip"))
    assert trainer.get(f"/admin/library/modules/{shelved.uuid}/").context["damaged"]
    response = trainer.post(f"/admin/library/modules/{shelved.uuid}/adopt/", {"course": "new"}, follow=True)
    assert response.status_code == 200
    assert [ModulePage.objects.count(), CoursePage.objects.count()] == [0, 0]


def test_the_shelf_is_searched(editor, trainer, shelved, hub, own_ngo):
    with hub:
        other = make_module("Orienter")
        CoursePage.objects.update(phase="accompaniment")
    publish(editor, other)

    def found(**asked):
        return [str(entry.heading) for entry in trainer.get("/admin/library/", asked).context["entries"]]

    assert found() == ["Orienter fr", "Écouter fr"]
    assert found(q="ecouter") == ["Écouter fr"]
    assert found(phase="accompaniment") == ["Orienter fr"]
    assert found(language="en") == []
    assert found(language="ar", q="ORIENTER ar") == ["Orienter fr"]
    assert find([], words="x") == []
