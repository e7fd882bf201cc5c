"""Enrolment, lessons, attempts and the completion that follows; nothing counts twice."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from courses.actions import ForeignAttemptError, enrol_person, finish_lesson, submit_attempt
from courses.models import Answer, Attempt, Enrolment, Exercise, LessonProgress
from impact.counting import Period, count_tenant
from people.models import Person
from tests.support.courses import question


def test_enrolling_keeps_the_axes_as_they_were(enrolment, course):
    person = enrolment.person
    person.category = "judge"
    person.save()
    assert enrol_person(person=person, course=course) == enrolment
    assert Enrolment.objects.get().category == "police"


def test_a_lesson_done_twice_is_done_once(enrolment, lessons):
    for _ in range(2):
        finish_lesson(enrolment=enrolment, lesson=lessons[0])
    assert LessonProgress.objects.count() == 1


def test_the_same_attempt_sent_twice_is_one(enrolment, lessons, exercise, right_answers):
    key = uuid.uuid4()
    for chosen in (right_answers, {}):
        attempt = submit_attempt(enrolment=enrolment, exercise=exercise, lesson=lessons[1], uuid=key, given=chosen)
    assert Attempt.objects.get() == attempt
    assert (attempt.score, attempt.maximum, attempt.passed, attempt.percent) == (2, 2, True, 100)


@pytest.mark.parametrize(
    ("take", "score"),
    [
        pytest.param(lambda right, wrong: right, 2, id="all right"),
        pytest.param(lambda right, wrong: right[:1], 1, id="half of a multiple choice is wrong"),
        pytest.param(lambda right, wrong: right + wrong, 1, id="one too many is wrong"),
    ],
)
def test_a_multiple_choice_is_right_when_exactly_the_right_ones_are_taken(
    enrolment, lessons, exercise, right_answers, take, score
):
    asked = exercise.questions.get(kind="multiple")
    wrong = [choice.key for choice in asked.choices.all() if not choice.correct]
    chosen = right_answers | {asked.pk: take(right_answers[asked.pk], wrong)}
    attempt = submit_attempt(enrolment=enrolment, exercise=exercise, lesson=lessons[1], uuid=uuid.uuid4(), given=chosen)
    assert attempt.score == score


@pytest.mark.parametrize("order", [(0, 1, "test"), ("test", 0, 1), (1, "test", 0)], ids=str)
def test_completion_comes_with_the_last_thing_missing(enrolment, lessons, exercise, right_answers, order):
    for what in order:
        enrolment.refresh_from_db()
        assert enrolment.completed_at is None
        if what == "test":
            submit_attempt(
                enrolment=enrolment, exercise=exercise, lesson=lessons[1], uuid=uuid.uuid4(), given=right_answers
            )
        else:
            finish_lesson(enrolment=enrolment, lesson=lessons[what])
    enrolment.refresh_from_db()
    assert enrolment.completed_at is not None


def test_a_failed_test_completes_nothing(enrolment, lessons, exercise):
    for lesson in lessons:
        finish_lesson(enrolment=enrolment, lesson=lesson)
    submit_attempt(enrolment=enrolment, exercise=exercise, lesson=lessons[1], uuid=uuid.uuid4(), given={})
    enrolment.refresh_from_db()
    assert enrolment.completed_at is None


@pytest.mark.parametrize("answered", [False, True], ids=["nothing right", "all right"])
def test_a_practice_exercise_as_final_test_is_judged_by_its_pass_mark(
    enrolment, lessons, exercise, right_answers, answered
):
    exercise.kind = Exercise.Kind.PRACTICE
    exercise.save(update_fields=["kind"])
    for lesson in lessons:
        finish_lesson(enrolment=enrolment, lesson=lesson)
    chosen = right_answers if answered else {}
    submit_attempt(enrolment=enrolment, exercise=exercise, lesson=lessons[1], uuid=uuid.uuid4(), given=chosen)
    enrolment.refresh_from_db()
    assert (enrolment.completed_at is not None) == answered


def test_an_attempt_of_another_enrolment_is_neither_shown_nor_changed(
    enrolment, course, lessons, exercise, right_answers
):
    other = enrol_person(person=Person.objects.create(full_name="Younès Fictif"), course=course)
    sent = {"exercise": exercise, "lesson": lessons[1], "uuid": uuid.uuid4()}
    theirs = submit_attempt(enrolment=other, given={}, **sent)
    with pytest.raises(ForeignAttemptError):
        submit_attempt(enrolment=enrolment, given=right_answers, **sent)
    assert Attempt.objects.get() == theirs
    assert Answer.objects.filter(points__gt=0).count() == 0


@pytest.mark.django_db(transaction=True)
def test_answers_sent_twice_at_the_same_moment_make_one_attempt(own_ngo, enrolment, lessons, exercise, right_answers):
    sent = {"enrolment": enrolment, "exercise": exercise, "lesson": lessons[1], "uuid": uuid.uuid4()}

    def send(_number):
        connection.set_tenant(own_ngo)
        try:
            return submit_attempt(given=right_answers, **sent).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(send, range(4)))
    assert made == {Attempt.objects.get().pk}
    assert Answer.objects.count() == 2


def test_an_online_course_counts_in_reach_cmp_and_trained_only(enrolment, lessons, exercise, right_answers):
    finish_lesson(enrolment=enrolment, lesson=lessons[0])
    day = LessonProgress.objects.get().done_at.date()
    period = Period(day.replace(month=1, day=1), day.replace(month=12, day=31))
    reached = count_tenant(period, "category")
    finish_lesson(enrolment=enrolment, lesson=lessons[1])
    submit_attempt(enrolment=enrolment, exercise=exercise, lesson=lessons[1], uuid=uuid.uuid4(), given=right_answers)
    trained = count_tenant(period, "category")
    codes = ("ATT", "HDP", "H_DEL", "S_HELD", "REACH", "CMP", "TRAINED", "NEW")
    assert [reached["indicators"][code]["value"] for code in codes] == [0, 0, 0.0, 0, 1, 0, 0, 0]
    assert [trained["indicators"][code]["value"] for code in codes] == [0, 0, 0.0, 0, 1, 1, 1, 1]
    assert trained["by"]["category"]["police"] == {"ATT": 0, "REACH": 1, "TRAINED": 1}


def test_questions_added_later_do_not_change_an_old_attempt(enrolment, lessons, exercise, right_answers):
    attempt = submit_attempt(
        enrolment=enrolment, exercise=exercise, lesson=lessons[1], uuid=uuid.uuid4(), given=right_answers
    )
    added = question("trois", 0)
    added.exercise = exercise
    added.save()
    attempt.refresh_from_db()
    assert (attempt.score, attempt.maximum) == (2, 2)
