"""Open modules: practised by anybody, nothing kept but one event without a person; readers get no cookie."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.roles import Role
from courses.models import (
    Attempt,
    CoursePage,
    Enrolment,
    Exercise,
    LessonExercise,
    LessonPage,
    ModulePage,
    OpenCompletion,
    WrittenOnceError,
)
from courses.views.practising import COOKIE
from pages.models import HomePage
from tests.support.clients import TenantClient
from tests.support.courses import READY, question, texts
from tests.support.limits import *  # noqa: F403


def an_exercise(name, **fields):
    made = Exercise(**texts("heading", name), **({"kind": "practice", "pass_mark": 100} | fields))
    made.questions = [question(name, 0)]
    made.save()
    made.save_revision().publish()
    return made


def a_module(course, slug, *exercises, **fields):
    module = course.add_child(instance=ModulePage(**texts("heading", slug), **READY, slug=slug, **fields))
    lesson = LessonPage(**texts("heading", f"leçon {slug}"), **READY, slug="lecon")
    lesson.lesson_exercises = [LessonExercise(exercise=one, sort_order=n) for n, one in enumerate(exercises)]
    module.add_child(instance=lesson)
    return module, lesson


@pytest.fixture
def course(own_ngo):
    return HomePage.objects.get().add_child(instance=CoursePage(**texts("heading", "Cours"), **READY, slug="cours"))


@pytest.fixture
def practice(course):
    """Two exercises of an open module."""
    exercises = [an_exercise("un"), an_exercise("deux")]
    module, lesson = a_module(course, "ouvert", *exercises, is_open=True)
    return module, lesson, exercises


def address(lesson, exercise, language="fr"):
    return f"/{language}/learn/open/{lesson.pk}/{exercise.pk}/"


def answer(client, lesson, exercise, *, right=True, language="fr"):
    path = address(lesson, exercise, language)
    form = client.get(path).context["form"]
    asked = exercise.questions.get()
    key = asked.choices.get(sort_order=0 if right else 1).key
    return client.post(path, {"asked": form["asked"].value(), f"q{asked.pk}": str(key)})


def test_whoever_reads_an_open_module_gets_no_cookie_and_finds_its_exercises(client, practice):
    module, lesson, (first, _second) = practice
    for path in (module.url, lesson.url, "/fr/learn/open/", address(lesson, first)):
        response = client.get(path)
        assert (response.status_code, dict(response.cookies)) == (200, {})
    assert f'href="{address(lesson, first)}"' in client.get(lesson.url).content.decode()
    assert module.url in client.get("/fr/learn/open/").content.decode()
    assert "/fr/learn/open/" in client.get("/fr/").content.decode()


def test_the_page_asked_does_not_hold_the_answers(client, practice):
    _module, lesson, (first, _second) = practice
    html = client.get(address(lesson, first)).content.decode()
    assert "data-correct" not in html
    assert "data-right" not in html


def test_a_module_passed_is_counted_once_and_nothing_else_is_kept(client, practice):
    module, lesson, (first, second) = practice
    page = answer(client, lesson, first).content.decode()
    assert "deux fr" in page  # what is left
    assert OpenCompletion.objects.count() == 0
    for _time in range(3):
        page = answer(client, lesson, second, language="ar").content.decode()
    assert "اكتملت هذه الوحدة" in page
    row = OpenCompletion.objects.get()
    assert (row.module, row.day, row.language) == (module.translation_key, timezone.localdate(), "ar")
    assert {field.name for field in OpenCompletion._meta.fields} == {"id", "uuid", "module", "day", "language"}
    assert (Attempt.objects.count(), Enrolment.objects.count()) == (0, 0)


def test_the_note_is_in_the_browser_alone_and_only_once_something_was_passed(client, practice):
    _module, lesson, (first, _second) = practice
    assert dict(answer(client, lesson, first, right=False).cookies) == {}
    response = answer(client, lesson, first)
    assert list(response.cookies) == [COOKIE]
    cookie = response.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_what_is_sent_twice_without_the_note_counts_once(client, course):
    only = an_exercise("seul")
    _module, lesson = a_module(course, "ouvert", only, is_open=True)
    form, asked = client.get(address(lesson, only)).context["form"], only.questions.get()
    sent = {"asked": form["asked"].value(), f"q{asked.pk}": str(asked.choices.get(sort_order=0).key)}
    for _time in range(3):
        client.cookies.clear()
        client.post(address(lesson, only), sent)
    assert OpenCompletion.objects.count() == 1


def test_a_forged_note_and_a_forged_draw_are_worth_nothing(client, practice, other_ngo):
    _module, lesson, (first, second) = practice
    client.cookies[COOKIE] = "forged:note"
    answer(client, lesson, second)
    assert OpenCompletion.objects.count() == 0
    response = client.post(address(lesson, first), {"asked": "forged"})
    assert response.status_code == 200
    assert "ne sont plus valables" in response.content.decode()


def test_staff_and_participants_are_no_visitors(client, course, make_user, own_ngo):
    only = an_exercise("seul")
    _module, lesson = a_module(course, "ouvert", only, is_open=True)
    client.force_login(make_user(own_ngo, Role.TRAINER))
    assert answer(client, lesson, only).status_code == 200
    assert OpenCompletion.objects.count() == 0


@pytest.mark.parametrize("kind", ["final", "pre", "post"])
def test_tests_are_not_practised(client, course, kind):
    test = an_exercise("test", kind=kind)
    _module, lesson = a_module(course, "ouvert", test, is_open=True)
    assert client.get(address(lesson, test)).status_code == 404


def test_what_is_not_open_not_published_or_limited_is_not_practised(client, course, other_ngo):
    limited, usual = an_exercise("limite", tries=2), an_exercise("usuel")
    shut, of_shut = a_module(course, "ferme", usual)
    opened, of_open = a_module(course, "ouvert", limited, usual, is_open=True)
    assert client.get(address(of_shut, usual)).status_code == 404
    assert client.get(address(of_open, limited)).status_code == 404
    assert client.get(address(of_open, usual)).status_code == 200
    assert TenantClient(other_ngo).get(address(of_open, usual)).status_code == 404
    opened.unpublish()
    assert client.get(address(of_open, usual)).status_code == 404
    assert address(of_shut, usual) not in client.get(shut.url).content.decode()


def test_what_the_final_test_may_ask_is_not_told(client, course):
    bank = Exercise(**texts("heading", "Banque"), kind="bank")
    bank.questions = [question("banque", 0)]
    bank.save()
    bank.save_revision().publish()
    final = Exercise(**texts("heading", "Final"), kind="final", bank=bank, drawn=1)
    final.save()
    final.save_revision().publish()
    drawing = Exercise(**texts("heading", "Tirage"), kind="practice", bank=bank, drawn=1, pass_mark=100)
    drawing.save()
    drawing.save_revision().publish()
    _module, lesson = a_module(course, "ouvert", drawing, final, is_open=True)
    asked = bank.questions.get()
    form = client.get(address(lesson, drawing)).context["form"]
    sent = {"asked": form["asked"].value(), f"q{asked.pk}": str(asked.choices.get(sort_order=0).key)}
    response = client.post(address(lesson, drawing), sent)
    assert (response.context["withheld"], response.context["answers"]) == (1, [])


def test_a_completion_is_written_once():
    row = OpenCompletion(module="11111111-1111-4111-8111-111111111111", language="fr")
    row.pk = 1
    for change in (row.save, row.delete, OpenCompletion.objects.all().delete):
        with pytest.raises(WrittenOnceError):
            change()
    with pytest.raises(WrittenOnceError):
        OpenCompletion.objects.update(language="ar")


def test_as_many_queries_for_1_and_30_open_modules(client, course):
    counts = []
    for number in range(12):
        a_module(course, f"m{number}", is_open=True)
        if number in (0, 11):
            cache.clear()
            client.get("/fr/learn/open/")
            cache.clear()
            with CaptureQueriesContext(connection) as asked:
                client.get("/fr/learn/open/")
            counts.append(len(asked))
    assert counts[0] == counts[1]
