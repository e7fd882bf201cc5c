"""What a phone keeps of a course: each language one asks for, the key points, how far one is; and a phone that keeps
nothing, has no room or a clock that is years off."""

import os

import pytest
from playwright.sync_api import expect

from accounts.models import User
from courses.actions import enrol_person
from courses.models import CoursePage, LessonPage, LessonProgress, ModulePage, Remark
from pages.models import HomePage
from people.consent import give_consent
from people.models import Person
from tests.browser.pages import PHONE, check, sign_in, wait_until
from tests.support.courses import READY, texts

NOTHING_KEPT = """for (const name of ["caches", "localStorage", "indexedDB"]) {
  Object.defineProperty(window, name, { get() { throw new DOMException("refused", "SecurityError"); } });
}"""
FULL = """Cache.prototype.put = () => Promise.reject(new DOMException("full", "QuotaExceededError"));"""
YEARS_OFF = "{ const now = Date.now; Date.now = () => now() - 9 * 365 * 86400000; }"
WORDS = {"fr": ("Le texte entier", "Retenir ceci"), "ar": ("النص كاملا", "للحفظ")}


def body(code):
    whole, key = WORDS[code]
    return [
        {"type": "content_note", "value": whole, "id": "note"},
        {"type": "paragraph", "value": f"<p>{whole}. {'mot ' * 200}</p>", "id": "text"},
        {"type": "key_message", "value": key, "id": "key"},
    ]


@pytest.fixture
def course(own_ngo):
    """Two lessons in French and in Arabic; somebody has joined."""
    page = HomePage.objects.get().add_child(instance=CoursePage(**texts("heading", "Cours"), **READY, slug="cours"))
    module = page.add_child(instance=ModulePage(**texts("heading", "Module"), **READY, slug="module"))
    for number in (1, 2):
        bodies = {f"body_{code}": body(code) for code in WORDS}
        ready = {"ready_fr": True, "ready_ar": True}
        lesson = LessonPage(**texts("heading", f"Leçon {number}"), **ready, **bodies, slug=f"lecon-{number}")
        module.add_child(instance=lesson)
    page.save_revision().publish()
    person = Person.objects.create(
        full_name="Salma Exemple", user=User.objects.create_user(username="somebody", password="2468")
    )
    give_consent(person=person)
    enrol_person(person=person, course=page)
    return page


@pytest.fixture
def phone(site, own_ngo, course, open_page):
    """Signed in, on a phone that keeps the site's worker."""
    page = open_page(PHONE, loses_network=True)
    sign_in(page, site(own_ngo, "/ar/sign-in/?next=/ar/me/"), "somebody")
    wait_until(page, "navigator.serviceWorker.controller !== null")
    return page


def picture(page, name):
    """For those who want to look: SHOTS names a folder."""
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def save(page, site, own_ngo, course, *more):
    page.goto(site(own_ngo, f"/ar/learn/courses/{course.pk}/offline/"))
    for code in more:
        page.locator(f"[data-cache$='-{code}']").check()
    check(page)
    picture(page, "save")
    page.locator("[data-save-start]").click()
    expect(page.locator("[data-save-start]")).to_be_hidden(timeout=60_000)


def test_each_language_one_asks_for_is_saved_and_the_key_points_are_read_without_a_network(
    site, own_ngo, course, phone
):
    save(phone, site, own_ngo, course)
    kept = phone.evaluate("caches.keys()")
    assert [name for name in kept if name.startswith("course-")] == [f"course-{course.pk}-ar"]
    save(phone, site, own_ngo, course, "fr")
    picture(phone, "saved")
    phone.context.set_offline(True)
    for code, (whole, key) in WORDS.items():
        phone.goto(site(own_ngo, f"/{code}/cours/module/lecon-1/"))
        expect(phone.locator("[data-text]")).to_contain_text(whole)
        phone.locator("a[href='?short=1']").click()
        expect(phone.locator("[data-whole] a")).to_be_visible()
        assert phone.locator("[data-text] > :visible").all_inner_texts() == [
            phone.locator(".block-key_message").inner_text()
        ]
        expect(phone.locator(".block-key_message")).to_contain_text(key)
        check(phone)
        phone.locator("[data-whole] a").click()
        expect(phone.locator("[data-text] .block-paragraph")).to_be_visible()
    phone.goto(site(own_ngo, "/fr/learn/offline/"))
    expect(phone.locator("[data-saved-courses] a")).to_have_count(2)
    phone.context.set_offline(False)
    phone.goto(site(own_ngo, f"/fr/learn/courses/{course.pk}/offline/"))
    phone.locator("[data-save-delete]").click()
    expect(phone.locator("[data-save-start]")).to_be_visible()
    assert [name for name in phone.evaluate("caches.keys()") if name.startswith("course-")] == []


def finish(page):
    page.locator("form[action$='/done/'] button").click()


def test_progress_is_the_same_in_other_windows_and_on_what_was_saved(site, own_ngo, course, phone):
    save(phone, site, own_ngo, course, "fr")
    windows = [phone.context.new_page() for _window in range(2)]
    for window, path in zip(windows, ("/fr/cours/", "/ar/me/"), strict=True):
        window.goto(site(own_ngo, path))
        expect(window.locator("[data-progress]")).to_contain_text({"f": "0 sur 2", "a": "0 من"}[path[1]])
    phone.goto(site(own_ngo, "/ar/cours/module/lecon-1/"))
    phone.context.set_offline(True)
    finish(phone)
    expect(phone.locator("[data-outbox-count]")).to_contain_text("1")
    phone.context.set_offline(False)
    phone.goto(site(own_ngo, "/ar/cours/"))
    expect(phone.locator("[data-progress]")).to_contain_text("1 من")
    for window, words in zip(windows, ("1 sur 2", "1 من"), strict=True):
        expect(window.locator("[data-progress]")).to_contain_text(words)  # nobody has loaded it again
    wait_until(phone, "localStorage.getItem('place:stale') === null")
    phone.context.set_offline(True)
    for path in ("/fr/cours/", "/ar/cours/"):
        phone.goto(site(own_ngo, path))
        expect(phone.locator("[data-progress]")).to_contain_text("1 ")
        assert phone.locator(".is-done").count() == 1
    phone.goto(site(own_ngo, "/fr/cours/module/lecon-1/"))
    expect(phone.locator("[data-progress] .badge--done")).to_be_visible()
    assert LessonProgress.objects.count() == 1


def test_a_remark_is_made_where_one_reads_and_sent_later(site, own_ngo, course, phone):
    save(phone, site, own_ngo, course)
    phone.context.set_offline(True)
    phone.goto(site(own_ngo, "/ar/cours/module/lecon-1/"))
    phone.locator(".block-key_message").evaluate("block => block.scrollIntoView()")
    phone.locator("[data-say]").evaluate("link => link.click()")
    expect(phone.locator("#remark-block")).to_have_value("key")
    phone.select_option("#remark-reason", "wrong")
    check(phone)
    picture(phone, "remark")
    phone.locator("#remark button").click()
    expect(phone.locator("[data-outbox-count]")).to_contain_text("1")
    phone.context.set_offline(False)
    phone.goto(site(own_ngo, "/ar/me/"))
    wait_until(phone, "(await window.outbox.own()).length === 0")
    assert [(one.block, one.reason, one.language) for one in Remark.objects.all()] == [("key", "wrong", "ar")]


def test_a_phone_that_keeps_nothing_says_so_and_a_lesson_is_done_all_the_same(site, own_ngo, course, open_page):
    page = open_page(PHONE)
    page.add_init_script(NOTHING_KEPT)
    sign_in(page, site(own_ngo, f"/fr/sign-in/?next=/fr/learn/courses/{course.pk}/offline/"), "somebody")
    expect(page.locator("[data-save-none]")).to_be_visible()
    expect(page.locator("[data-save]")).to_be_hidden()
    check(page)
    page.goto(site(own_ngo, "/fr/cours/module/lecon-1/"))
    finish(page)
    page.wait_for_url("**/lecon-2/")
    assert LessonProgress.objects.count() == 1


def test_a_phone_without_room_says_so(site, own_ngo, course, open_page):
    page = open_page(PHONE)
    page.add_init_script(FULL)
    sign_in(page, site(own_ngo, f"/fr/sign-in/?next=/fr/learn/courses/{course.pk}/offline/"), "somebody")
    page.locator("[data-save-start]").click()
    expect(page.locator("[data-save-state]")).to_contain_text("n’a plus de place")
    check(page)


def test_a_clock_years_off_is_told_and_the_site_dates_what_is_done(site, own_ngo, course, open_page):
    page = open_page(PHONE)
    page.add_init_script(YEARS_OFF)
    sign_in(page, site(own_ngo, "/fr/sign-in/?next=/fr/cours/module/lecon-1/"), "somebody")
    page.evaluate("""() => {
      const really = window.fetch;
      const isLost = (sent) => sent[1]?.method === "POST";
      window.fetch = (...sent) => (isLost(sent) ? Promise.reject(new TypeError("lost")) : really(...sent));
      window.found = () => { window.fetch = really; };
    }""")
    finish(page)
    expect(page.locator("[data-outbox-count]")).to_contain_text("1")
    page.evaluate("window.found()")
    page.locator("[data-outbox-send]").click()
    expect(page.locator("[data-clock]")).to_contain_text("décalée")
    check(page)
    picture(page, "clock")
    progress = LessonProgress.objects.get()
    assert (progress.done_at - progress.enrolment.joined_at).days == 0
