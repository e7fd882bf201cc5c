"""The network library: an NGO offers back, the hub accepts or declines."""

import pytest
from django.urls import reverse
from django.utils import translation

from courses.models import CoursePage, Exercise, LessonPage, ModulePage
from courses.packing import Node, write_texts
from network.library.showing import show
from network.models import LibraryOffer
from tests.support.library import heading

pytestmark = pytest.mark.usefixtures("own_files")


def test_an_offer_is_for_the_hub_alone(editor, stranger, offered, trainer):
    assert (offered.source, offered.state, offered.note) == ("own_ngo", "offered", "Prenez-le")
    (row,) = editor.get("/admin/library/offered/").context["offers"]
    assert (row[0], str(row[1]), row[2]) == (offered, "Le nôtre fr", "Association de l’Amandier")
    assert editor.get(f"/admin/library/offered/{offered.uuid}/").context["shown"].heading == "Le nôtre fr"
    assert [offer for offer, _heading in trainer.get("/admin/library/mine/").context["offers"]] == [offered]
    assert stranger.get("/admin/library/").context["entries"] == []
    assert stranger.get("/admin/library/mine/").context["offers"] == []


def test_an_accepted_offer_is_a_draft_of_the_hub(editor, trainer, offered, hub):
    response = editor.post(f"/admin/library/offered/{offered.uuid}/accept/", {"course": "new"})
    with hub:
        module = ModulePage.objects.get()
    assert response["location"] == reverse("wagtailadmin_explore", args=[module.pk])
    assert (module.heading_fr, module.live, module.translation_key) == ("Le nôtre fr", False, offered.key)
    offered.refresh_from_db()
    assert (offered.state, offered.decided_at is not None) == ("accepted", True)
    assert trainer.get("/admin/library/").context["entries"] == []  # not published yet


def test_an_accepted_copy_of_an_own_module_stands_beside_it(editor, trainer, adoption, source, hub):
    write_texts(adoption.module, [heading("Notre version", source)], actor=None)
    for page in (
        CoursePage.objects.get(),
        ModulePage.objects.get(),
        *LessonPage.objects.all(),
        *Exercise.objects.all(),
    ):
        page.get_latest_revision().publish()
    trainer.post(f"/admin/library/offer/{adoption.module.pk}/")
    offer = LibraryOffer.objects.get(source="own_ngo")
    editor.post(f"/admin/library/offered/{offer.uuid}/accept/", {"course": "new"})
    with hub:
        first, second = ModulePage.objects.order_by("pk")
        assert (first.heading_fr, second.heading_fr, second.live) == ("Écouter fr", "Notre version", False)
        assert len({first.translation_key, second.translation_key}) == 2


def test_the_library_s_own_module_is_not_offered_unchanged(trainer, adoption):
    for page in (
        CoursePage.objects.get(),
        ModulePage.objects.get(),
        *LessonPage.objects.all(),
        *Exercise.objects.all(),
    ):
        page.get_latest_revision().publish()
    response = trainer.post(f"/admin/library/offer/{adoption.module.pk}/")
    assert (response.status_code, len(response.context["form"].errors)) == (200, 1)
    assert LibraryOffer.objects.count() == 1


def test_the_ngo_reads_why_it_was_declined(editor, trainer, offered):
    path = f"/admin/library/offered/{offered.uuid}/decline/"
    assert list(editor.post(path, {"reason": " "}).context["reason_form"].errors) == ["reason"]
    editor.post(path, {"reason": "Trop long"})
    ((offer, _heading),) = trainer.get("/admin/library/mine/").context["offers"]
    assert (offer.state, offer.reason) == ("declined", "Trop long")


def test_an_offer_is_withdrawn_by_those_who_made_it(editor, trainer, stranger, offered):
    path = f"/admin/library/mine/{offered.uuid}/withdraw/"
    assert stranger.post(path).status_code == 404
    trainer.post(path)
    offered.refresh_from_db()
    assert offered.state == "withdrawn"
    assert list(editor.get("/admin/library/offered/").context["offers"]) == []
    assert editor.post(f"/admin/library/offered/{offered.uuid}/accept/", {"course": "new"}).status_code == 404


def test_an_open_offer_is_not_made_twice(trainer, offered):
    module = ModulePage.objects.get()
    module.heading_fr = "Autre"
    module.save()
    assert trainer.post(f"/admin/library/offer/{module.pk}/").status_code == 200
    assert LibraryOffer.objects.count() == 1


@pytest.mark.parametrize(
    ("objective", "said"),
    [
        pytest.param("a", "Vise les objectifs de « Leçon » : Écouter · Orienter", id="a lesson of the module"),
        pytest.param("b", "Vise les objectifs d’une partie qui n’est pas dans ce module", id="another module"),
        pytest.param(None, "Ne vise aucun objectif nommé", id="none"),
    ],
)
def test_whoever_accepts_a_module_reads_what_each_question_tests(objective, said):
    lesson = Node(
        "a", "lesson", {"minutes": 15}, {"heading": {"fr": "Leçon"}, "objectives": {"fr": "Écouter\nOrienter"}}
    )
    asked = Node("c", "question", {"kind": "single", "objective": objective}, {"text": {"fr": "Que faire ?"}})
    with translation.override("fr"):
        shown = show(Node("m", "module", {}, {"heading": {"fr": "Module"}}, [lesson, asked]), "fr")
    assert shown.children[1].facts[-1] == said
