"""A participant joins with a code on a phone, reads, answers, changes language and completes the course."""

import pytest
from playwright.sync_api import expect

from accounts.models import JoinCode
from courses.models import Enrolment
from tests.browser.pages import LAPTOP, PHONE, answer_rightly, check, join
from tests.support.practice_course import load_course

WORDS = {
    "fr": {"direction": "ltr", "lesson": "Avant de commencer", "steps": "2 sur 7"},
    "ar": {"direction": "rtl", "lesson": "قبل البدء", "steps": "2 من 7"},
}


@pytest.fixture
def join_code(own_ngo):
    load_course()
    return JoinCode.objects.get().code


@pytest.mark.parametrize(
    ("language", "viewport"),
    [("fr", PHONE), ("ar", PHONE), ("ar", LAPTOP)],
    ids=["French on a phone", "Arabic on a phone", "Arabic on a laptop"],
)
def test_join_read_and_answer(site, own_ngo, join_code, open_page, language, viewport):
    page = open_page(viewport)
    page.goto(site(own_ngo, f"/{language}/join/"))
    expect(page.locator("html")).to_have_attribute("dir", WORDS[language]["direction"])
    check(page)
    page.fill("[name=code]", join_code.lower())
    page.locator("main form button").click()
    check(page)
    join(page, "Salma Exemple", "246810")
    expect(page.get_by_role("link", name=WORDS[language]["lesson"]).first).to_be_visible()
    check(page)
    page.get_by_role("link", name=WORDS[language]["lesson"]).first.click()
    check(page)
    page.locator("form[action$='/done/'] button").click()  # the lesson is finished
    expect(page.locator(".progress")).to_contain_text(WORDS[language]["steps"])
    enrolment = Enrolment.objects.get()
    assert (enrolment.person.full_name, enrolment.progress.count()) == ("Salma Exemple", 1)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_joining_is_three_short_parts(site, own_ngo, join_code, open_page, language):
    page = open_page(PHONE)
    page.goto(site(own_ngo, f"/{language}/join/{join_code}/"))
    heading = page.locator("[data-part]:not([hidden]) h2")
    on = page.locator("form[data-parts] button:not([type=button])")
    expect(heading).to_have_id("who")
    on.click()
    expect(page.locator("[data-left-out]")).to_be_visible()
    expect(page.locator("[name=name]")).to_be_focused()
    page.keyboard.type("Salma Exemple")
    page.locator("[name=pin]").focus()
    page.keyboard.type("2468")  # too short for somebody new: the server says so, and the part is shown
    page.keyboard.press("Enter")
    expect(heading).to_have_id("kept")
    expect(heading).to_be_focused()
    check(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(heading).to_have_id("about")
    check(page)
    page.locator("[data-before]").click()
    expect(page.locator("[name=consent]")).to_be_checked()
    on.click()
    on.click()
    expect(page.locator("#id_pin_error")).to_be_visible()
    expect(heading).to_have_id("who")
    check(page)
    page.fill("[name=pin]", "246810")
    for part in ("kept", "about"):
        on.click()
        expect(heading).to_have_id(part)
    on.click()
    page.wait_for_url(f"**/{language}/*/")
    assert Enrolment.objects.get().person.full_name == "Salma Exemple"


def test_change_language_midway_keeps_the_progress_and_complete(site, own_ngo, join_code, open_page):
    page = open_page(PHONE)
    page.goto(site(own_ngo, f"/fr/join/{join_code}/"))
    join(page, "Younès Fictif", "135790")
    lessons = page.locator(".lessons a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert len(lessons) == 7  # six and the final
    for number in range(len(lessons)):
        if number == 3:  # half-way: go on in Arabic
            page.locator(".languages a[lang=ar]").click()
            expect(page.locator("html")).to_have_attribute("dir", "rtl")
            lessons = [link.replace("/fr/", "/ar/") for link in lessons]
        page.goto(site(own_ngo, lessons[number]))
        with page.expect_navigation():
            page.locator("form[action$='/done/'] button").click()
    assert Enrolment.objects.get().progress.count() == 7
    page.goto(site(own_ngo, lessons[6]))
    page.locator("#exercises ~ .card a.button").click()
    check(page)
    final = Enrolment.objects.get().course.final_exercise
    answer_rightly(page, final.bank).click()  # of which the one module here gives all eight
    expect(page.locator(".big__value")).to_have_text("8 من 8")
    check(page)
    assert Enrolment.objects.get().completed_at is not None
    page.locator(".languages a[lang=fr]").click()
    expect(page.locator(".big__value")).to_have_text("8 sur 8")


def test_quick_exit_leaves_at_once(site, own_ngo, open_page):
    page = open_page(PHONE)
    page.route("**/*wikipedia*/**", lambda route: route.fulfill(body="<title>elsewhere</title>"))
    page.goto(site(own_ngo, "/fr/"))
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("**wikipedia**")


def test_back_after_a_quick_exit_leads_out_again(site, own_ngo, open_page):
    page = open_page(PHONE)
    page.route("**/*wikipedia*/**", lambda route: route.fulfill(body="<title>elsewhere</title>"))
    first, last = site(own_ngo, "/fr/"), site(own_ngo, "/fr/join/")
    page.goto(first)
    page.goto(last)
    page.locator(".exit").click()
    page.wait_for_url("**wikipedia**")
    page.go_back()
    page.wait_for_url("**wikipedia**")
    expect(page).to_have_title("elsewhere")
    page.goto(last)  # whoever opens the site anew means it, and moves about in it as before
    page.goto(first)
    page.go_back()
    expect(page.locator("h1")).to_be_visible()
    assert page.url == last
    long_ago = (
        "sessionStorage.setItem('wasl-left', JSON.stringify([Date.now() - 901000, 'https://www.wikipedia.org/']))"
    )
    page.evaluate(long_ago)
    page.go_forward()
    expect(page.locator("h1")).to_be_visible()
    assert page.url == first


@pytest.mark.parametrize(("language", "mark"), [("ar", "3 من 3"), ("fr", "3 sur 3")])
def test_everything_works_without_javascript(site, own_ngo, join_code, open_page, language, mark):
    page = open_page(PHONE, java_script_enabled=False)
    page.goto(site(own_ngo, f"/{language}/join/{join_code}/"))
    join(page, "أمينة مثال", "٢٤٦٨١٠")
    page.locator(".lessons a").first.click()
    page.locator("form[action$='/done/'] button").click()
    page.locator("#exercises ~ .card a.button").click()
    answer_rightly(page, Enrolment.objects.get().course.get_children().first().get_children()[1].specific
                   .lesson_exercises.get().exercise).click()  # fmt: skip
    expect(page.locator(".big__value")).to_have_text(mark)
    assert Enrolment.objects.get().attempts.get().passed
