"""A translator's files in the browser's terms: given out, shown before they are taken in, checked or not."""

import re
from io import BytesIO

import pytest
from django.urls import reverse

from accounts.roles import Role
from courses.models import CoursePage, LessonPage
from tests.support.clients import TenantClient
from tests.support.translating import MATRIX, revise, row_of, side_by_side

# Files


def upload(trainer, module, data, language="ar"):
    file = BytesIO(data)
    file.name = "translation"
    return trainer.post(reverse("courses_translations:import", args=[module.pk, language]), {"file": file})


def export(trainer, module, suffix="xlf", language="ar"):
    return trainer.get(reverse("courses_translations:export", args=[module.pk, language, suffix]))


@pytest.mark.parametrize(("suffix", "kind"), [("xlf", b"<?xml"), ("xlsx", b"PK\x03\x04")])
def test_an_export_comes_as_a_file_and_goes_back_without_change(trainer, module, suffix, kind):
    response = export(trainer, module, suffix)
    assert response.content[: len(kind)] == kind
    assert response.headers["content-disposition"] == f'attachment; filename="module-fr-ar.{suffix}"'
    review = upload(trainer, module, response.content).context["review"]
    assert (review.changes, review.problems, review.unchanged) == ([], [], 12)


def test_an_import_is_shown_first_and_then_written(trainer, module, lesson):
    data = export(trainer, module).content.replace("Leçon 1 ar".encode(), "الدرس الأول".encode())
    review = upload(trainer, module, data).context["review"]
    assert [(change.shown_old, change.shown_new) for change in review.changes] == [("Leçon 1 ar", "الدرس الأول")]
    assert "ar" not in lesson.get_latest_revision_as_object().heading_ar.replace("Leçon 1 ar", "")
    apply = reverse("courses_translations:apply", args=[module.pk, "ar"])
    assert trainer.post(apply).headers["location"] == MATRIX
    lesson = LessonPage.objects.get(pk=lesson.pk)
    assert (lesson.heading_ar, lesson.get_latest_revision_as_object().heading_ar) == ("Leçon 1 ar", "الدرس الأول")
    again = trainer.post(apply)  # what is applied is forgotten
    assert again.headers["location"] == reverse("courses_translations:import", args=[module.pk, "ar"])


def test_what_has_changed_since_the_preview_is_not_overwritten(trainer, module, lesson):
    data = export(trainer, module).content.replace("Leçon 1 ar".encode(), "الدرس الأول".encode())
    upload(trainer, module, data)
    revise(lesson, heading_ar="درس آخر")
    trainer.post(reverse("courses_translations:apply", args=[module.pk, "ar"]))
    assert LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object().heading_ar == "درس آخر"


def test_a_preview_is_of_one_user_one_module_and_one_language(trainer, make_user, own_ngo, module, lesson):
    data = export(trainer, module).content.replace("Leçon 1 ar".encode(), "الدرس الأول".encode())
    upload(trainer, module, data)
    other = TenantClient(own_ngo)
    other.force_login(make_user(own_ngo, Role.REVIEWER))
    for client, language in ((other, "ar"), (trainer, "en")):
        client.post(reverse("courses_translations:apply", args=[module.pk, language]))
    assert LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object().heading_ar == "Leçon 1 ar"


def test_a_faulty_file_writes_nothing_and_names_each_fault(trainer, module, lesson):
    data = export(trainer, module).content.replace("Leçon 1 ar".encode(), ("و" * 256).encode())
    data = data.replace("Leçon 2 ar".encode(), '<g id="1">الثاني</g>'.encode())
    response = upload(trainer, module, data)
    problems = response.context["review"].problems
    assert response.status_code == 422
    assert [problem.unit.endswith("/heading") and bool(problem.place) for problem in problems] == [True, True]
    assert trainer.post(reverse("courses_translations:apply", args=[module.pk, "ar"])).headers["location"] != MATRIX


@pytest.mark.parametrize("data", [b"", b"no XML", b"PK\x03\x04"])
def test_an_unreadable_file_is_refused(trainer, module, data):
    response = upload(trainer, module, data)
    assert (response.status_code, len(response.context["review"].problems)) == (422, 1)


# A course’s own texts


@pytest.mark.parametrize("suffix", ["xlf", "xlsx"])
def test_a_course_s_own_texts_go_out_and_come_back(trainer, course, module, suffix):
    revise(course, summary_fr="Une introduction", objectives_fr="Savoir écouter\nSavoir orienter")
    review = upload(trainer, course, export(trainer, course, suffix).content).context["review"]
    assert (review.changes, review.problems, review.unchanged, review.empty) == ([], [], 1, 2)
    data = export(trainer, course).content.replace(b"Cours ar", "الدورة".encode())
    upload(trainer, course, data)
    assert trainer.post(reverse("courses_translations:apply", args=[course.pk, "ar"])).headers["location"] == MATRIX
    draft = CoursePage.objects.get().get_latest_revision_as_object()
    assert (draft.heading_ar, draft.summary_fr, CoursePage.objects.get().heading_ar) == (
        "الدورة", "Une introduction", "Cours ar",
    )  # fmt: skip


def test_a_course_is_translated_beside_its_source_from_its_row(trainer, course, module):
    revise(course, objectives_fr="Savoir écouter")
    cell = next(cell for cell in row_of("Cours fr").cells if cell.language == "ar")
    assert (cell.translate_url, row_of("Cours fr").goes_out) == (side_by_side(course, course), True)
    context = trainer.get(cell.translate_url).context
    assert [pair["source"] for pair in context["pairs"]] == ["Cours fr", "Savoir écouter"]
    posted = {f"{course.translation_key}/objectives": "حسن الإنصات", "digest": context["digest"]}
    assert trainer.post(cell.translate_url, posted).headers["location"] == MATRIX
    assert CoursePage.objects.get().get_latest_revision_as_object().objectives_ar == "حسن الإنصات"


def test_the_file_of_a_course_is_not_taken_for_that_of_its_module(trainer, course, module):
    data = export(trainer, course).content
    assert (upload(trainer, module, data).status_code, upload(trainer, course, data).status_code) == (422, 200)


def test_the_stranger_has_no_file_of_a_course(sign_in, other_ngo, course):
    stranger = sign_in(other_ngo, Role.TRAINER)
    for path in (
        side_by_side(course, course),
        reverse("courses_translations:import", args=[course.pk, "ar"]),
        reverse("courses_translations:export", args=[course.pk, "ar", "xlf"]),
    ):
        assert stranger.get(path).status_code == 404


def test_a_page_that_is_no_course_has_no_file(trainer, lesson):
    assert trainer.get(reverse("courses_translations:export", args=[lesson.pk, "ar", "xlf"])).status_code == 404


# A translation that has been checked


def approved_of(data, text):
    """Of the unit whose target is `text`: whether it is approved, and its state."""
    found = re.search(rf"<trans-unit([^>]*)>\s*<source[^>]*>[^<]*</source>\s*<target([^>]*)>{text}<", data.decode())
    return 'approved="yes"' in found[1], re.search(r'state="([^"]*)"', found[2])[1]


def test_what_is_ready_goes_out_approved_and_what_is_stale_or_half_done_does_not(trainer, module, lesson):
    assert approved_of(export(trainer, module).content, "Leçon 1 ar") == (True, "translated")
    revise(lesson, heading_fr="Une autre leçon")
    data = export(trainer, module).content
    assert approved_of(data, "Leçon 1 ar") == (False, "needs-review-translation")
    assert approved_of(data, "Leçon 2 ar") == (True, "translated")
    revise(LessonPage.objects.get(slug="lecon-2"), ready_ar=False)
    assert approved_of(export(trainer, module).content, "Leçon 2 ar") == (False, "translated")
    assert approved_of(export(trainer, module).content, "Module ar") == (True, "translated")


def test_a_file_says_approved_or_not_and_its_text_comes_in_all_the_same(trainer, module):
    """A tool that turns `approved` on or off writes no other text: who may publish says what is ready."""
    data = export(trainer, module).content
    for changed in (data.replace(b' approved="yes"', b""), data.replace(b' approved="yes"', b' approved="no"')):
        review = upload(trainer, module, changed).context["review"]
        assert (review.changes, review.problems) == ([], [])
