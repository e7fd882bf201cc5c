"""A participant on a phone: agrees, finds the way back, sees, corrects, downloads and deletes what is kept."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from accounts.models import JoinCode, User
from people.models import Person
from tests.browser import pages
from tests.browser.pages import LAPTOP, PHONE, check
from tests.support.practice_course import load_course

LANGUAGES = {"fr": ("Mon espace", "Mes données"), "ar": ("فضائي", "بياناتي")}
BUDGET = 14_000  # bytes of compressed HTML (indicators-source.md, section 5)


@pytest.fixture
def join_code(own_ngo):
    load_course()
    return JoinCode.objects.get().code


def join(page, address, language="fr"):
    """Join with the code, saying a few things of oneself."""
    page.goto(address)
    pages.join(page, "Salma Exemple", "246810", category="police")


def weight(page):
    """Bytes of the page's HTML as they came over the line."""
    return page.evaluate("performance.getEntriesByType('navigation')[0].encodedBodySize")


@pytest.mark.parametrize(
    ("language", "viewport"), [("fr", PHONE), ("ar", PHONE), ("ar", LAPTOP)],
    ids=["French on a phone", "Arabic on a phone", "Arabic on a laptop"],
)  # fmt: skip
def test_everything_about_me(site, own_ngo, join_code, open_page, language, viewport):
    page = open_page(viewport)
    page.goto(site(own_ngo, f"/{language}/join/{join_code}/"))
    check(page)
    page.locator("form[data-parts] button:not([type=button])").click()  # nothing filled in
    expect(page.locator(".field__error")).to_be_visible()
    check(page)
    join(page, site(own_ngo, f"/{language}/join/{join_code}/"))
    page.goto(site(own_ngo, f"/{language}/me/"))
    expect(page.locator("h1")).to_have_text(LANGUAGES[language][0])
    check(page)
    assert weight(page) <= BUDGET
    page.goto(site(own_ngo, f"/{language}/my-data/"))
    expect(page.locator("h1")).to_have_text(LANGUAGES[language][1])
    check(page)
    assert weight(page) <= BUDGET
    with page.expect_download() as download:
        page.locator("a[href$='my-data.json']").click()
    assert json.loads(Path(download.value.path()).read_text())["person"][0]["full_name"] == "Salma Exemple"
    page.locator("a[href$='/my-data/correct/']").click()
    check(page)
    page.fill("[name=phone]", "0661223344")
    page.check("[name=past]")
    page.locator("main form button").click()
    expect(page.locator(".message--done")).to_be_visible()
    assert Person.objects.get().phone == "+212661223344"
    page.locator("a[href$='/consent/withdraw/']").click()
    check(page)
    page.locator("main form button").click()
    page.goto(site(own_ngo, f"/{language}/me/"))
    check(page)  # stays open, and says how to agree again
    expect(page.locator("h1")).to_have_text(LANGUAGES[language][0])
    page.locator("main a[href*='/consent/']").first.click()
    check(page)
    page.check("[name=consent]")
    page.locator("main form button").click()
    expect(page.locator("h1")).to_have_text(LANGUAGES[language][0])
    page.goto(site(own_ngo, f"/{language}/my-data/"))
    page.locator("a[href$='/my-data/delete/']").click()
    check(page)
    page.fill("[name=secret]", "246810")
    page.locator("main form button").click()
    page.wait_for_url("**/deleted/")
    check(page)
    assert (Person.objects.get().phone, User.objects.get().is_active) == ("", False)


def test_without_javascript_and_with_the_keyboard_alone(site, own_ngo, join_code, open_page):
    page = open_page(PHONE, java_script_enabled=False)
    join(page, site(own_ngo, f"/ar/join/{join_code}/"))
    page.goto(site(own_ngo, "/ar/my-data/delete/"))
    page.locator("[name=secret]").focus()
    page.keyboard.type("٢٤٦٨١٠")
    page.keyboard.press("Enter")
    page.wait_for_url("**/deleted/")
    assert Person.objects.get().erased_at is not None
