"""Reading a lesson: aloud by the device's own voices, bookmarks on this phone alone, one paragraph in each language."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from courses.actions import enrol_person
from courses.models import CoursePage, LessonPage, ModulePage
from pages.models import HomePage
from people.consent import give_consent
from people.models import Person
from tests.browser.pages import PHONE, check
from tests.support.clients import TenantClient
from tests.support.courses import READY, texts

# A device with the voices of a test, which says at once what it is given.
DEVICE = """(voices) => {
  window.said = [];
  const speech = {
    getVoices: () => voices,
    cancel() {},
    speak(one) { window.said.push([one.text.trim(), one.voice.name]); setTimeout(() => one.onend?.()); },
  };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
}"""
OWN = {"name": "own", "lang": "ar-MA", "localService": True}
FAR = {"name": "far", "lang": "ar-MA", "localService": False}


@pytest.fixture
def lesson(own_ngo):
    bodies = {
        f"body_{code}": [{"type": "paragraph", "value": f"<p>{code} {n}. {'mot ' * 150}</p>"} for n in range(4)]
        for code in ("fr", "ar")
    }
    course = HomePage.objects.get().add_child(instance=CoursePage(**texts("heading", "Cours"), **READY, slug="cours"))
    module = course.add_child(instance=ModulePage(**texts("heading", "Module"), **READY, slug="module"))
    ready = {"ready_fr": True, "ready_ar": True}
    module.add_child(instance=LessonPage(**texts("heading", "Leçon"), **ready, **bodies, slug="lecon"))
    course.save_revision().publish()
    person = Person.objects.create(
        full_name="Salma Exemple", user=User.objects.create_user(username="somebody", password="2468")
    )
    give_consent(person=person)
    enrol_person(person=person, course=course)
    return "cours/module/lecon/"


def open_lesson(page, site, own_ngo, lesson, voices=()):
    client = TenantClient(own_ngo)
    client.force_login(User.objects.get(username="somebody"))
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": site(own_ngo, "/")}])
    page.add_init_script(f"({DEVICE})({list(voices)})".replace("True", "true").replace("False", "false"))
    page.goto(site(own_ngo, f"/ar/{lesson}"))


def test_a_lesson_is_read_by_a_voice_of_the_device_and_by_no_other(site, own_ngo, lesson, open_page):
    page = open_page(PHONE)
    open_lesson(page, site, own_ngo, lesson, [FAR, OWN])
    aloud = page.locator("[data-aloud]")
    aloud.click()
    page.wait_for_function("window.said.length >= 8")
    expect(aloud).to_have_attribute("aria-pressed", "false")  # it has come to the end
    said = page.evaluate("window.said")
    assert ([text for text, _voice in said][::2], {voice for _text, voice in said}) == (
        [f"ar {n}." for n in range(4)], {"own"},
    )  # fmt: skip
    check(page)


def test_a_device_without_a_voice_for_the_language_says_so(site, own_ngo, lesson, open_page):
    page = open_page(PHONE)
    open_lesson(page, site, own_ngo, lesson, [FAR, OWN | {"lang": "fr-FR"}])
    page.locator("[data-aloud]").click()
    expect(page.locator("[data-tools-note]")).to_contain_text("ليس في هذا الجهاز صوت")
    assert page.evaluate("window.said") == []
    check(page)


@pytest.mark.parametrize("way", ["quick exit", "sign-out"])
def test_a_bookmark_lies_on_the_phone_until_one_leaves(site, own_ngo, lesson, open_page, way):
    page = open_page(PHONE)
    page.route("**/*wikipedia*/**", lambda route: route.fulfill(body="<title>elsewhere</title>"))
    open_lesson(page, site, own_ngo, lesson)
    page.locator("[data-text] > :nth-child(3)").evaluate("block => block.scrollIntoView()")
    page.locator("[data-mark]").evaluate("button => button.click()")
    expect(page.locator("[data-mark]")).to_have_attribute("aria-pressed", "true")
    page.goto(site(own_ngo, "/fr/me/"))
    expect(page.locator("[data-marks] a")).to_have_text("Leçon ar")
    check(page)
    page.locator("[data-marks] a").click()
    page.wait_for_url("**/fr/cours/module/lecon/#mark")  # in the language one reads in now
    assert page.evaluate("[...document.querySelector('[data-text]').children].indexOf(document.activeElement)") == 2
    if way == "quick exit":
        page.locator(".exit").click()
        page.wait_for_url("**wikipedia**")
    else:
        page.goto(site(own_ngo, "/fr/me/"))
        page.locator("summary").first.click()
        page.locator("form[action$='/sign-out/'] button").click()
        page.wait_for_url("**/sign-in/**")
    page.goto(site(own_ngo, "/fr/sign-in/"))
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('mark:'))") == []


def test_another_language_keeps_the_paragraph(site, own_ngo, lesson, open_page):
    page = open_page(PHONE)
    open_lesson(page, site, own_ngo, lesson)
    page.locator("[data-text] > :nth-child(3)").evaluate("block => block.scrollIntoView()")
    page.locator(".languages a[lang=fr]").evaluate("link => link.click()")
    page.wait_for_url("**/fr/cours/module/lecon/#place")
    assert page.evaluate("[...document.querySelector('[data-text]').children].indexOf(document.activeElement)") >= 1
