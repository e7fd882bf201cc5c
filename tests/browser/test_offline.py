"""A course saved on the phone is read and answered without a network; no answer is lost, none is doubled."""

import pytest
from playwright.sync_api import expect

from accounts.models import JoinCode
from config.demo.course import load_course
from courses.models import Attempt, Choice, Enrolment, LessonProgress
from tests.browser.conftest import PHONE, check

# The server has written what it was sent, and its answer does not arrive.
LOSE_ANSWERS = """() => {
  window.really = window.fetch;
  window.fetch = async (url, options) => {
    await window.really(url, options);
    throw new TypeError("lost");
  };
}"""


@pytest.fixture
def participant(site, own_ngo, open_page):
    """A page of somebody who has joined, on a phone that keeps the site's worker."""
    load_course()
    page = open_page(PHONE, loses_network=True)
    page.goto(site(own_ngo, f"/ar/join/{JoinCode.objects.get().code}/"))
    page.fill("[name=name]", "سلمى مثال")
    page.fill("[name=pin]", "2468")
    page.check("[name=consent]")
    page.locator("main form button").click()
    enrolment = Enrolment.objects.get()
    enrolment.progress.create(lesson=enrolment.course.live_lessons()[0])  # it opens the others
    wait_until(page, "navigator.serviceWorker.controller !== null")
    return page


def wait_until(page, condition):
    """`wait_for_function` takes a promise for a yes."""
    page.evaluate(f"async () => {{ while (!({condition})) await new Promise(done => setTimeout(done, 50)); }}")


def save_course(page, site, tenant):
    course = Enrolment.objects.get().course
    page.goto(site(tenant, f"/ar/learn/courses/{course.pk}/offline/"))
    check(page)
    page.locator("[data-save-start]").click()
    expect(page.locator("[data-save-delete]")).to_be_visible(timeout=60_000)
    check(page)
    return course


def test_a_saved_course_is_read_and_answered_in_flight_mode(site, own_ngo, participant):
    page = participant
    course = save_course(page, site, own_ngo)
    lesson = course.live_lessons()[1]
    exercise = lesson.lesson_exercises.get().exercise
    page.context.set_offline(True)
    page.goto(site(own_ngo, f"/ar/learn/lessons/{lesson.pk}/exercises/{exercise.pk}/"))
    for key in Choice.objects.filter(question__exercise=exercise, correct=True).values_list("key", flat=True):
        page.check(f"input[value='{key}']")
    page.locator("main form button").last.click()
    expect(page.locator("main .message[role=status]").last).to_contain_text("محفوظ")
    page.goto(site(own_ngo, lesson.url.replace("/fr/", "/ar/")))
    page.locator("form[action$='/done/'] button").click()
    expect(page.locator("[data-outbox-count]")).to_contain_text("2")
    page.goto(site(own_ngo, "/ar/somewhere/"))  # nothing of it here: the page that says what is
    expect(page.locator("[data-outbox-list] li")).to_have_count(2)
    expect(page.locator("[data-saved-courses] a")).to_have_count(1)
    check(page)
    assert (Attempt.objects.count(), LessonProgress.objects.count()) == (0, 1)
    page.context.set_offline(False)
    page.goto(site(own_ngo, "/ar/me/"))
    wait_until(page, "(await window.outbox.own()).length === 0")
    expect(page.locator("[data-outbox-of]")).to_be_hidden()
    assert (Attempt.objects.get().passed, LessonProgress.objects.last().lesson_id) == (True, lesson.pk)


def test_an_answer_of_the_server_that_is_lost_doubles_nothing(site, own_ngo, participant):
    page = participant
    lesson = Enrolment.objects.get().course.live_lessons()[1]
    exercise = lesson.lesson_exercises.get().exercise
    address = site(own_ngo, f"/ar/learn/lessons/{lesson.pk}/exercises/{exercise.pk}/")
    page.goto(address)
    for key in Choice.objects.filter(question__exercise=exercise, correct=True).values_list("key", flat=True):
        page.check(f"input[value='{key}']")

    page.evaluate(LOSE_ANSWERS)
    page.locator("main form button").last.click()
    expect(page.locator("[data-outbox-count]")).to_contain_text("1")
    assert Attempt.objects.count() == 1
    page.evaluate("() => { window.fetch = window.really; }")
    page.locator("[data-outbox-send]").click()
    expect(page.locator("[data-outbox-of]")).to_be_hidden()
    assert Attempt.objects.count() == 1


def test_signing_out_with_something_unsent_asks_first_and_empties_the_phone(site, own_ngo, participant):
    page = participant
    save_course(page, site, own_ngo)
    lesson = Enrolment.objects.get().course.live_lessons()[1]
    page.goto(site(own_ngo, lesson.url.replace("/fr/", "/ar/")))
    page.route("**/done/", lambda route: route.abort("connectionreset"))
    page.locator("form[action$='/done/'] button").click()
    expect(page.locator("[data-outbox-count]")).to_contain_text("1")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.locator("summary").first.click()
    page.locator("form[action$='/sign-out/'] button").click()
    page.wait_for_url("**/sign-in/**")
    assert len(asked) == 1
    assert [name for name in page.evaluate("caches.keys()") if name.startswith("course-")] == []
    assert LessonProgress.objects.count() == 1
