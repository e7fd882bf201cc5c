"""The frame around every page: the menu of staff is one row, and the account's links open by keyboard."""

import pytest
from playwright.sync_api import expect

from accounts.roles import Role
from tests.browser.conftest import LAPTOP, PHONE, check, sign_in


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_account_opens_by_keyboard(site, own_ngo, make_user, open_page, language):
    make_user(own_ngo, Role.ADMINISTRATOR, "administrator")
    page = open_page(LAPTOP)
    sign_in(page, site(own_ngo, f"/{language}/sign-in/?next=/{language}/people/"), "administrator")
    expect(page.locator(".account > summary")).to_be_visible()
    rows = page.evaluate(
        "new Set([...document.querySelectorAll('.menu__body > ul > li')].map((li) => li.offsetTop)).size"
    )
    assert rows == 1
    leave = page.locator(".account form[action$='/sign-out/'] button")
    expect(leave).not_to_be_visible()
    page.locator(".account > summary").focus()
    page.keyboard.press("Enter")
    check(page)
    for _link in range(page.locator(".account li").count()):
        page.keyboard.press("Tab")
    expect(leave).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".account")).to_have_count(0)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_on_a_phone_the_account_is_in_the_menu(site, own_ngo, make_user, open_page, language):
    make_user(own_ngo, Role.COORDINATOR, "coordinator")
    page = open_page(PHONE)
    sign_in(page, site(own_ngo, f"/{language}/sign-in/?next=/{language}/people/"), "coordinator")
    page.locator(".menu > summary").first.click()
    page.locator(".account > summary").click()
    check(page)
    expect(page.locator(".account form[action$='/sign-out/'] button")).to_be_visible()


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_link_to_the_content_leaves_the_quick_exit_free(site, own_ngo, open_page, language):
    page = open_page(PHONE)
    page.goto(site(own_ngo, f"/{language}/join/"))
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    way_out, skip = page.locator(".exit").bounding_box(), page.locator(".skip").bounding_box()
    assert skip["y"] >= way_out["y"] + way_out["height"]
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
