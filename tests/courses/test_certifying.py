"""What a certificate of a course asks for beside completion, when it was met, and of whom."""

import datetime
import uuid

import pytest
from django.utils import timezone

from certificates.grounds import find_lost
from certificates.models import Certificate
from courses.actions import claim_certificate, enrol_person, finish_lesson, submit_attempt
from courses.certifying import missing_exercises
from courses.models import Attempt, CoursePage, Enrolment, Exercise, LessonExercise, LessonProgress
from people.merging import merge_people, undo_merge
from people.models import Person
from tests.support.attempts import answer
from tests.support.courses import question, texts
from tests.support.exercises import right_answer
from tests.support.sessions import a_user


def days_ago(number):
    return timezone.now() - datetime.timedelta(days=number)


def place_exercise(lesson, kind=Exercise.Kind.PRACTICE):
    made = Exercise(**texts("heading", "Autre"), kind=kind, questions=[question("trois", 0)])
    made.save()
    made.save_revision().publish()
    LessonExercise.objects.create(lesson=lesson, exercise=made)
    return made


def complete(enrolment, lessons, final, at):
    """Every lesson done and the final passed, some days ago."""
    for lesson in lessons:
        finish_lesson(enrolment=enrolment, lesson=lesson)
    made = answer(enrolment, final, lessons[1])
    Attempt.objects.filter(pk=made.pk).update(finished_at=at)
    Enrolment.objects.filter(pk=enrolment.pk).update(completed_at=at, joined_at=days_ago(30))


def test_it_ends_on_the_day_of_the_last_condition(enrolment, lessons, exercise):
    other, last = place_exercise(lessons[0]), place_exercise(lessons[1])
    complete(enrolment, lessons, exercise, days_ago(9))
    failed = answer(enrolment, other, lessons[0], rightly=False)
    passed, again = (answer(enrolment, other, lessons[0]) for _time in range(2))
    for made, ago in ((failed, 8), (passed, 5), (again, 3)):
        Attempt.objects.filter(pk=made.pk).update(finished_at=days_ago(ago))
    assert Certificate.objects.count() == 0
    last_made = answer(enrolment, last, lessons[1])
    issued = Certificate.objects.get()
    assert (issued.starts_on, issued.ends_on) == (days_ago(30).date(), timezone.localdate())
    Certificate.objects.all().delete()
    Attempt.objects.filter(pk=last_made.pk).update(finished_at=days_ago(7))
    assert claim_certificate(enrolment=enrolment)
    assert Certificate.objects.get().ends_on == timezone.localdate(days_ago(5))  # first passed, not first tried
    Certificate.objects.all().delete()
    Enrolment.objects.update(completed_at=days_ago(2))
    assert claim_certificate(enrolment=enrolment)
    assert Certificate.objects.get().ends_on == timezone.localdate(days_ago(2))


ASKED = {
    "practice": (Exercise.Kind.PRACTICE, True, False, True),
    "post-test": (Exercise.Kind.POST, True, False, True),
    "pre-test": (Exercise.Kind.PRE, False, True, True),
    "refresher": (Exercise.Kind.REFRESHER, False, True, True),
    "case": (Exercise.Kind.SIMULATION, True, True, True),
}


@pytest.mark.parametrize("kind", ASKED)
def test_what_each_kind_asks_for(enrolment, lessons, exercise, kind):
    """Before it is done, done without passing, passed: whether there is a certificate."""
    sort, *expected = ASKED[kind]
    other = place_exercise(lessons[0], sort)
    complete(enrolment, lessons, exercise, days_ago(1))
    found = [not claim_certificate(enrolment=enrolment)]
    for passed in (False, True):
        Attempt.objects.create(
            enrolment=enrolment, exercise=other, lesson=lessons[0], score=0, maximum=1, passed=passed
        )
        found.append(claim_certificate(enrolment=enrolment))
    assert found == expected


@pytest.mark.parametrize("why", ["optional lesson", "draft exercise", "draft lesson", "archived exercise"])
def test_what_is_not_asked_for(enrolment, course, lessons, exercise, why):
    other = place_exercise(lessons[0])
    if why == "optional lesson":
        type(lessons[0]).objects.filter(pk=lessons[0].pk).update(required=False)
    elif why == "draft lesson":
        lessons[0].unpublish()
    elif why == "draft exercise":
        other.unpublish()
    else:
        Exercise.objects.filter(pk=other.pk).update(live=False, archived_at=timezone.now())
    enrolment = Enrolment.objects.get(pk=enrolment.pk)
    for lesson in lessons:
        finish_lesson(enrolment=enrolment, lesson=lesson)
    answer(enrolment, exercise, lessons[1])
    assert (missing_exercises(enrolment), Certificate.objects.count()) == ([], 1)


def test_merged_records_are_one_human(enrolment, course, lessons, exercise):
    """One record did the practice, the other the rest: once merged they have all of it, undone they have not."""
    other = place_exercise(lessons[0])
    twin = Person.objects.create(full_name="Salma E.")
    beside = enrol_person(person=twin, course=course)
    answer(beside, other, lessons[0])
    complete(enrolment, lessons, exercise, days_ago(1))
    assert (claim_certificate(enrolment=enrolment), [one.exercise for one in missing_exercises(enrolment)]) == (
        False, [other],
    )  # fmt: skip
    batch = merge_people(kept=enrolment.person, absorbed=twin, actor=a_user())
    enrolment, beside = (Enrolment.objects.get(pk=one.pk) for one in (enrolment, beside))
    assert (missing_exercises(enrolment), missing_exercises(beside)) == ([], [])
    assert claim_certificate(enrolment=enrolment)
    assert [one.person for one in Certificate.objects.all()] == [enrolment.person]
    assert claim_certificate(enrolment=enrolment)
    assert (Certificate.objects.count(), find_lost()) == (1, [])
    undo_merge(batch=batch, reason="Deux personnes", actor=a_user())
    assert [one for one, _lost in find_lost()] == [Certificate.objects.get()]


def test_completion_stays_as_it_was_defined(enrolment, lessons, exercise):
    """definitions.md, CMP: every required lesson and the final; what certificates ask for beside it moves no figure."""
    place_exercise(lessons[0])
    for lesson in lessons:
        finish_lesson(enrolment=enrolment, lesson=lesson)
    enrolment.refresh_from_db()
    assert enrolment.completed_at is None
    submit_attempt(enrolment=enrolment, exercise=exercise, lesson=lessons[1], uuid=uuid.uuid4(),
                   given={one.pk: right_answer(one) for one in exercise.questions.all()})  # fmt: skip
    enrolment.refresh_from_db()
    assert (enrolment.completed_at is not None, Certificate.objects.count()) == (True, 0)
    assert (LessonProgress.objects.count(), CoursePage.objects.count()) == (2, 1)
