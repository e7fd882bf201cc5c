"""What people answered is not taken away: the editor's doors refuse it in words, and archive it instead."""

import uuid

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from accounts.roles import Role
from core.languages import ORDER
from courses.actions import submit_attempt
from courses.archiving import archive_exercise
from courses.models import Choice, Exercise, LessonExercise, LessonPage, ModulePage
from tests.support.attempts import answer
from tests.support.courses import READY, texts
from tests.support.lesson_forms import form_of

LIST = reverse("wagtailsnippets_courses_exercise:list")


@pytest.fixture
def editor(sign_in, own_ngo):
    return sign_in(own_ngo, Role.COORDINATOR)


def said(response):
    """The messages of a page, in English, without their buttons."""
    return [str(message).strip() for message in response.context["messages"]]


# Parts of an exercise


def sent_exercise(exercise, *, deleted=(), archived=()):
    """What the editor's form sends; `deleted`: questions or choices to delete."""

    def row(thing, **fields):
        return {"id": str(thing.pk), **fields, "DELETE": "on" if thing in deleted else "", "ORDER": "1"}

    def texts_of(thing, *names):
        return {f"{name}_{code}": getattr(thing, f"{name}_{code}") or "" for name in names for code in ORDER}

    questions = [
        row(
            one, **texts_of(one, "text", "explanation"), kind=one.kind, person="adult", is_true="", form="",
            archived="on" if one in archived else "",
            choices=inline_formset([
                row(choice, **texts_of(choice, "text", "feedback"), correct="on" if choice.correct else "",
                    dimension="", weight="")
                for choice in one.choices.all()
            ], initial=one.choices.count()),
            groups=inline_formset([]),
        )
        for one in exercise.questions.all()
    ]  # fmt: skip
    rules = {"kind": exercise.kind, "pass_mark": 75, "tries": "", "shuffled": "", "bank": "", "drawn": "",
             "drawn_form": ""}  # fmt: skip
    inline = {"questions": inline_formset(questions, initial=len(questions)), "scenes": inline_formset([])}
    return nested_form_data(texts_of(exercise, "heading", "intro") | rules | inline) | {"action-publish": "1"}


def edit(client, exercise, **changes):
    url = reverse("wagtailsnippets_courses_exercise:edit", args=[exercise.pk])
    return client.post(url, sent_exercise(exercise, **changes), headers={"accept-language": "en"})


def test_an_answered_question_is_not_deleted_but_archived(editor, enrolment, lessons, practice):
    made = answer(enrolment, practice, lessons[1])
    asked = practice.questions.first()
    response = edit(editor, practice, deleted=[asked])
    with translation.override("en"):
        errors = list(map(str, response.context["form"].non_field_errors()))
    assert (response.status_code, len(errors), "un fr" in errors[0]) == (200, 1, True)
    assert edit(editor, practice, archived=[asked]).status_code == 302
    assert [one.archived for one in practice.questions.all()] == [True, False]
    assert made.answers.filter(question=asked).exists()
    again = submit_attempt(enrolment=enrolment, exercise=practice, lesson=lessons[1], uuid=uuid.uuid4(), given={})
    assert again.answers.count() == 1  # what is archived is not asked


def test_a_part_of_an_answered_question_is_not_deleted(editor, enrolment, lessons, practice):
    answer(enrolment, practice, lessons[1])
    wrong = practice.questions.first().choices.filter(correct=False).first()
    response = edit(editor, practice, deleted=[wrong])
    assert (response.status_code, len(response.context["form"].non_field_errors())) == (200, 1)
    assert Choice.objects.filter(pk=wrong.pk).exists()


def test_what_nobody_answered_is_deleted(editor, lessons, practice):
    first, second = practice.questions.all()
    wrong = second.choices.filter(correct=False).first()
    assert edit(editor, practice, deleted=[first, wrong]).status_code == 302
    practice.refresh_from_db()
    assert (practice.questions.get(), practice.questions.get().choices.count()) == (second, 2)


# The final test stays where it can be taken


FINAL_IS_LOST = {
    "unpublished": lambda client, lesson, home: client.post(
        reverse("wagtailadmin_pages:unpublish", args=[lesson.pk]), follow=True
    ),
    "unpublished with its module": lambda client, lesson, home: client.post(
        reverse("wagtailadmin_pages:unpublish", args=[lesson.get_parent().pk]),
        {"include_descendants": "on"}, follow=True,
    ),
    "unpublished together": lambda client, lesson, home: client.post(
        f"/admin/bulk/wagtailcore/page/unpublish/?id={lesson.pk}", follow=True
    ),
    "deleted": lambda client, lesson, home: client.post(
        reverse("wagtailadmin_pages:delete", args=[lesson.pk]), follow=True
    ),
    "deleted together": lambda client, lesson, home: client.post(
        f"/admin/bulk/wagtailcore/page/delete/?id={lesson.pk}", follow=True
    ),
    "moved": lambda client, lesson, home: client.post(
        reverse("wagtailadmin_pages:move_confirm", args=[lesson.pk, home.pk]), follow=True
    ),
    "moved together": lambda client, lesson, home: client.post(
        f"/admin/bulk/wagtailcore/page/move/?id={lesson.pk}", {"chooser": home.pk}, follow=True
    ),
}  # fmt: skip


@pytest.mark.parametrize("door", FINAL_IS_LOST)
def test_a_final_test_is_not_lost(editor, course, lessons, door):
    elsewhere = course.copy(update_attrs={"slug": "ailleurs"}).add_child(
        instance=ModulePage(**texts("heading", "Autre"), **READY, slug="autre")
    )
    response = FINAL_IS_LOST[door](editor, lessons[1], elsewhere)
    assert any("Cours fr" in text for text in said(response))
    kept = LessonPage.objects.get(pk=lessons[1].pk)
    assert (kept.live, kept.get_parent().live, kept.course()) == (True, True, course)


def test_within_its_course_it_may_move(editor, course, lessons):
    module = course.add_child(instance=ModulePage(**texts("heading", "Autre"), **READY, slug="autre"))
    editor.post(reverse("wagtailadmin_pages:move_confirm", args=[lessons[1].pk, module.pk]))
    assert LessonPage.objects.get(pk=lessons[1].pk).get_parent().pk == module.pk


@pytest.mark.parametrize(
    ("listed", "in_text", "elsewhere", "status"),
    [(False, False, False, 200), (True, False, False, 302), (False, True, False, 302), (False, False, True, 302)],
    ids=["taken out", "left", "moved into the text", "in another lesson"],
)
def test_a_final_test_is_not_edited_out_of_its_lesson(
    editor, course, lessons, exercise, listed, in_text, elsewhere, status
):
    if elsewhere:
        LessonExercise.objects.create(lesson=lessons[0], exercise=exercise)
    bodies = {key: [("exercise", str(exercise.pk))] for key in ORDER} if in_text else {}
    data = form_of(lessons[1], bodies, listed=[exercise.pk] if listed else [])
    response = editor.post(f"/admin/pages/{lessons[1].pk}/edit/", data | {"action-publish": "1"})
    assert response.status_code == status
    course.refresh_from_db()
    assert course.live_lessons().filter(lesson_exercises__exercise=exercise).exists()
    if status == 200:
        (error,) = response.context["form"].non_field_errors()
        assert "Cours fr" in error


def test_a_draft_may_be_without_its_final_test(editor, lessons, exercise):
    response = editor.post(f"/admin/pages/{lessons[1].pk}/edit/", form_of(lessons[1], {}))
    assert response.status_code == 302
    assert lessons[1].lesson_exercises.get().exercise == exercise  # until it is published


# Archiving


def test_an_exercise_is_archived_and_brought_back(editor, enrolment, lessons, practice):
    answer(enrolment, practice, lessons[1])
    url = reverse("exercise_archive", args=[practice.pk])
    assert editor.get(url).status_code == 200
    practice.refresh_from_db()
    assert practice.is_archived is False  # asked once
    assert editor.post(url)["location"] == LIST
    practice.refresh_from_db()
    assert (practice.is_archived, practice.live) == (True, False)
    assert edit(editor, practice).status_code == 200  # it is not published by its form
    editor.post(reverse("exercise_bring_back", args=[practice.pk]))
    practice.refresh_from_db()
    assert (practice.is_archived, practice.live) == (False, False)
    assert edit(editor, practice).status_code == 302
    practice.refresh_from_db()
    assert practice.live


def test_what_a_course_or_an_exercise_stands_on_is_not_archived(editor, course, exercise, own_ngo):
    bank = Exercise.objects.create(**texts("heading", "Banque"), kind="bank", live=True)
    drawing = Exercise.objects.create(**texts("heading", "Tirage"), bank=bank)
    for one, name in ((exercise, "Cours fr"), (bank, "Tirage fr")):
        for url in (reverse("exercise_archive", args=[one.pk]), unpublish_url(one)):
            response = editor.post(url, follow=True)
            assert [name in text for text in said(response)] == [True]
            one.refresh_from_db()
            assert (one.live, one.is_archived) == (True, False)
    Exercise.objects.filter(pk=drawing.pk).update(archived_at="2026-01-01T00:00Z")
    editor.post(reverse("exercise_archive", args=[bank.pk]))
    bank.refresh_from_db()
    assert bank.is_archived


def unpublish_url(exercise):
    return reverse("wagtailsnippets_courses_exercise:unpublish", args=[exercise.pk])


def test_who_may_not_write_archives_nothing(sign_in, own_ngo, other_ngo, practice, enrolment):
    for tenant, role in ((own_ngo, Role.FUNDER), (other_ngo, Role.COORDINATOR)):
        client = sign_in(tenant, role)
        for name in ("exercise_archive", "exercise_bring_back"):
            assert client.post(reverse(name, args=[practice.pk])).status_code in (302, 403, 404)
    practice.refresh_from_db()
    assert practice.is_archived is False


def test_what_is_archived_is_not_offered_to_lessons(editor, lessons, practice, exercise):
    other = Exercise.objects.create(**texts("heading", "Autre"), live=True)
    url = reverse("wagtailsnippetchoosers_courses_exercise:choose_results")
    assert ["Test fr" in editor.get(url).content.decode(), "Autre fr" in editor.get(url).content.decode()] == [True] * 2
    archive_exercise(exercise=practice, actor=None)
    for name in ("choose", "choose_results"):
        shown = editor.get(reverse(f"wagtailsnippetchoosers_courses_exercise:{name}")).content.decode()
        assert ["Test fr" in shown, "Autre fr" in shown] == [False, True]
    assert other.is_archived is False


def test_the_list_says_which_are_archived(editor, practice):
    Exercise.objects.create(**texts("heading", "Autre"), live=True)
    archive_exercise(exercise=practice, actor=None)
    html = editor.get(LIST).content.decode()
    rows = [row for row in html.split("<tr")[1:] if " fr" in row]
    last = [" ".join(row.rpartition("<td")[2].split("</td>")[0].split(">", 1)[1].split()) for row in rows]
    assert last == ["", "Archivé"]
