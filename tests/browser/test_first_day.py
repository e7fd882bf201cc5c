"""The first day of each role on its first page, with the keyboard and with a finger, in French and in Arabic."""

import os

import pytest
from playwright.sync_api import expect

from accounts.roles import Role
from people.models import Person
from tests.browser.pages import LAPTOP, PHONE, check, sign_in

SHOTS = os.environ.get("SHOTS", "")  # a folder: pictures of each page, to be looked at
HERE = "[aria-labelledby=first-day]"


def look(page, name):
    check(page)
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@pytest.mark.parametrize(
    ("language", "viewport"), [("fr", LAPTOP), ("ar", PHONE)], ids=["French on a laptop", "Arabic on a phone"]
)
def test_a_path_that_ticks_itself_and_is_put_away(site, own_ngo, make_user, open_page, language, viewport):
    make_user(own_ngo, Role.ADMINISTRATOR, "administrator")
    page = open_page(viewport)
    sign_in(page, site(own_ngo, f"/{language}/sign-in/?next=/{language}/home/"), "administrator")
    expect(page.locator(HERE)).to_be_visible()
    look(page, f"administrator-{language}")
    page.locator(f"{HERE} a").first.click()
    expect(page).to_have_url(site(own_ngo, f"/{language}/certificates/letterhead/"))
    with own_ngo:
        Person.objects.create(full_name="Amina Exemple")
    page.goto(site(own_ngo, f"/{language}/home/"))
    expect(page.locator(f"{HERE} .is-done")).to_have_count(1)
    look(page, f"administrator-one-done-{language}")
    page.locator(f"{HERE} form button").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".message--done")).to_be_visible()
    expect(page.locator(HERE)).to_have_count(0)
    page.goto(site(own_ngo, f"/{language}/first-day/"))
    look(page, f"put-away-{language}")
    page.locator("main form button").click()
    expect(page.locator(HERE)).to_be_visible()


@pytest.mark.parametrize("role", [Role.TRAINER, Role.FUNDER, Role.REVIEWER], ids=str)
@pytest.mark.parametrize(("language", "viewport"), [("ar", LAPTOP), ("fr", PHONE)], ids=["ar", "fr"])
def test_each_role_finds_its_own(site, own_ngo, make_user, open_page, role, language, viewport):
    user = make_user(own_ngo, role, "member")
    with own_ngo:
        user.wagtail_userprofile.preferred_language = language
        user.wagtail_userprofile.save()
    page = open_page(viewport)
    sign_in(page, site(own_ngo, f"/{language}/sign-in/?next=/{language}/home/"), "member")
    expect(page.locator(HERE)).to_be_visible()
    if role != Role.REVIEWER:  # the editor's own page is not ours to hold
        look(page, f"{role}-{language}")
    elif SHOTS:
        page.screenshot(path=f"{SHOTS}/{role}-{language}.png", full_page=True)
