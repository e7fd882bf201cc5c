"""Learning in the browser's terms: who sees what, in which language, with how many queries."""

import uuid

import pytest
from django.utils import timezone

from accounts.roles import Role
from courses.actions import enrol_person
from courses.models import Attempt, CoursePage, Enrolment, LessonPage, LessonProgress, ModulePage
from tests.support.clients import TenantClient
from tests.support.courses import READY, texts
from tests.support.queries import count_queries


def exercise_path(lessons, exercise, language="fr"):
    return f"/{language}/learn/lessons/{lessons[1].pk}/exercises/{exercise.pk}/"


def answers(client, path, right_answers):
    """What the page of questions at `path` sends back."""
    signed = client.get(path).context["form"]["asked"].value()
    return {"asked": signed} | {f"q{pk}": keys for pk, keys in right_answers.items()}


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


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "2 leçons faites."), ("ar", "درسان منجزان."), ("en", "2 lessons done.")]
)
def test_the_last_lesson_of_a_module_leads_to_its_whole_tile(participant, lessons, other_ngo, language, said):
    for lesson in lessons:
        response = participant.post(f"/{language}/learn/lessons/{lesson.pk}/done/")
    assert response.headers["location"] == f"/{language}/cours/module/#done"
    assert said in participant.get(f"/{language}/cours/module/").content.decode()
    assert TenantClient(other_ngo).get(f"/{language}/cours/module/").status_code == 404


def test_a_module_is_not_complete_for_whoever_reads_it_only(client, participant, lessons):
    for lesson in lessons:
        participant.post(f"/fr/learn/lessons/{lesson.pk}/done/")
    assert 'id="done"' not in client.get("/fr/cours/module/").content.decode()


def test_progress_is_kept_over_languages(participant, lessons):
    participant.post(f"/fr/learn/lessons/{lessons[0].pk}/done/")
    assert [participant.get(f"/{code}/cours/").context["outline"].done for code in ("fr", "ar", "en")] == [1, 1, 1]


def shown_progress(client, language="fr"):
    """How many lessons are done, as each page that tells it says."""
    own, mine, course = (f"/{language}/{path}" for path in ("me/", "learn/", "cours/"))
    (part,) = [one for one in client.get(own).context["parts"] if "outlines" in one.context]
    module = client.get(f"/{language}/cours/module/").content.decode()
    return [
        part.context["outlines"][0].done, part.context["current"].done if part.context["current"] else 2,
        client.get(mine).context["outlines"][0].done, client.get(course).context["outline"].done,
        module.count('class="is-done"'),
    ]  # fmt: skip


def test_every_page_tells_the_same_progress_at_once(participant, lessons):
    assert [shown_progress(participant, code) for code in ("fr", "ar", "en")] == [[0] * 5] * 3
    for number, lesson in enumerate(lessons, 1):
        assert (
            participant.post(f"/fr/learn/lessons/{lesson.pk}/done/", headers={"X-Wasl-Outbox": "1"}).status_code == 200
        )
        assert [shown_progress(participant, code) for code in ("fr", "ar", "en")] == [[number] * 5] * 3
        assert "badge--done" in participant.get(f"/fr/cours/module/lecon-{number}/").content.decode()
    pages = ("me/", "learn/", "cours/", "cours/module/", "cours/module/lecon-1/")
    assert {participant.get(f"/fr/{path}").headers["cache-control"] for path in pages} == {"private, no-store"}


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


def test_answers_are_graded_alike_in_every_language(participant, lessons, practice, right_answers):
    for code in ("fr", "ar", "en"):
        path = exercise_path(lessons, practice, code)
        response = participant.post(path, answers(participant, path, right_answers))
        html = participant.get(response.headers["location"]).content.decode()
        assert f"un {code}" in html
    assert [attempt.score for attempt in Attempt.objects.all()] == [2, 2, 2]


def test_sending_the_answers_twice_makes_one_attempt(participant, lessons, exercise, right_answers):
    path = exercise_path(lessons, exercise)
    posted = answers(participant, path, right_answers)
    first, second = (participant.post(path, posted) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    assert Attempt.objects.count() == 1


def test_an_unanswered_question_is_named_and_nothing_is_kept(participant, lessons, exercise, right_answers):
    missing = exercise.questions.first()
    path = exercise_path(lessons, exercise)
    posted = answers(participant, path, {pk: keys for pk, keys in right_answers.items() if pk != missing.pk})
    response = participant.post(path, posted)
    assert list(response.context["form"].errors) == [f"q{missing.pk}"]
    assert not Attempt.objects.exists()


def test_a_forged_choice_is_refused(participant, lessons, exercise, right_answers):
    path = exercise_path(lessons, exercise)
    posted = answers(participant, path, right_answers) | {f"q{exercise.questions.first().pk}": str(uuid.uuid4())}
    assert participant.post(path, posted).status_code == 200
    assert not Attempt.objects.exists()


def test_an_attempt_is_seen_by_its_own_person_only(participant, sign_in, own_ngo, lessons, exercise, right_answers):
    path = exercise_path(lessons, exercise)
    location = participant.post(path, answers(participant, path, right_answers)).headers["location"]
    assert participant.get(location).status_code == 200
    assert sign_in(own_ngo, Role.COORDINATOR).get(location).status_code == 404


def test_the_verdict_of_the_final_test_is_said(participant, lessons, exercise, right_answers):
    exercise.kind = exercise.Kind.PRACTICE  # it stays the course's final test
    exercise.save(update_fields=["kind"])
    path = exercise_path(lessons, exercise, "en")
    location = participant.post(path, answers(participant, path, right_answers)).headers["location"]
    assert "You have passed the final test." in participant.get(location).content.decode()


def test_texts_of_an_exercise_say_their_own_language_and_the_notice_is_shown(
    participant, lessons, practice, right_answers
):
    asked = practice.questions.get(kind="single")
    asked.text_ar = ""
    asked.save(update_fields=["text_ar"])
    path = exercise_path(lessons, practice, "ar")
    question_page = participant.get(path)
    posted = answers(participant, path, right_answers)
    result_page = participant.get(participant.post(path, posted).headers["location"])
    for response in (question_page, result_page):
        html = response.content.decode()
        assert response.context["fallbacks"] == ["fr"]
        assert html.count('role="note"') == 1
        assert '<span lang="fr" dir="ltr">un fr</span>' in html
        assert '<span lang="ar" dir="rtl">deux ar</span>' in html
        assert '<span lang="ar" dir="rtl">un0 ar</span>' in html
        assert '<fieldset class="question"' in html  # its interface words are in the page's language


def test_my_courses_lead_to_the_next_lesson(participant, lessons):
    participant.post(f"/fr/learn/lessons/{lessons[0].pk}/done/")
    assert 'href="/fr/cours/module/lecon-2/"' in participant.get("/fr/learn/").content.decode()


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


def test_my_courses_take_as_many_queries_at_1_and_30_enrolments(participant, enrolment, course):
    participant.get("/fr/learn/")  # warm the caches
    few = count_queries(participant, "/fr/learn/")
    home = course.get_parent()
    for number in range(2, 31):
        added = home.add_child(instance=CoursePage(**texts("heading", f"Cours {number}"), **READY, slug=f"c-{number}"))
        module = added.add_child(instance=ModulePage(**texts("heading", "Module"), **READY, slug="module"))
        module.add_child(instance=LessonPage(**texts("heading", "Leçon"), **READY, slug="lecon"))
        enrol_person(person=enrolment.person, course=added)
    response = participant.get("/fr/learn/")
    assert [len(outline.steps) for outline in response.context["outlines"]] == [1] * 29 + [2]
    assert count_queries(participant, "/fr/learn/") == few <= 18


def test_progress_is_said_in_the_form_the_number_wants(participant, lessons):
    participant.post(f"/fr/learn/lessons/{lessons[0].pk}/done/")
    said = {code: participant.get(f"/{code}/learn/").content.decode() for code in ("fr", "ar", "en")}
    assert "1 sur 2 leçons" in said["fr"]
    assert "1 من درسين" in said["ar"]
    assert "1 of 2 lessons" in said["en"]


def test_staff_close_and_reopen_the_code_of_a_course(client, sign_in, own_ngo, course, join_code):
    trainer = sign_in(own_ngo, Role.TRAINER)
    close, reopen = (f"/en/learn/courses/{course.pk}/code/{verb}/" for verb in ("close", "reopen"))
    page = trainer.post(close, follow=True).content.decode()
    assert page.count(f'action="{reopen}"') == 2  # on the page, and in the message as the way back
    assert client.get(f"/fr/join/{join_code.code}/").headers["location"] == f"/fr/join/{join_code.code}/back/"
    page = trainer.post(reopen, follow=True).content.decode()
    assert page.count(f'action="{close}"') == 2
    assert client.get(f"/fr/join/{join_code.code}/").status_code == 200
    assert trainer.get(close).status_code == 405


@pytest.mark.parametrize(("who", "status"), [("anonymous", 302), ("participant", 403), ("stranger", 404)])
def test_nobody_else_closes_the_code(client, participant, sign_in, other_ngo, course, join_code, who, status):
    sender = {"anonymous": client, "participant": participant}.get(who) or sign_in(other_ngo, Role.COORDINATOR)
    assert sender.post(f"/fr/learn/courses/{course.pk}/code/close/").status_code == status
    join_code.refresh_from_db()
    assert join_code.active
    assert "/code/close/" not in sender.get("/fr/cours/").content.decode()


def test_when_all_lessons_are_done_the_page_leads_to_the_final_test(participant, course, lessons, exercise):
    enrolment = Enrolment.objects.get()
    for lesson in lessons:
        enrolment.progress.create(lesson=lesson)
    html = participant.get("/en/cours/").content.decode()
    assert html.count("Go to the final test") == 1
    assert f'href="/en/cours/module/lecon-2/#exercise-{exercise.pk}">Go to the final test</a>' in html
    assert html.count(" · Final test</span>") == 1
    assert f'id="exercise-{exercise.pk}"' in participant.get("/en/cours/module/lecon-2/").content.decode()
    exercise.unpublish()
    assert "Go to the final test" not in participant.get("/en/cours/").content.decode()


def test_who_has_completed_the_course_is_led_to_the_certificates(participant, lessons, exercise, right_answers):
    path = exercise_path(lessons, exercise, "en")
    location = participant.post(path, answers(participant, path, right_answers)).headers["location"]
    link = '<a class="button" href="/en/certificates/mine/">My certificates</a>'
    pages = (location, "/en/cours/")
    assert [link in participant.get(page).content.decode() for page in pages] == [False, False]
    for lesson in lessons:
        participant.post(f"/en/learn/lessons/{lesson.pk}/done/")
    assert [link in participant.get(page).content.decode() for page in pages] == [True, True]


def test_who_lacks_nothing_any_more_asks_for_the_certificate(participant, enrolment, course):
    """An editor has taken away what was missing: nothing is sent that would issue it."""
    Enrolment.objects.update(completed_at=timezone.now())
    claim = f"/en/learn/courses/{course.pk}/certificate/"
    offered = f'action="{claim}"'
    assert offered not in participant.get("/en/cours/").content.decode()
    assert participant.post(claim).headers["location"] == "/en/cours/#certificate"  # the final is not passed
    course.final_exercise = None
    course.save()
    for lesson in course.live_lessons():
        lesson.lesson_exercises.all().delete()
    assert offered in participant.get("/en/cours/").content.decode()
    assert participant.post(claim).headers["location"] == "/en/certificates/mine/"
