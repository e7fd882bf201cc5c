"""A coordinator helps a participant who has forgotten the PIN."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from accounts.roles import Role
from people.models import Person
from tests.browser.pages import LAPTOP, PHONE, check, sign_in


@pytest.mark.parametrize(("language", "viewport"), [("fr", LAPTOP), ("ar", PHONE)], ids=["French", "Arabic"])
def test_a_new_pin(site, own_ngo, make_user, open_page, language, viewport):
    make_user(own_ngo, Role.COORDINATOR, "coordinator")
    user = User.objects.create_user(username="p-1", password="1234")
    Person.objects.create(full_name="Salma Exemple", user=user)
    page = open_page(viewport)
    sign_in(page, site(own_ngo, f"/{language}/sign-in/?next=/{language}/accounts/"), "coordinator")
    check(page)
    page.fill("[name=q]", "inconnue")
    page.locator("main form > .actions button").click()
    check(page)
    page.fill("[name=q]", "SALMA")
    page.locator("main form > .actions button").click()
    page.get_by_role("link", name="Salma Exemple").click()
    check(page)
    page.locator("main a[href$='/pin/']").click()
    check(page)
    page.locator("main form button").click()
    pin = page.locator(".big__value").inner_text()
    check(page)
    user.refresh_from_db()
    assert user.check_password(pin)
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
