"""What people answered is kept as it was asked; it is archived, never deleted; a copy shares nothing with it."""

import pytest
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from certificates.models import Certificate
from courses.actions import finish_lesson
from courses.archiving import archive_exercise, is_needed
from courses.certifying import missing_exercises
from courses.copying import give_own_exercises
from courses.models import Attempt, Exercise, LessonExercise, LessonPage, Version
from courses.quiz.answering import review
from courses.quiz.selection import read_questions
from courses.statistics import read_sheets
from courses.versions import keep_versions
from tests.support.attempts import answer
from tests.support.courses import question, texts


def test_a_changed_question_leaves_old_results_as_they_were(enrolment, lessons, practice):
    before = answer(enrolment, practice, lessons[1])
    asked = practice.questions.get(kind="single")
    asked.text_fr = "Autre question"
    asked.save()
    for choice in asked.choices.all():
        choice.correct = not choice.correct
        choice.save()
    first = review(before)[0]
    assert (first.text.value, first.correct) == ("un fr", True)
    assert [verdict.state for verdict in first.parts[0].verdicts] == ["right", "", ""]
    answer(enrolment, practice, lessons[1])
    assert list(Version.objects.filter(key=asked.key).order_by("number").values_list("number", flat=True)) == [1, 2]


def test_what_was_asked_is_written_down_in_the_same_queries_for_one_and_for_thirty(own_ngo, exercise):
    counted = []
    for number in (1, 30):
        asked = Exercise(**texts("heading", "Autre"), questions=[question(f"q{place}", 0) for place in range(number)])
        asked.save()
        questions = read_questions([one.pk for one in asked.questions.all()])
        with CaptureQueriesContext(connection) as captured, transaction.atomic():
            assert len(keep_versions(questions)) == number
        counted.append(len(captured))
    assert counted[0] == counted[1]


def test_a_new_translation_is_no_new_version(enrolment, lessons, practice):
    practice.questions.update(text_en="")
    answer(enrolment, practice, lessons[1])
    practice.questions.filter(kind="single").update(text_en="one en")
    answer(enrolment, practice, lessons[1])
    assert set(Version.objects.values_list("number", flat=True)) == {1}


def test_the_final_tells_nothing_it_may_ask_again(participant, enrolment, lessons, exercise):
    made = answer(enrolment, exercise, lessons[1], rightly=False)
    page = participant.get(f"/en/learn/attempts/{made.uuid}/")
    assert (page.context["answers"], page.context["withheld"]) == ([], 2)
    exercise.tries = 1
    exercise.save()
    assert len(participant.get(f"/en/learn/attempts/{made.uuid}/").context["answers"]) == 2


def test_a_certificate_waits_for_the_exercises_of_required_lessons(enrolment, course, lessons, exercise):
    other = Exercise(**texts("heading", "Pratique"))
    other.questions = [question("trois", 0)]
    other.save()
    LessonExercise.objects.create(lesson=lessons[0], exercise=other)
    for lesson in lessons:
        finish_lesson(enrolment=enrolment, lesson=lesson)
    answer(enrolment, exercise, lessons[1])
    enrolment.refresh_from_db()
    assert (enrolment.completed_at is not None, Certificate.objects.count()) == (True, 0)
    assert [one.exercise for one in missing_exercises(enrolment)] == [other]
    answer(enrolment, other, lessons[0], rightly=False)
    assert Certificate.objects.count() == 0
    answer(enrolment, other, lessons[0])
    assert (missing_exercises(enrolment), Certificate.objects.count()) == ([], 1)


def test_what_was_done_is_not_deleted(enrolment, course, lessons, practice):
    assert not is_needed([practice])
    answer(enrolment, practice, lessons[1])
    finish_lesson(enrolment=enrolment, lesson=lessons[0])
    for thing in (practice, lessons[0], course):
        assert is_needed([thing])
        with pytest.raises(ProtectedError):
            thing.delete()


def test_the_doors_of_the_editor_refuse(sign_in, own_ngo, enrolment, lessons, practice):
    answer(enrolment, practice, lessons[1])
    finish_lesson(enrolment=enrolment, lesson=lessons[0])
    client = sign_in(own_ngo, Role.COORDINATOR)
    bulk = "/admin/bulk/{}/delete/?id={}"
    for door in (
        reverse("wagtailadmin_pages:delete", args=[lessons[0].pk]),
        reverse("wagtailsnippets_courses_exercise:delete", args=[practice.pk]),
        bulk.format("wagtailcore/page", lessons[0].pk),
        bulk.format("courses/exercise", practice.pk),
    ):
        client.post(door)
    assert (LessonPage.objects.count(), Exercise.objects.count()) == (2, 1)


def test_an_archived_exercise_is_offered_nowhere_and_its_results_stay(participant, enrolment, lessons, practice):
    made = answer(enrolment, practice, lessons[1])
    archive_exercise(exercise=practice, actor=enrolment.person.user)
    assert participant.get(f"/fr/learn/lessons/{lessons[1].pk}/exercises/{practice.pk}/").status_code == 404
    assert participant.get(f"/fr/learn/attempts/{made.uuid}/").status_code == 200
    practice.refresh_from_db()
    assert (practice.live, practice.is_archived) == (False, True)


@pytest.mark.parametrize("level", ["course", "module", "lesson"])
def test_a_copy_has_exercises_of_its_own(course, lessons, exercise, level):
    source = {"course": course, "module": course.get_children().get().specific, "lesson": lessons[1]}[level]
    copied = source.copy(recursive=True, update_attrs={"slug": "copie"})
    give_own_exercises(copied)
    copied.refresh_from_db()
    entries = LessonExercise.objects.filter(lesson__in=LessonPage.objects.descendant_of(copied, inclusive=True))
    (own,) = {entry.exercise for entry in entries}
    assert own.pk != exercise.pk
    assert {one.key for one in own.questions.all()} & {one.key for one in exercise.questions.all()} == set()
    if level == "course":
        assert copied.final_exercise_id == own.pk


def test_parallel_forms_stand_apart(enrolment, lessons, practice):
    for form in ("A", "B", "A"):
        answer(enrolment, practice, lessons[1], form=form)
    assert [(sheet.form, sheet.n) for sheet in read_sheets(practice)] == [("A", 1), ("B", 1)]


def test_nothing_below_a_draft_is_shown(participant, client, course, lessons, practice):
    course.unpublish()
    for path in ("/fr/cours/module/", "/fr/cours/module/lecon-2/"):
        assert client.get(path).status_code == 404
    assert participant.get(f"/fr/learn/lessons/{lessons[1].pk}/exercises/{practice.pk}/").status_code == 404
    assert participant.post(f"/fr/learn/lessons/{lessons[0].pk}/done/").status_code == 404
    assert not Attempt.objects.exists()
