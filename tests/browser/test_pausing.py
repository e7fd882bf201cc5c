"""A pause as people meet it: told before, told on top, and what was typed is sent again; in French and in Arabic."""

import datetime

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from accounts.roles import Role
from people.models import Person
from tenants import maintenance
from tenants.models import Pause
from tests.browser.pages import LAPTOP, PHONE, check, open_as

BOTH = pytest.mark.parametrize(("language", "viewport"), [("ar", PHONE), ("fr", LAPTOP)], ids=["ar", "fr"])


def pause(**given):
    maintenance.pause(messages={"fr": "Nouvelle version", "ar": "إصدار جديد"}, minutes=20, **given)
    cache.clear()  # the server remembers tenants for some seconds


@BOTH
def test_what_was_typed_in_a_pause_is_sent_again_after_it(own_ngo, make_user, site, open_page, language, viewport):
    make_user(own_ngo, Role.COORDINATOR, "coordinator")
    person = Person.objects.create(full_name="Amina Exemple")
    page = open_page(viewport, is_closed=True)
    address = site(own_ngo, f"/{language}/people/{person.uuid}/change/")
    pause(reading=True, begins_at=timezone.now() + datetime.timedelta(hours=1))
    open_as(page, address, "coordinator")
    expect(page.locator(".message")).to_be_visible()
    check(page)
    page.fill("[name=full_name]", "Amina Exemple-Autre")
    pause(reading=True)
    page.locator("main form button").last.click()
    expect(page.locator("main form button")).to_be_visible()
    check(page)
    person.refresh_from_db()
    assert person.full_name == "Amina Exemple"
    with page.context.new_page() as other:
        other.goto(site(own_ngo, "/admin/"))
        expect(other.locator(".pause-notice")).to_be_visible()
    Pause.objects.all().delete()
    cache.clear()
    page.locator("main form button").click()
    page.wait_for_url(lambda url: "/change/" not in url)
    person.refresh_from_db()
    assert person.full_name == "Amina Exemple-Autre"


@BOTH
def test_closed_the_page_says_when_it_comes_back(own_ngo, site, open_page, language, viewport):
    pause(reading=False)
    page = open_page(viewport, is_closed=True)
    page.goto(site(own_ngo, f"/{language}/"))
    expect(page.locator("h1")).to_be_visible()
    check(page)
