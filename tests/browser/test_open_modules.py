"""An open module practised by a visitor: in Arabic on a phone, in French at a desk."""

import pytest
from playwright.sync_api import expect

from courses.models import CoursePage, Exercise, LessonExercise, LessonPage, ModulePage
from pages.models import HomePage
from tests.browser.pages import LAPTOP, PHONE, check
from tests.support.courses import READY, texts
from tests.support.exercises import one_of_each


@pytest.mark.parametrize(("language", "size"), [("ar", PHONE), ("fr", LAPTOP)], ids=["ar-360", "fr-1280"])
def test_a_visitor_reads_and_practises(site, own_ngo, open_page, language, size):
    course = HomePage.objects.get().add_child(
        instance=CoursePage(**texts("heading", "Cours"), **READY, slug="cours", live=True)
    )
    module = course.add_child(instance=ModulePage(**texts("heading", "Ouvert"), **READY, slug="ouvert", is_open=True))
    exercise = Exercise(**texts("heading", "Exercice"), kind="practice", pass_mark=0)
    exercise.questions = one_of_each()[:3]
    exercise.save()
    exercise.save_revision().publish()
    lesson = LessonPage(**texts("heading", "Leçon"), **READY, slug="lecon")
    lesson.lesson_exercises = [LessonExercise(exercise=exercise)]
    module.add_child(instance=lesson)
    page = open_page(size)
    for path in ("learn/open/", "cours/", "cours/ouvert/", "cours/ouvert/lecon/"):
        page.goto(site(own_ngo, f"/{language}/{path}"))
        check(page)
    page.locator(f"#exercise-{exercise.pk} a.button").click()
    check(page)
    for group in page.locator("[data-step]").all():
        group.locator("input:is([type=radio], [type=checkbox])").first.check()
    assert page.context.cookies() == []
    page.locator("main form .actions button").click()
    expect(page.locator(".moment")).to_be_visible()
    check(page)
    assert [cookie["name"] for cookie in page.context.cookies()] == ["open-modules"]
