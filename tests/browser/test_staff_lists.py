"""A list of staff by keyboard alone: searched, ordered, narrowed, its columns chosen; on a phone, and on paper."""

import pytest
from playwright.sync_api import expect

from accounts.roles import Role
from tests.browser.pages import LAPTOP, PHONE, check, open_as
from tests.support.sessions import HalfDay, a_session, today


def names(page):
    return page.locator("main tbody th a").all_inner_texts()


def tab_to(page, selector):
    """Tab until the focus is on it, as often as there are things to stop at."""
    for _press in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab never came to {selector}")


@pytest.fixture
def at_the_list(site, own_ngo, make_user, open_page):
    """Opens the list of three sessions as the coordinator."""
    make_user(own_ngo, Role.COORDINATOR, "somebody")
    for title, city, day in (("Accueil", "Rabat", 3), ("Écoute", "Agadir", -3), ("Droit", "", 5)):
        a_session(HalfDay(today(day), "morning", 210), title=title, city=city)

    def opened(language, viewport):
        page = open_page(viewport)
        open_as(page, site(own_ngo, f"/{language}/sessions/"), "somebody")
        return page

    return opened


@pytest.mark.parametrize(("language", "viewport"), [("fr", LAPTOP), ("ar", PHONE)], ids=["French", "Arabic"])
def test_everything_goes_by_keyboard(at_the_list, language, viewport):
    page = at_the_list(language, viewport)
    check(page)
    tab_to(page, "[name=q]")
    page.keyboard.type("rabat")
    page.keyboard.press("Enter")  # searches, and orders nothing
    expect(page.locator("main tbody th a")).to_have_text(["Accueil"])
    tab_to(page, "main .link-button[href$='/sessions/']")
    page.keyboard.press("Enter")
    expect(page.locator("main tbody th a")).to_have_count(3)
    for expected in (["Accueil", "Droit", "Écoute"], ["Écoute", "Droit", "Accueil"]):
        tab_to(page, "main thead th:first-child .sort")
        page.keyboard.press("Enter")
        expect(page.locator("main tbody th a")).to_have_text(expected)
    expect(page.locator("main thead th").first).to_have_attribute("aria-sort", "descending")
    check(page)
    tab_to(page, "main details:has([name=columns]) summary")
    page.keyboard.press("Enter")
    tab_to(page, "[name=columns][value=kind]")
    page.keyboard.press("Space")
    check(page)
    page.keyboard.press("Enter")
    expect(page.locator("main thead th")).to_have_count(7)
    assert names(page) == ["Écoute", "Droit", "Accueil"]
    tab_to(page, "[name=file]")
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
    assert taken.value.suggested_filename == "sessions.csv"


def test_on_paper_the_list_stands_alone(at_the_list):
    page = at_the_list("fr", LAPTOP)
    page.set_viewport_size({"width": 718, "height": 1000})  # what a sheet of A4 holds
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    expect(page.locator("main table")).to_be_visible()
    for selector in ("#list-form", "main .actions", "main .button", ".site-bar", ".site-footer"):
        assert page.locator(selector).evaluate_all("all => all.filter(one => one.checkVisibility()).length") == 0
