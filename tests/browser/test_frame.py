"""The frame around every page: the menu of staff is one row, and the account's links open by keyboard."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from accounts.roles import Role
from people.consent import give_consent
from people.models import Person
from tests.browser.pages import LAPTOP, PHONE, check, sign_in


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_account_opens_by_keyboard(site, own_ngo, make_user, open_page, language):
    make_user(own_ngo, Role.ADMINISTRATOR, "administrator")
    page = open_page(LAPTOP)
    sign_in(page, site(own_ngo, f"/{language}/sign-in/?next=/{language}/people/"), "administrator", "x")
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
    box = page.locator(".account .links").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= LAPTOP["width"]
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


@pytest.mark.parametrize("width", [360, 480, 1280], ids=["phone", "wide phone", "laptop"])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_largest_text_fits(site, own_ngo, open_page, language, width):
    """What is kept of somebody, its long words too, beside nothing that is cut; the NGO's name inside its header."""
    user = User.objects.create_user(username="p-mqxthdmkl2oz", password="x")
    person = Person.objects.create(full_name="Salma Exemple", user=user, email=f"{'longue' * 7}@example.org")
    give_consent(person=person)
    page = open_page({"width": width, "height": 740})
    page.goto(site(own_ngo, f"/{language}/"))
    page.context.add_cookies([{"name": "reading", "value": "larger..", "url": page.url}])
    sign_in(page, site(own_ngo, f"/{language}/sign-in/?next=/{language}/my-data/"), user.username)
    expect(page.locator("html")).to_have_attribute("data-size", "larger")
    page.evaluate(
        "name => { document.querySelector('.brand span').textContent = name }", "Association marocaine d’aide"
    )
    check(page)
    lines = page.evaluate("""() => {
      const name = [...document.querySelectorAll(".facts bdi")].find((one) => one.textContent.includes("p-mqxt"));
      return name.getClientRects().length;
    }""")
    assert lines == 1
    brand, header = (page.locator(one).bounding_box() for one in (".brand span", ".site-header"))
    assert (brand["y"] - header["y"] >= 4, brand["y"] + brand["height"] <= header["y"] + header["height"]) == (
        True, True,
    )  # fmt: skip
