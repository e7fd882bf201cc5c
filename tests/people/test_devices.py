"""Reminders on devices: sealed for whoever asked there, carried by known services only, gone with sign-out and person.

The push service is one of this machine (tests.support.push_service): it opens what it gets with the device's own key.
"""

import datetime

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Invitation
from accounts.roles import Role
from core import push
from people.access import invite_people
from people.merging import merge_people
from people.messages import devices
from people.models import Person
from sessions.models import Registration
from tests.support.clients import TenantClient
from tests.support.devices import NOON, PAGE, STOP, client_of, endpoints, said, somebody, subscribe, tick
from tests.support.push_service import SILENT, PushService, packed


@pytest.fixture
def salma(own_ngo):
    """A participant without mail or phone, on the list of a session tomorrow."""
    return somebody("Salma Exemple")


def after(**time):
    return NOON + datetime.timedelta(**time)


# What arrives


SAYS = {
    "fr": ("Un rappel", "Quelque chose qui vous attend a lieu demain.", "ltr"),
    "ar": ("تذكير", "", "rtl"),
}


@pytest.mark.parametrize("language", SAYS)
def test_the_worker_sends_a_sealed_reminder_in_the_persons_language(own_ngo, push_service, language):
    person = somebody("Salma Exemple", person_language=language)
    device = subscribe(own_ngo, person, push_service)
    for _time in range(3):
        tick()
    (taken,) = push_service.taken
    title, body, direction = SAYS[language]
    words = taken.words
    assert (taken.device, words["title"], words["direction"], words["language"]) == (device, title, direction, language)
    assert words["body"].startswith(body)
    assert sorted(words) == ["at", "body", "direction", "language", "path", "title", "topic"]
    assert words["path"].startswith(f"/{language}/sessions/answer/")
    assert not [word for word in ("Salma", "traite", "Agadir", "الاتجار") if word in str(words)]
    assert (taken.headers["ttl"], taken.headers["topic"]) == (str(24 * 60 * 60), words["topic"])
    assert taken.claims["sub"] == "mailto:it@example.org"
    assert (said(own_ngo), mail.outbox) == ([("session", "push", "sent")], [])
    with own_ngo:
        assert TenantClient(own_ngo).get(words["path"]).status_code == 200


def test_a_device_that_was_asked_for_comes_before_mail(own_ngo, push_service):
    person = somebody("Salma Exemple", email="salma@example.org")
    subscribe(own_ngo, person, push_service)
    tick()
    assert (len(push_service.taken), mail.outbox, said(own_ngo)) == (1, [], [("session", "push", "sent")])


def test_all_devices_of_one_person_are_told_and_nobody_elses(own_ngo, salma, push_service):
    phone, laptop = subscribe(own_ngo, salma, push_service), subscribe(own_ngo, salma, push_service)
    push_service.new_device()
    tick()
    assert [taken.device for taken in push_service.taken] == [phone, laptop]
    assert said(own_ngo) == [("session", "push", "sent")]


def test_a_merged_record_is_told_on_the_devices_of_its_human(own_ngo, salma, push_service, make_user):
    subscribe(own_ngo, salma, push_service)
    listed = Person.objects.create(full_name="Salma Exemple", person_language="fr")
    merge_people(kept=listed, absorbed=salma, actor=make_user(own_ngo, Role.COORDINATOR))
    tick()
    assert [taken.words["language"] for taken in push_service.taken] == ["fr"]
    assert endpoints(own_ngo) == [push_service.taken[0].device.endpoint]


def test_each_ngo_tells_its_own(own_ngo, other_ngo, push_service):
    ours = subscribe(own_ngo, somebody("Salma"), push_service)
    with other_ngo:
        stranger = somebody("Nadia")
        theirs = subscribe(other_ngo, stranger, push_service)
    tick()
    assert {taken.device for taken in push_service.taken} == {ours, theirs}
    assert (endpoints(own_ngo), endpoints(other_ngo)) == ([ours.endpoint], [theirs.endpoint])
    client_of(other_ngo, stranger).post(STOP, {"endpoint": ours.endpoint})
    assert (endpoints(own_ngo), endpoints(other_ngo)) == ([ours.endpoint], [theirs.endpoint])


def test_a_link_that_opens_an_account_never_goes_to_a_device(own_ngo, salma, push_service, make_user):
    """The phone may be lost, and the link chooses a new PIN."""
    subscribe(own_ngo, salma, push_service)
    Registration.objects.all().delete()
    Person.objects.filter(pk=salma.pk).update(email="salma@example.org")
    salma.refresh_from_db()
    invite_people(people=[salma], actor=make_user(own_ngo, Role.COORDINATOR))
    Invitation.objects.update(made_at=NOON - datetime.timedelta(hours=1))
    tick()
    assert (push_service.asked, said(own_ngo)) == ([], [("access", "mail", "sent")])


# What does not arrive


@pytest.mark.parametrize("code", [404, 410])
def test_a_device_that_is_gone_is_forgotten_and_its_person_reached_otherwise(own_ngo, salma, push_service, code):
    subscribe(own_ngo, salma, push_service)
    push_service.says = code
    tick()
    assert (said(own_ngo), endpoints(own_ngo)) == ([("session", "push", "failed")], [])
    tick(after(minutes=15))
    assert len(push_service.asked) == 1


def test_of_a_device_that_is_gone_the_reminder_goes_by_mail_where_there_is_one(own_ngo, push_service):
    person = somebody("Salma Exemple", email="salma@example.org")
    subscribe(own_ngo, person, push_service)
    push_service.says = 410
    tick()
    assert (said(own_ngo), mail.outbox) == ([("session", "push", "waiting")], [])
    tick(after(minutes=15))
    assert said(own_ngo) == [("session", "mail", "sent")]
    assert [message.to for message in mail.outbox] == [["salma@example.org"]]


def test_one_device_that_is_gone_keeps_the_other(own_ngo, salma, push_service):
    old, new = subscribe(own_ngo, salma, push_service), subscribe(own_ngo, salma, push_service)
    push_service.says = {old.endpoint: 410}
    tick()
    assert (said(own_ngo), endpoints(own_ngo)) == ([("session", "push", "sent")], [new.endpoint])


@pytest.mark.parametrize("code", [500, 503, 429, 403])
def test_what_a_service_puts_off_is_tried_again(own_ngo, salma, push_service, code):
    device = subscribe(own_ngo, salma, push_service)
    push_service.says = code
    tick()
    assert (said(own_ngo), endpoints(own_ngo)) == ([("session", "push", "waiting")], [device.endpoint])
    tick(after(minutes=14))
    assert len(push_service.asked) == 1
    push_service.says = 201
    tick(after(minutes=15))
    tick(after(minutes=55))
    assert (len(push_service.taken), said(own_ngo)) == (1, [("session", "push", "sent")])


def test_a_service_that_leads_elsewhere_is_not_followed(own_ngo, salma, push_service):
    subscribe(own_ngo, salma, push_service)
    with PushService("") as elsewhere:
        push_service.says, push_service.leads_to = 307, f"{elsewhere.origin}/send/x"
        tick()
        assert (len(push_service.asked), elsewhere.asked) == (1, [])
    assert said(own_ngo) == [("session", "push", "waiting")]


def test_what_was_handed_over_without_an_answer_is_uncertain(own_ngo, salma, push_service, monkeypatch):
    monkeypatch.setattr(push, "TIMEOUT", 0.3)
    subscribe(own_ngo, salma, push_service)
    push_service.says = SILENT
    tick()
    assert said(own_ngo) == [("session", "push", "uncertain")]


def test_what_waits_for_a_device_that_was_stopped_is_not_sent(own_ngo, salma, push_service):
    subscribe(own_ngo, salma, push_service)
    push_service.says = 503
    tick()
    connection.set_tenant(own_ngo)
    client_of(own_ngo, salma).post(STOP)
    tick(after(minutes=15))
    assert (said(own_ngo), len(push_service.asked)) == ([("session", "push", "lapsed")], 1)


def test_a_device_that_was_told_of_a_former_key_is_not_called(own_ngo, push_service, settings):
    person = somebody("Salma Exemple", email="salma@example.org")
    subscribe(own_ngo, person, push_service)
    settings.VAPID_PRIVATE_KEY = packed(b"another key of reminders, longer"[:32])
    tick()
    assert (push_service.asked, said(own_ngo)) == ([], [("session", "mail", "sent")])


def test_a_service_that_is_known_no_more_is_not_called(own_ngo, salma, push_service, settings):
    subscribe(own_ngo, salma, push_service)
    settings.PUSH_SERVICES = settings.PUSH_SERVICES[:-1]
    tick()
    assert (push_service.asked, endpoints(own_ngo)) == ([], [])


# Queries


def test_the_page_asks_as_much_for_one_device_as_for_five(own_ngo, salma, push_service):
    client = client_of(own_ngo, salma)
    client.get(PAGE)
    counts = []
    for _time in range(5):
        subscribe(own_ngo, salma, push_service)
        with CaptureQueriesContext(connection) as caught:
            client.get(PAGE)
        counts.append(len(caught))
    assert len(set(counts)) == 1


def test_finding_who_is_told_where_takes_one_query_for_one_and_for_thirty(own_ngo, push_service):
    people = [somebody(f"Salma {number}") for number in range(30)]
    for person in people:
        subscribe(own_ngo, person, push_service)
    devices.with_devices([0])  # the connection has the schema
    for some in (people[:1], people):
        with CaptureQueriesContext(connection) as caught:
            assert devices.with_devices([person.pk for person in some]) == {person.pk for person in some}
        assert len(caught) == 1
