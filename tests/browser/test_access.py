"""Somebody who is only on a list opens their account, with and without JavaScript; passkeys; codes by SMS."""

import re

import pytest
from django.db import connection
from django.urls import translate_url
from playwright.sync_api import expect

from accounts.models import Invitation, User
from accounts.roles import Role
from core.sms import MemorySms
from courses.actions import enrol_person
from people.access import access_path, invite_people
from people.consent import give_consent
from people.models import Person
from sessions.models import Registration
from sessions.rsvp_links import answer_path
from tests.browser.pages import LAPTOP, PHONE, check, sign_in
from tests.support.clients import TenantClient
from tests.support.sessions import a_session

READERS = [("fr", PHONE), ("ar", PHONE)]


def salma(language="fr", **fields):
    return Person.objects.create(full_name="Salma Exemple", person_language=language, **fields)


@pytest.mark.parametrize(("language", "viewport"), [("fr", LAPTOP), ("ar", PHONE)], ids=["French", "Arabic"])
def test_a_coordinator_opens_the_door(site, own_ngo, make_user, open_page, join_code, language, viewport):
    make_user(own_ngo, Role.COORDINATOR, "coordinator")
    person = salma(language)
    Person.objects.create(full_name="Nadia Exemple", email="nadia@example.org", category="judge")
    page = open_page(viewport)
    sign_in(page, site(own_ngo, f"/{language}/sign-in/?next=/{language}/people/{person.uuid}/"), "coordinator")
    page.locator("main a[href$='/access/']").click()
    check(page)  # neither mail nor phone
    page.locator("form[action$='/link/'] button").click()
    expect(page.locator(".breakable")).to_contain_text(f"/{language}/access/")
    check(page)
    page.locator("form[action$='/pin/'] button").click()
    pin = page.locator(".big__value").inner_text()
    check(page)
    person.refresh_from_db()
    assert person.user.check_password(pin)
    for path in ("accounts/open/", f"join/{join_code.code}/invite/"):
        page.goto(site(own_ngo, f"/{language}/{path}"))
        check(page)
        page.get_by_text("Nadia Exemple").click()
        page.locator("form[method=post] .actions--sticky button").click()
        expect(page.locator(".messages")).to_be_visible()
        check(page)
    page.goto(site(own_ngo, f"/{language}/cours/"))
    check(page)
    page.locator("main a[href$='/poster/']").click()
    expect(page.locator(".room-code svg")).to_be_visible()
    check(page)


@pytest.mark.parametrize(("language", "viewport"), READERS, ids=["French", "Arabic"])
@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_the_link_leads_into_the_course(site, own_ngo, open_page, join_code, language, viewport, scripts):
    person = salma(language, email="salma@example.org")
    (invitation,) = invite_people(people=[person], actor=None, code=join_code)
    path = access_path(invitation, person)
    page = open_page(viewport, java_script_enabled=scripts)
    page.goto(site(own_ngo, path))
    if scripts:
        check(page)
    page.locator("main form button").click()  # nothing written yet
    expect(page.locator(".field__error").first).to_be_visible()
    if scripts:
        check(page)
    page.fill("[name=secret]", "٢٤٦٨١٠")
    page.check("[name=consent]")
    page.locator("main form button").click()
    page.wait_for_url(f"**/{language}/cours/")
    person.refresh_from_db()
    assert (person.user.check_password("246810"), Person.objects.count()) == (True, 1)
    assert TenantClient(own_ngo).get(path).status_code == 404  # it works once


def with_a_device(page):
    """A phone with a screen lock, as the browser's own tests have it."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def a_participant(own_ngo, make_user):
    user = User.objects.create_user(username="salma", password="246810")
    give_consent(person=Person.objects.create(full_name="Salma Exemple", user=user))
    return user, "246810", "me"


def a_coordinator(own_ngo, make_user):
    return make_user(own_ngo, Role.COORDINATOR, "coordinator"), "x", "today"


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("who", [a_participant, a_coordinator])
def test_a_passkey_alone_signs_in(site, own_ngo, other_ngo, make_user, open_page, settings, who, language):
    settings.SECOND_FACTOR_REQUIRED = True
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # the test's server speaks plain HTTP
    user, secret, first_page = who(own_ngo, make_user)
    page = open_page(PHONE)
    with_a_device(page)
    sign_in(
        page,
        site(own_ngo, f"/{language}/sign-in/?next=/{language}/account/second/webauthn/add/"),
        user.username,
        secret,
    )
    expect(page.locator("[name=passwordless]")).to_be_checked()
    check(page)
    page.locator("#add-key").click()
    page.wait_for_url("**/account/second/recovery-codes/" if who is a_coordinator else "**/account/second/")
    page.goto(site(own_ngo, f"/{language}/account/second/"))
    expect(page.locator("main a[href$='/remove/']")).to_have_count(1)
    check(page)
    page.context.clear_cookies()
    page.goto(site(own_ngo, f"/{language}/sign-in/"))
    check(page)
    page.locator("[data-passkey] button").click()
    page.wait_for_url(f"**/{language}/{first_page}/**")
    # Another NGO knows nothing of it.
    page.goto(site(other_ngo, f"/{language}/sign-in/"))
    page.locator("[data-passkey] button").click()
    expect(page.locator("[data-passkey-note]")).to_be_visible()
    check(page)


def test_without_javascript_no_passkey_is_offered(site, own_ngo, open_page):
    page = open_page(PHONE, java_script_enabled=False)
    page.goto(site(own_ngo, "/fr/sign-in/"))
    expect(page.locator("[data-passkey]")).to_be_hidden()


@pytest.mark.parametrize(("language", "viewport"), READERS, ids=["French", "Arabic"])
@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_a_code_by_sms(site, own_ngo, open_page, settings, course, language, viewport, scripts):
    settings.SMS_BACKEND = "core.sms.MemorySms"
    MemorySms.outbox.clear()
    user = User.objects.create_user(username="p-1", password="2468")
    person = salma(language, phone="+212612345678", user=user)
    give_consent(person=person)
    enrol_person(person=person, course=course)
    page = open_page(viewport, java_script_enabled=scripts)
    page.goto(site(own_ngo, f"/{language}/sign-in/"))
    page.locator("main a[href*='/account/code/']").click()
    if scripts:
        check(page)
    page.fill("[name=contact]", "٠٦ ١٢ ٣٤ ٥٦ ٧٨")
    page.locator("main form button").first.click()
    page.wait_for_url("**/confirm/**")
    if scripts:
        check(page)
    ((phone, text),) = MemorySms.outbox
    assert phone == "+212612345678"
    page.fill("[name=code]", re.search(r"\d{6}", text)[0])
    page.locator("main form button").first.click()
    page.wait_for_url(f"**/{language}/me/")
    assert connection.tenant == own_ngo
    if scripts:
        check(page)


@pytest.mark.parametrize(("language", "viewport"), [("fr", LAPTOP), ("ar", PHONE)], ids=["French", "Arabic"])
def test_who_was_invited_to_a_session_asks_for_an_account(site, own_ngo, open_page, language, viewport):
    row = Registration.objects.create(
        session=a_session(on=3), person=salma(language, email="salma@example.org"), status="invited"
    )
    page = open_page(viewport)
    page.goto(site(own_ngo, translate_url(answer_path(row), language)))
    check(page)
    page.locator("[name=answer][value=account]").click()
    expect(page.locator(".messages")).to_be_visible()
    check(page)
    assert Invitation.objects.get().person == row.person.uuid
