"""Tests that belong to a moment: before the first lesson, six months after the course; minutes as they were."""

import datetime
import uuid

import pytest
from django.utils import timezone

from certificates.models import Certificate
from courses.actions import finish_lesson, submit_attempt
from courses.models import Attempt, CoursePage, Enrolment, Exercise, LessonExercise, LessonPage
from tests.support.clients import TenantClient
from tests.support.courses import READY, question, texts
from tests.support.queries import count_queries


def placed(lesson, kind, **more):
    """An exercise of this kind with one question, published, in the lesson."""
    exercise = Exercise(**texts("heading", kind), kind=kind, **more)
    exercise.questions = [question("un", 0)]
    exercise.save()
    exercise.save_revision().publish()
    LessonExercise.objects.create(lesson=lesson, exercise=exercise)
    return exercise


def path(lesson, exercise):
    return f"/fr/learn/lessons/{lesson.pk}/exercises/{exercise.pk}/"


def passes(enrolment, lesson, exercise):
    return Attempt.objects.create(
        enrolment=enrolment, exercise=exercise, lesson=lesson, score=1, maximum=1, passed=True
    )


def on_both_pages(client):
    """The heading of the pre-test that stands first, on one's own page and on the course's; "" where none does."""
    parts = [part.context["pre_test"] for part in client.get("/fr/me/").context["parts"] if "pre_test" in part.context]
    course = client.get("/fr/cours/").content.decode()
    own = parts[0].exercise.heading_fr if parts[0] else ""
    return own, "Rien n’est noté" in course or "rien n’est noté" in course


def test_a_pre_test_comes_first_and_may_be_left_out(participant, enrolment, lessons, other_ngo):
    test = placed(lessons[0], "pre")
    assert on_both_pages(participant) == ("pre fr", True)
    assert participant.get(path(lessons[0], test)).status_code == 200
    assert TenantClient(other_ngo).get(path(lessons[0], test)).status_code == 302  # to sign in
    finish_lesson(enrolment=enrolment, lesson=lessons[0])  # it stands in this lesson: there is still time
    assert on_both_pages(participant) == ("pre fr", True)
    finish_lesson(enrolment=enrolment, lesson=lessons[1])
    assert on_both_pages(participant) == ("", False)
    answer = participant.get(path(lessons[0], test), follow=True)
    assert (answer.redirect_chain, [str(one) for one in answer.context["messages"]]) == (
        [("/fr/cours/module/lecon-1/", 302)],
        ["Ces questions se posent seulement avant la première leçon. Vous avez commencé : continuez, rien ne manque."],
    )
    assert path(lessons[0], test) not in participant.get("/fr/cours/module/lecon-1/").content.decode()


def test_a_pre_test_that_was_answered_is_not_offered_again(participant, enrolment, lessons):
    test = placed(lessons[0], "pre")
    submit_attempt(enrolment=enrolment, exercise=test, lesson=lessons[0], uuid=uuid.uuid4(), given={})
    assert on_both_pages(participant) == ("", False)


def test_the_rules_that_protect_come_before_the_pre_test(participant, enrolment, lessons):
    placed(lessons[1], "pre")
    LessonPage.objects.filter(pk=lessons[0].pk).update(is_gate=True)
    assert on_both_pages(participant) == ("", False)
    finish_lesson(enrolment=enrolment, lesson=lessons[0])
    assert on_both_pages(participant) == ("pre fr", True)


def test_answers_that_come_late_are_kept(participant, enrolment, lessons):
    """Asked before the lesson, sent after it: a phone was without a network."""
    test = placed(lessons[0], "pre")
    asked = participant.get(path(lessons[0], test)).context["form"]
    (one,) = asked.drawn.questions
    finish_lesson(enrolment=enrolment, lesson=lessons[1])
    given = {"asked": asked.initial["asked"], f"q{one.pk}": str(one.choices.first().key)}
    assert participant.post(path(lessons[0], test), given).headers["location"].startswith("/fr/learn/attempts/")
    assert Attempt.objects.get().exercise == test


@pytest.mark.parametrize("kind", ["pre", "refresher"])
def test_neither_stands_before_the_certificate(participant, enrolment, lessons, exercise, kind):
    placed(lessons[0], kind)
    passes(enrolment, lessons[1], exercise)
    for lesson in lessons:
        finish_lesson(enrolment=enrolment, lesson=lesson)
    assert Certificate.objects.get().person == enrolment.person


def test_a_refresher_has_its_day_on_ones_own_page_and_opens_on_it(participant, enrolment, lessons):
    refresher = placed(lessons[1], "refresher")

    def shown():
        (part,) = [part for part in participant.get("/fr/me/").context["parts"] if "refreshers" in part.context]
        return [(one.exercise, one.day, one.is_open) for one in part.context["refreshers"]]

    assert shown() == []
    assert participant.get(path(lessons[1], refresher)).status_code == 302
    completed = timezone.now() - datetime.timedelta(days=181)
    Enrolment.objects.update(completed_at=completed)
    day = timezone.localdate(completed + datetime.timedelta(days=182))
    assert shown() == [(refresher, day, False)]
    assert participant.get(path(lessons[1], refresher)).status_code == 302
    Enrolment.objects.update(completed_at=completed - datetime.timedelta(days=1))
    assert [is_open for _one, _day, is_open in shown()] == [True]
    page = participant.get(path(lessons[1], refresher))
    assert (page.status_code, page.context["stepper"].current.tells) == (200, True)  # as practice does


def test_the_hours_of_a_certificate_are_those_of_the_day_the_course_was_completed(enrolment, lessons, exercise):
    extra = placed(lessons[0], "practice")
    passes(enrolment, lessons[1], exercise)
    CoursePage.objects.update(duration_minutes=250)
    for lesson in lessons:
        finish_lesson(enrolment=Enrolment.objects.get(), lesson=lesson)
    assert (Enrolment.objects.get().minutes, Certificate.objects.exists()) == (250, False)
    CoursePage.objects.update(duration_minutes=90)  # rewritten since
    passes(enrolment, lessons[0], extra)
    finish_lesson(enrolment=Enrolment.objects.get(), lesson=lessons[0])
    assert Certificate.objects.get().minutes == 250


def test_refreshers_take_as_many_queries_for_1_and_for_30_courses(participant, enrolment, lessons, course):
    placed(lessons[1], "refresher")
    Enrolment.objects.update(completed_at=timezone.now())
    participant.get("/fr/me/")
    few = count_queries(participant, "/fr/me/")
    for number in range(5):
        made = course.get_parent().add_child(
            instance=CoursePage(**texts("heading", f"Cours {number}"), **READY, slug=f"c{number}")
        )
        Enrolment.objects.create(person=enrolment.person, course=made, completed_at=timezone.now())
    assert count_queries(participant, "/fr/me/") == few
