"""Where a course says so, the tests that end it come last: said in words, held by the server."""

import json

import pytest

from courses.actions import finish_lesson
from courses.models import Attempt, CoursePage, LessonExercise, LessonPage, ModulePage
from tests.courses.test_moments import path, placed
from tests.support.clients import TenantClient
from tests.support.courses import READY, texts
from tests.support.queries import count_queries

LESSON = "/{}/cours/module/lecon-2/"


@pytest.fixture
def final(course, exercise, lessons):
    """The final test in the second lesson, practice in the first; the course keeps it for the end."""
    CoursePage.objects.update(final_last=True)
    return exercise


@pytest.fixture
def practised(lessons, final):
    return placed(lessons[0], "practice")


def tries(enrolment, lesson, exercise, *, passed=False):
    return Attempt.objects.create(
        enrolment=enrolment, exercise=exercise, lesson=lesson, score=int(passed), maximum=1, passed=passed
    )


def said(client, lessons, final, language="fr"):
    answer = client.get(path(lessons[1], final).replace("/fr/", f"/{language}/"), follow=True)
    return [str(one) for one in answer.context["messages"]]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Ce test vient en dernier. À faire avant : 2, d’abord « Leçon 1 fr »."),
        ("ar", "يأتي هذا الاختبار في الأخير. ما يجب إنجازه قبله: 2، وأوله «Leçon 1 ar»."),
        ("en", "This test comes last. Still to do before it: 2, first “Leçon 1 en”."),
    ],
)
def test_it_opens_once_everything_else_was_done(
    participant, enrolment, lessons, final, practised, other_ngo, language, words
):
    assert said(participant, lessons, final, language) == [words]
    assert words in participant.get(LESSON.format(language)).content.decode()
    assert TenantClient(other_ngo).get(path(lessons[1], final)).status_code == 302  # to sign in
    finish_lesson(enrolment=enrolment, lesson=lessons[0])
    assert participant.get(path(lessons[1], final)).status_code == 302
    tries(enrolment, lessons[0], practised)  # tried, not passed
    assert participant.get(path(lessons[1], final)).status_code == 200
    assert path(lessons[1], final) in participant.get(LESSON.format("fr")).content.decode()


@pytest.mark.parametrize("kind", ["post", "final"])
def test_neither_test_waits_for_the_other(participant, enrolment, lessons, final, kind):
    other = placed(lessons[1], kind)
    finish_lesson(enrolment=enrolment, lesson=lessons[0])
    for test in (final, other):
        assert participant.get(path(lessons[1], test)).status_code == 200


def test_where_the_course_does_not_say_so_it_is_there_at_any_time(participant, lessons, final):
    CoursePage.objects.update(final_last=False)
    assert participant.get(path(lessons[1], final)).status_code == 200


def test_what_may_be_left_out_is_no_condition(participant, enrolment, lessons, final):
    placed(lessons[1], "refresher")
    LessonPage.objects.filter(pk=lessons[0].pk).update(required=False)
    assert participant.get(path(lessons[1], final)).status_code == 200


def test_no_way_round_it(participant, lessons, final, practised):
    """Nothing is drawn by posting, whatever was sent; a phone keeps it with the reason."""
    for later in ({}, {"X-Wasl-Outbox": "1"}):
        answer = participant.post(path(lessons[1], final), {"asked": "forged"}, headers=later)
        assert answer.status_code == (409 if later else 302)
        assert later == {} or "vient en dernier" in json.loads(answer.content)["reason"]
    step = f"{path(lessons[1], final)}questions/1/"
    assert participant.post(step, {"asked": "forged"}).headers["location"] == "/fr/cours/module/lecon-2/"
    assert Attempt.objects.count() == 0


def test_what_was_asked_in_its_time_is_answered(participant, enrolment, lessons, final):
    """The course was changed since, or a lesson was added: nothing that was answered is lost."""
    finish_lesson(enrolment=enrolment, lesson=lessons[0])
    asked = participant.get(path(lessons[1], final)).context["form"]
    given = {f"q{one.pk}": str(one.choices.first().key) for one in asked.drawn.questions}
    enrolment.progress.all().delete()
    sent = {"asked": asked.initial["asked"], **given}
    assert participant.post(path(lessons[1], final), sent).headers["location"].startswith("/fr/learn/attempts/")


def test_a_phone_saves_it_once_it_is_open(participant, enrolment, lessons, course, final):
    def saved():
        return [page.url for page in participant.get(f"/fr/learn/courses/{course.pk}/offline/").context["saved"].pages]

    assert path(lessons[1], final) not in saved()
    finish_lesson(enrolment=enrolment, lesson=lessons[0])
    assert path(lessons[1], final) in saved()


def test_a_lesson_takes_as_many_queries_for_2_and_for_30_lessons(participant, course, lessons, final, practised):
    address, saving = LESSON.format("fr"), f"/fr/learn/courses/{course.pk}/offline/"
    for one in (address, saving):
        participant.get(one)
    few, module = [count_queries(participant, one) for one in (address, saving)], ModulePage.objects.get()
    for number in range(28):
        lesson = LessonPage(**texts("heading", f"Plus {number}"), **READY, slug=f"plus-{number}")
        lesson.lesson_exercises = [LessonExercise(exercise=practised), LessonExercise(exercise=final)]
        module.add_child(instance=lesson)
    assert [count_queries(participant, one) for one in (address, saving)] == few
