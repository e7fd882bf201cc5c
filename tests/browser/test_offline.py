"""A course saved on the phone is read and answered without a network; no answer is lost, none is doubled."""

import os
import re

import pytest
from playwright.sync_api import expect

from accounts.models import JoinCode
from courses.models import Attempt, Enrolment, Exercise, LessonExercise, LessonProgress, Scene
from tests.browser.pages import PHONE, answer_rightly, check, join, wait_until
from tests.support.page_weight import over_budget, weigh
from tests.support.practice_course import load_course
from tests.support.simulations import make_case

# The server has written what it was sent, and its answer does not arrive.
LOSE_ANSWERS = """() => {
  window.really = window.fetch;
  window.fetch = async (url, options) => {
    await window.really(url, options);
    throw new TypeError("lost");
  };
}"""


@pytest.fixture
def participant(site, own_ngo, open_page, request):
    """A page of somebody who has joined, on a phone that keeps the site's worker; parameter: with the whole course."""
    load_course(full=getattr(request, "param", False))
    page = open_page(PHONE, loses_network=True)
    page.goto(site(own_ngo, f"/ar/join/{JoinCode.objects.get().code}/"))
    join(page, "سلمى مثال", "246810")
    enrolment = Enrolment.objects.get()
    enrolment.progress.create(lesson=enrolment.course.live_lessons()[0])  # it opens the others
    wait_until(page, "navigator.serviceWorker.controller !== null")
    return page


def picture(page, name):
    """For those who want to look: SHOTS names a folder."""
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


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
    answer_rightly(page, exercise).click()
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
    expect(page.locator("[data-outbox-sent] strong")).to_have_text("أجوبة أُرسلت: 2")
    check(page)
    result = page.locator("[data-outbox-sent] a").get_attribute("href")
    assert result.endswith(f"/learn/attempts/{Attempt.objects.get().uuid}/")
    assert (Attempt.objects.get().passed, LessonProgress.objects.last().lesson_id) == (True, lesson.pk)


def test_an_answer_of_the_server_that_is_lost_doubles_nothing(site, own_ngo, participant):
    page = participant
    lesson = Enrolment.objects.get().course.live_lessons()[1]
    exercise = lesson.lesson_exercises.get().exercise
    address = site(own_ngo, f"/ar/learn/lessons/{lesson.pk}/exercises/{exercise.pk}/")
    page.goto(address)
    finish = answer_rightly(page, exercise)
    page.evaluate(LOSE_ANSWERS)
    finish.click()
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


def a_case():
    """A case in a lesson of the course, and the address under which it is played."""
    lesson = Enrolment.objects.get().course.live_lessons()[1]
    case = make_case(lesson)
    return case, f"/ar/learn/lessons/{lesson.pk}/simulations/{case.pk}/"


def decide(page):
    page.locator("main form:visible :is(input[data-place='1'], input[value='1'])").check()  # the first as it is written
    page.locator("main form:visible .button").first.click()


def play_to_the_end(page):
    while page.locator("[data-ending]").is_hidden():
        decide(page)
    page.locator("[data-ending] .button").click()


def first_ways(case, number=None):
    """The keys of the first decision of each scene, to an ending."""
    scene = case.scenes.order_by("number").first() if number is None else case.scenes.get(number=number)
    option = scene.options.first()
    return [option.key, *first_ways(case, option.leads_to)] if option else []


GAUGES = ["2 من 2", "2 من 2", "1 من 2"]  # of the way that the oracle of tests/support/simulations protects by


def test_a_case_is_played_in_flight_mode_and_kept_once(site, own_ngo, participant):
    page, (case, path) = participant, a_case()
    save_course(page, site, own_ngo)
    page.goto(site(own_ngo, path))  # begun with a network
    decide(page)
    page.wait_for_url("**path=1#now")
    page.context.set_offline(True)
    page.locator("main form input[data-place='1']").check()
    page.locator("main form .button").click()
    page.wait_for_url("**path=1.1")  # gone on without, where it stood
    expect(page.locator("[data-said] .message")).to_be_visible()
    expect(page.locator("[data-gauge]")).to_have_text(GAUGES)
    expect(page.locator("[data-before]")).to_be_visible()  # what was said two scenes ago, folded
    check(page)
    page.reload()
    expect(page.locator("[data-scene]:visible")).to_have_count(1)
    page.go_back()
    expect(page.locator("main form input[type=radio]").first).to_be_visible()
    page.goto(site(own_ngo, path))
    page.locator("main form:visible .button").first.click()
    expect(page.locator("main .field__error:visible")).to_have_count(1)  # nothing chosen
    check(page)
    play_to_the_end(page)
    expect(page.locator("main .message[role=status]").last).to_contain_text("محفوظ")
    expect(page.locator("[data-outbox-count]")).to_contain_text("1")
    check(page)
    assert Attempt.objects.count() == 0
    page.context.set_offline(False)
    page.goto(site(own_ngo, "/ar/me/"))
    wait_until(page, "(await window.outbox.own()).length === 0")
    attempt = Attempt.objects.get()
    assert (attempt.exercise, attempt.path) == (case, first_ways(case))


def test_a_case_whose_answer_is_lost_is_kept_once(site, own_ngo, participant):
    page, (_case, path) = participant, a_case()
    save_course(page, site, own_ngo)
    page.context.set_offline(True)
    page.goto(site(own_ngo, path))
    page.context.set_offline(False)
    page.evaluate(LOSE_ANSWERS)
    play_to_the_end(page)
    expect(page.locator("[data-outbox-count]")).to_contain_text("1")
    page.evaluate("() => { window.fetch = window.really; }")
    page.locator("[data-outbox-send]").click()
    expect(page.locator("[data-outbox-of]")).to_be_hidden()
    assert Attempt.objects.count() == 1


def test_what_is_rejected_stays_visible_with_the_reason(site, own_ngo, participant):
    page, (case, path) = participant, a_case()
    save_course(page, site, own_ngo)
    page.context.set_offline(True)
    page.goto(site(own_ngo, path))
    play_to_the_end(page)
    expect(page.locator("[data-outbox-count]")).to_contain_text("1")
    Scene.objects.filter(exercise=case).exclude(outcome="").delete()  # an editor takes the endings away
    page.context.set_offline(False)
    page.goto(site(own_ngo, "/ar/me/"))
    expect(page.locator("[data-outbox-count]")).to_contain_text("غير مقبول: 1")
    page.goto(site(own_ngo, "/ar/learn/offline/"))
    line = page.locator("[data-outbox-refused] li")
    expect(line).to_have_count(1)
    expect(line).to_contain_text("قيد المراجعة")
    assert line.locator("a").get_attribute("href").partition("?")[0] == path
    expect(page.locator("[data-outbox-list]")).to_be_hidden()  # not everything is sent
    picture(page, "refused")
    check(page)
    assert Attempt.objects.count() == 0


@pytest.mark.parametrize("participant", [True], indirect=True, ids=["whole course"])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_whole_case_is_light(site, own_ngo, participant, language):
    entry = LessonExercise.objects.get(exercise__kind=Exercise.Kind.SIMULATION)
    whole = f"/{language}/learn/lessons/{entry.lesson_id}/cases/{entry.exercise_id}/"
    assert over_budget(*weigh(participant, site(own_ngo, whole))) == {}


def test_a_download_that_broke_off_goes_on_and_is_deleted(site, own_ngo, participant):
    page, course = participant, Enrolment.objects.get().course
    asked = []
    page.goto(site(own_ngo, f"/ar/learn/courses/{course.pk}/offline/"))
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/learn/lessons/**", lambda route: route.abort("connectionreset"))
    page.locator("[data-save-start]").click()
    expect(page.locator("[data-save-state]")).to_contain_text("انقطع الاتصال")
    before = {url for url in asked if "/learn/lessons/" not in url}
    page.unroute("**/learn/lessons/**")
    asked.clear()
    page.reload()
    expect(page.locator("[data-save-delete]")).to_be_visible()  # what has come so far can go too
    asked.clear()
    page.locator("[data-save-start]").click()
    expect(page.locator("[data-save-state]")).to_contain_text("ميغابايت", timeout=60_000)
    assert before & set(asked) == set()  # nothing is fetched twice
    page.locator("[data-save-delete]").click()
    expect(page.locator("[data-save-start]")).to_be_visible()
    assert [name for name in page.evaluate("caches.keys()") if name.startswith("course-")] == []


@pytest.mark.parametrize("participant", [False, True], indirect=True, ids=["one module", "whole course"])
def test_a_course_weighs_on_the_phone_what_was_announced(site, own_ngo, participant):
    save_course(participant, site, own_ngo)
    kept = participant.evaluate("""async () => {
      const name = (await caches.keys()).find((one) => one.startsWith("course-"));
      return (await (await (await caches.open(name)).match("/saved-course")).json()).bytes;
    }""")
    announced = participant.locator(".two--gate p").first.inner_text()
    said = float(re.search(r"[0-9][,.][0-9]", announced)[0].replace(",", "."))
    assert abs(said * 1e6 - kept) <= 60_000  # to one place


def test_what_is_left_unanswered_is_said_without_a_network_and_nothing_is_kept(site, own_ngo, participant):
    page, course = participant, save_course(participant, site, own_ngo)
    lesson = course.live_lessons()[1]
    exercise = lesson.lesson_exercises.get().exercise
    page.context.set_offline(True)
    page.goto(site(own_ngo, f"/ar/learn/lessons/{lesson.pk}/exercises/{exercise.pk}/"))
    page.locator("[data-go=check]").click()
    expect(page.locator("main form .field__error")).to_have_text("اختاروا جوابا.")
    assert page.evaluate("document.activeElement === document.querySelector('main form fieldset input')")
    assert page.evaluate("window.outbox.own()") == []
    check(page)
    picture(page, "unanswered")
    answer_rightly(page, exercise).click()
    expect(page.locator("main .message[role=status]").last).to_contain_text("محفوظ")
    expect(page.locator("[data-outbox-count]")).to_contain_text("1")


def test_without_javascript_the_page_for_no_network_says_that_it_cannot_know(site, own_ngo, open_page):
    page = open_page(PHONE, java_script_enabled=False)
    page.goto(site(own_ngo, "/ar/learn/offline/"))
    expect(page.locator("noscript .message")).to_be_visible()
    assert [page.locator(f"[{name}]").is_visible() for name in ("data-saved-courses", "data-outbox-list")] == [
        False
    ] * 2
