"""Slides of M3 by keyboard, in both directions; axe; one under the other without JavaScript."""

import pytest
from playwright.sync_api import expect

from accounts.roles import Role
from courses.models import ModulePage
from courses.starter import load_curriculum, read_curriculum
from tests.browser.pages import LAPTOP, PHONE, check, open_as, sign_in

ON = {"fr": "ArrowRight", "ar": "ArrowLeft"}
BACK = {"fr": "ArrowLeft", "ar": "ArrowRight"}


@pytest.fixture
def module(own_ngo, make_user):
    make_user(own_ngo, Role.TRAINER)
    load_curriculum(read_curriculum()[0], only="M3")
    return ModulePage.objects.get()


def test_slides_are_turned_by_keyboard_in_both_directions(site, own_ngo, module, open_page):
    for language, viewport in (("fr", LAPTOP), ("ar", LAPTOP), ("ar", PHONE)):
        page = open_page(viewport)
        path = f"/{language}/room/modules/{module.pk}/slides/"
        sign_in(page, site(own_ngo, f"/{language}/sign-in/?next={path}"), "trainer")
        place, shown = page.locator("[data-slides-place]"), page.locator(".slide:visible")
        total = page.locator(".slide").count()
        expect(place).to_have_text(f"1 / {total}")
        expect(shown).to_have_count(1)
        for key, number in (
            (ON[language], 2), (ON[language], 3), (BACK[language], 2), ("PageDown", 3), (" ", 4), ("PageUp", 3),
            ("End", total), (ON[language], total), ("Home", 1), (BACK[language], 1), ("ArrowDown", 2),
        ):  # fmt: skip
            page.keyboard.press(key)
            expect(place).to_have_text(f"{number} / {total}")
            expect(shown).to_have_id(f"s{number}")
        check(page)
        page.reload()
        expect(place).to_have_text(f"2 / {total}")
        outside = page.locator(".slide").evaluate_all(
            "slides => slides.filter(one => one.scrollWidth > one.clientWidth).map(one => one.id)"
        )
        assert outside == []


def test_without_javascript_every_slide_is_there(site, own_ngo, module, open_page):
    page = open_page(LAPTOP, java_script_enabled=False)
    open_as(page, site(own_ngo, f"/fr/room/modules/{module.pk}/slides/"))
    assert page.locator(".slide:visible").count() == page.locator(".slide").count()
    expect(page.locator("[data-slides-bar]")).to_be_hidden()
