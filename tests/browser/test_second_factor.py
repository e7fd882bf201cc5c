"""A coordinator sets up a second factor and signs in with it: an application's code, a passkey."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import caches
from playwright.sync_api import expect

from accounts.models import User
from accounts.roles import Role
from tests.browser.pages import LAPTOP, PHONE, check


@pytest.fixture
def coordinator(own_ngo, make_user, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # the test's server speaks plain HTTP
    return make_user(own_ngo, Role.COORDINATOR, "coordinator")


def begin(page, site, own_ngo, language="fr"):
    page.goto(site(own_ngo, f"/{language}/sign-in/?next=/{language}/sessions/"))
    check(page)
    page.fill("[name=username]", "coordinator")
    page.fill("[name=password]", "x")
    page.locator("main form button").first.click()


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.mark.parametrize(("language", "viewport"), [("fr", LAPTOP), ("ar", PHONE)], ids=["French", "Arabic"])
def test_an_application_on_the_phone(site, own_ngo, coordinator, open_page, language, viewport):
    page = open_page(viewport)
    begin(page, site, own_ngo, language)
    page.wait_for_url("**/totp/activate/**")
    check(page)
    secret = page.locator("main code").inner_text()
    page.fill("[name=code]", code_of(secret))
    page.locator("main form button").first.click()
    expect(page.locator("main ul code")).to_have_count(10)
    check(page)
    page.goto(site(own_ngo, f"/{language}/account/second/"))
    check(page)
    page.context.clear_cookies()
    caches["limits"].clear()
    begin(page, site, own_ngo, language)
    page.wait_for_url("**/authenticate/**")
    check(page)
    page.fill("[name=code]", code_of(secret))
    page.locator("main form button").first.click()
    page.wait_for_url(f"**/{language}/sessions/")


def test_a_passkey(site, own_ngo, coordinator, open_page):
    page = open_page(LAPTOP)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    begin(page, site, own_ngo)
    page.wait_for_url("**/totp/activate/**")
    page.get_by_role("link", name="clé d’accès").click()
    check(page)
    page.locator("#add-key").click()
    page.wait_for_url("**/recovery-codes/**")
    page.context.clear_cookies()
    begin(page, site, own_ngo)
    page.wait_for_url("**/authenticate/**")
    page.locator("#use-key").click()
    page.wait_for_url("**/fr/sessions/")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_code_by_mail(site, own_ngo, make_user, open_page, mailoutbox, language):
    make_user(own_ngo, None, "salma")
    User.objects.update(email="salma@example.org", language=language)
    page = open_page(PHONE)
    page.goto(site(own_ngo, f"/{language}/account/code/"))
    check(page)
    page.fill("[name=contact]", "salma@example.org")
    page.locator("main form button").first.click()
    page.wait_for_url("**/confirm/**")
    check(page)
    code = mailoutbox[0].alternatives[0].content.partition('<strong dir="ltr">')[2].partition("<")[0]
    page.fill("[name=code]", code)
    page.locator("main form button").first.click()
    page.wait_for_url(f"**/{language}/**")
    expect(page.locator("form[action$='/sign-out/']")).to_have_count(1)
