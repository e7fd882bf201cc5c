"""Learning in the browser's terms: who sees what, in which language, with how many queries."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from courses.models import Attempt, Enrolment, LessonPage, LessonProgress
from tests.conftest import TenantClient
from tests.courses.conftest import READY, texts


def exercise_path(lessons, exercise, language="fr"):
    return f"/{language}/learn/lessons/{lessons[1].pk}/exercises/{exercise.pk}/"


def answers(right_answers, key=None):
    return {"attempt": str(key or uuid.uuid4())} | {f"q{pk}": keys for pk, keys in right_answers.items()}


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_course_is_read_by_anybody_in_its_language(client, course, language):
    html = client.get(f"/{language}/cours/").content.decode()
    assert f">Cours {language}</h1>" in html
    assert f">Leçon 1 {language}</a>" in html


def test_the_stranger_ngo_has_no_such_course_lesson_or_code(other_ngo, course, lessons, join_code):
    stranger = TenantClient(other_ngo)
    assert stranger.get("/fr/cours/").status_code == 404
    assert stranger.get("/fr/cours/module/lecon-1/").status_code == 404
    assert stranger.get(f"/fr/join/{join_code.code}/").headers["location"] == "/fr/join/"


def test_finishing_a_lesson_leads_to_the_next(participant, lessons):
    response = participant.post(f"/ar/learn/lessons/{lessons[0].pk}/done/")
    assert response.headers["location"] == "/ar/cours/module/lecon-2/"
    assert LessonProgress.objects.get().lesson == lessons[0]


def test_progress_is_kept_over_languages(participant, lessons):
    participant.post(f"/fr/learn/lessons/{lessons[0].pk}/done/")
    assert [participant.get(f"/{code}/cours/").context["outline"].done for code in ("fr", "ar", "en")] == [1, 1, 1]


@pytest.mark.parametrize("who", ["anonymous", "not enrolled", "stranger"])
def test_only_the_enrolled_write(client, sign_in, own_ngo, other_ngo, lessons, exercise, who):
    if who == "not enrolled":
        client = sign_in(own_ngo, Role.TRAINER)
    if who == "stranger":
        client = sign_in(other_ngo, Role.COORDINATOR)
    expected = 302 if who == "anonymous" else 404
    assert client.post(f"/fr/learn/lessons/{lessons[0].pk}/done/").status_code == expected
    assert client.get(exercise_path(lessons, exercise)).status_code == expected
    assert not LessonProgress.objects.exists()


def test_answers_are_graded_alike_in_every_language(participant, lessons, exercise, right_answers):
    for code in ("fr", "ar", "en"):
        response = participant.post(exercise_path(lessons, exercise, code), answers(right_answers))
        html = participant.get(response.headers["location"]).content.decode()
        assert f"un {code}" in html
    assert [attempt.score for attempt in Attempt.objects.all()] == [2, 2, 2]


def test_sending_the_answers_twice_makes_one_attempt(participant, lessons, exercise, right_answers):
    posted = answers(right_answers)
    first, second = (participant.post(exercise_path(lessons, exercise), posted) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    assert Attempt.objects.count() == 1


def test_an_unanswered_question_is_named_and_nothing_is_kept(participant, lessons, exercise, right_answers):
    missing = exercise.questions.first()
    posted = answers({pk: keys for pk, keys in right_answers.items() if pk != missing.pk})
    response = participant.post(exercise_path(lessons, exercise), posted)
    assert list(response.context["form"].errors) == [f"q{missing.pk}"]
    assert not Attempt.objects.exists()


def test_a_forged_choice_is_refused(participant, lessons, exercise, right_answers):
    posted = answers(right_answers) | {f"q{exercise.questions.first().pk}": str(uuid.uuid4())}
    assert participant.post(exercise_path(lessons, exercise), posted).status_code == 200
    assert not Attempt.objects.exists()


def test_an_attempt_is_seen_by_its_own_person_only(participant, sign_in, own_ngo, lessons, exercise, right_answers):
    location = participant.post(exercise_path(lessons, exercise), answers(right_answers)).headers["location"]
    assert participant.get(location).status_code == 200
    assert sign_in(own_ngo, Role.COORDINATOR).get(location).status_code == 404


def test_my_courses_lead_to_the_next_lesson(participant, lessons):
    participant.post(f"/fr/learn/lessons/{lessons[0].pk}/done/")
    assert 'href="/fr/cours/module/lecon-2/"' in participant.get("/fr/learn/").content.decode()


def count_queries(client, path):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize(("signed_in", "budget"), [(False, 12), (True, 18)], ids=["anonymous", "signed in"])
def test_pages_stay_within_their_queries_at_1_and_30_lessons(client, participant, course, lessons, signed_in, budget):
    client = participant if signed_in else client
    paths = ["/fr/", "/fr/cours/", "/fr/cours/module/", "/fr/cours/module/lecon-2/"]
    few = {}
    for path in paths:
        client.get(path)  # warm the caches
        few[path] = count_queries(client, path)
    module = lessons[0].get_parent()
    for number in range(3, 31):
        module.add_child(instance=LessonPage(**texts("heading", f"Leçon {number}"), **READY, slug=f"lecon-{number}"))
    many = {path: count_queries(client, path) for path in paths}
    assert many == few
    assert max(many.values()) <= budget, many


def test_deleting_a_course_keeps_what_was_done(participant, course, lessons):
    participant.post(f"/fr/learn/lessons/{lessons[0].pk}/done/")
    course.delete()
    assert (Enrolment.objects.get().course, LessonProgress.objects.get().lesson) == (None, None)
