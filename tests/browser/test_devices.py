"""Reminders on a device: asked for, refused, stopped; the site's own worker, woken by DevTools, shows what was sent."""

import datetime
import json

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from people.consent import give_consent
from people.models import Person, PushSubscription
from sessions.models import Registration, Slot, TrainingSession
from tests.browser.pages import LAPTOP, PHONE, check, sign_in
from tests.browser.reminded import (
    as_shown,
    deliver,
    is_subscribed,
    look_at_noon,
    may_be_reminded,
    shown,
    stays_subscribed,
)


@pytest.fixture
def salma(own_ngo):
    """A participant without mail or phone, on the list of a session tomorrow."""
    user = User.objects.create_user(username="p-1", password="246810")
    person = Person.objects.create(full_name="Salma Exemple", user=user)
    give_consent(person=person)
    session = TrainingSession.objects.create(title="Repérer la traite", audience="professional")
    day = timezone.localdate(timezone=own_ngo.time_zone) + datetime.timedelta(days=1)
    Slot.objects.create(session=session, number=1, date=day, minutes=180)
    Registration.objects.create(session=session, person=person)
    return person


@pytest.mark.parametrize(("language", "viewport"), [("fr", LAPTOP), ("ar", PHONE)], ids=["French", "Arabic"])
def test_who_asks_on_a_device_is_reminded_there(site, own_ngo, salma, push_service, open_page, language, viewport):
    Person.objects.update(person_language=language)
    origin, page = site(own_ngo, ""), open_page(viewport)
    may_be_reminded(page, origin, push_service.new_device())
    sign_in(page, f"{origin}/{language}/sign-in/?next=/{language}/me/reminders/", "p-1")
    ask, stop = page.locator("form[data-push-state~=off] button"), page.locator("form[data-push-state=on] button")
    expect(ask).to_be_visible()
    check(page)
    ask.click()
    expect(stop).to_be_visible()
    check(page)
    assert PushSubscription.objects.get().person == salma
    look_at_noon(own_ngo)
    (taken,) = push_service.taken
    deliver(page, origin, json.dumps(taken.words))
    assert shown(page, origin, 1) == [as_shown(taken)]
    deliver(page, origin, json.dumps(taken.words))  # the same again takes its place
    deliver(page, origin, "no words of ours")
    assert sorted(one["title"] for one in shown(page, origin, 2)) == sorted([taken.words["title"], "Wasl"])
    page.goto(f"{origin}{taken.words['path']}")  # where a press on it leads
    expect(page.locator("h1")).to_be_visible()
    page.goto(f"{origin}/{language}/me/reminders/")
    stop.click()
    expect(ask).to_be_visible()
    assert PushSubscription.objects.count() == 0


def test_signing_out_ends_it_on_this_device(site, own_ngo, salma, push_service, open_page):
    origin, page, device = site(own_ngo, ""), open_page(PHONE), push_service.new_device()
    may_be_reminded(page, origin, device)
    sign_in(page, f"{origin}/fr/sign-in/?next=/fr/me/reminders/", "p-1")
    page.locator("form[data-push-state~=off] button").click()
    expect(page.locator("form[data-push-state=on] button")).to_be_visible()
    stays_subscribed(page, origin, device)
    page.locator("summary").first.click()
    page.locator("form[action$='/sign-out/'] button").click()
    page.wait_for_url("**/sign-in/**")
    assert (PushSubscription.objects.count(), is_subscribed(page, origin)) == (0, False)
    page.goto(f"{origin}/fr/me/")
    assert "/sign-in/" in page.url


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_browser_that_refuses_says_how_to_allow_it(site, own_ngo, salma, open_page, language):
    page = open_page(PHONE)
    page.add_init_script('Object.defineProperty(Notification, "permission", { get: () => "denied" });')
    sign_in(page, site(own_ngo, f"/{language}/sign-in/?next=/{language}/me/reminders/"), "p-1")
    expect(page.locator("[data-push-state=refused]")).to_be_visible()
    expect(page.locator("form[data-push-state~=off]")).to_be_hidden()
    check(page)


@pytest.mark.parametrize(("says", "state"), [("default", "closed"), ("granted", "failed")])
def test_a_question_left_open_and_a_service_that_is_away_are_told(site, own_ngo, salma, open_page, says, state):
    page = open_page(PHONE)
    page.add_init_script(f'''Notification.requestPermission = async () => "{says}";
      Object.defineProperty(Notification, "permission", {{ get: () => "{says}" }});
      PushManager.prototype.subscribe = async () => {{ throw new DOMException("away", "AbortError"); }};''')
    sign_in(page, site(own_ngo, "/fr/sign-in/?next=/fr/me/reminders/"), "p-1")
    page.locator("form[data-push-state~=off] button").click()
    expect(page.locator(f"p[data-push-state={state}]")).to_be_visible()
    expect(page.locator("form[data-push-state~=off] button")).to_be_visible()
    assert PushSubscription.objects.count() == 0


def test_a_browser_that_cannot_says_what_to_take(site, own_ngo, salma, open_page):
    page = open_page(PHONE)
    page.add_init_script("delete window.PushManager;")
    sign_in(page, site(own_ngo, "/fr/sign-in/?next=/fr/me/reminders/"), "p-1")
    expect(page.locator("[data-push-state=unable]")).to_be_visible()
