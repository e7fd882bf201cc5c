"""Choosing one's reminders, stopping them from a mail, and the coordinator's log."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from accounts.roles import Role
from people.consent import give_consent
from people.messages.sending import unsubscribe_token
from people.models import MutedReminder, Person, SentMessage
from tests.browser.pages import LAPTOP, PHONE, check, sign_in


@pytest.mark.parametrize(("language", "viewport"), [("fr", LAPTOP), ("ar", PHONE)], ids=["French", "Arabic"])
def test_reminders(site, own_ngo, make_user, open_page, language, viewport):
    user = User.objects.create_user(username="p-1", password="x")
    person = Person.objects.create(full_name="Salma Exemple", email="salma@example.org", user=user)
    give_consent(person=person)
    make_user(own_ngo, Role.COORDINATOR, "coordinator")
    page = open_page(viewport)
    sign_in(page, site(own_ngo, f"/{language}/sign-in/?next=/{language}/me/reminders/"), "p-1")
    check(page)
    page.locator("[name=session]").uncheck()
    page.locator("main form.form button").click()
    expect(page.locator("[name=session]")).not_to_be_checked()
    assert MutedReminder.objects.get().kind == "session"
    stranger = open_page(viewport)
    stranger.goto(site(own_ngo, f"/{language}/stop/{unsubscribe_token(person, 'go_on')}/"))
    check(stranger)
    stranger.locator("main form button").click()
    check(stranger)
    assert MutedReminder.objects.count() == 2
    staff = open_page(viewport)
    sign_in(staff, site(own_ngo, f"/{language}/sign-in/?next=/{language}/reminders/"), "coordinator")
    check(staff)
    SentMessage.objects.create(kind="session", person=person.uuid, key="1", channel="mail", outcome="sent")
    staff.reload()
    expect(staff.locator("tbody tr")).to_have_count(1)
    check(staff)
