"""Reminders on devices: sealed for whoever asked there, carried by known services only, gone with sign-out and person.

The push service is one of this machine (tests.support.push_service): it opens what it gets with the device's own key.
"""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.account_support import end_sessions, renew_pin
from accounts.models import Invitation, User
from accounts.roles import Role
from core import push
from people.access import invite_people
from people.consent import give_consent
from people.erasure import erase_person
from people.merging import merge_people
from people.messages import devices
from people.models import Person, PushSubscription, SentMessage
from sessions.models import Registration, Slot, TrainingSession
from tenants import clock
from tests.support.clients import TenantClient
from tests.support.push_service import SILENT, PushService, packed

CASABLANCA = ZoneInfo("Africa/Casablanca")
NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=CASABLANCA)
TITLE = "Identifier les victimes de la traite"
PAGE, ADD, STOP = "/fr/me/reminders/", "/fr/me/reminders/device/", "/fr/me/reminders/device/stop/"


@pytest.fixture
def salma(own_ngo):
    """A participant without mail or phone, on the list of a session tomorrow."""
    return somebody("Salma Exemple")


def somebody(name, **fields):
    user = User.objects.create_user(username=f"u-{name}", password="246810")
    person = Person.objects.create(full_name=name, user=user, **({"person_language": "fr"} | fields))
    give_consent(person=person)
    session = TrainingSession.objects.create(title=TITLE, audience="professional", city="Agadir")
    Slot.objects.create(session=session, number=1, date=NOON.date() + datetime.timedelta(days=1), minutes=180)
    Registration.objects.create(session=session, person=person)
    return person


def client_of(tenant, person):
    client = TenantClient(tenant)
    client.force_login(person.user)
    return client


def subscribe(tenant, person, push_service):
    """As the page does; the device."""
    device = push_service.new_device()
    assert client_of(tenant, person).post(ADD, device.fields).status_code == 302
    return device


def tick(moment=NOON):
    for cache in caches.all():
        cache.clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: moment)
        clock.tick()


def after(**time):
    return NOON + datetime.timedelta(**time)


def said(tenant):
    with tenant:
        return list(SentMessage.objects.order_by("pk").values_list("kind", "channel", "outcome"))


def endpoints(tenant):
    with tenant:
        return list(PushSubscription.objects.order_by("pk").values_list("endpoint", flat=True))


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


# Asking for it, and stopping


@pytest.mark.parametrize("endpoint", [
    "https://fcm.googleapis.com/fcm/send/abc", "https://updates.push.services.mozilla.com/wpush/v2/abc",
    "https://wns2-par02p.notify.windows.com/w/?token=abc", "https://web.push.apple.com/abc",
])  # fmt: skip
def test_services_that_are_known(endpoint):
    assert push.is_known(endpoint)


UNKNOWN = [
    "https://push.example.org/abc", "http://fcm.googleapis.com/abc", "https://fcm.googleapis.com.example.org/abc",
    "https://fcm.googleapis.com:8443/abc", "https://x@fcm.googleapis.com/abc", "https://127.0.0.1/abc",
    "https://fcm.googleapis.com@example.org/abc", "https://example.org\\.notify.windows.com/abc",
    "https://example.org/.notify.windows.com", "https://example.org#.notify.windows.com/",
    "https://exa\tmple.org/abc", "ftp://fcm.googleapis.com/abc", "fcm.googleapis.com/abc", "https://fcm.googleapis.com",
    "https://xnotify.windows.com/abc", "https://[::1/abc",
]  # fmt: skip


@pytest.mark.parametrize("endpoint", UNKNOWN)
def test_an_address_elsewhere_is_refused_in_words(own_ngo, salma, push_service, endpoint):
    client = client_of(own_ngo, salma)
    page = client.post(
        "/en/me/reminders/device/", push_service.new_device().fields | {"endpoint": endpoint}, follow=True
    )
    assert "The notification service of your browser is not known here." in page.content.decode()
    assert PushSubscription.objects.count() == 0


@pytest.mark.parametrize("wrong", [
    {"p256dh": ""}, {"p256dh": "abc"}, {"p256dh": packed(b"\x04" + b"\x01" * 64)}, {"p256dh": "é" * 87},
    {"auth": ""}, {"auth": packed(b"0" * 15)}, {"auth": "*" * 22}, {"endpoint": ""},
])  # fmt: skip
def test_keys_that_nothing_can_be_sealed_with_are_refused(own_ngo, salma, push_service, wrong):
    client = client_of(own_ngo, salma)
    page = client.post("/en/me/reminders/device/", push_service.new_device().fields | wrong, follow=True)
    assert "Your browser said something unusual. Try again." in page.content.decode()
    assert PushSubscription.objects.count() == 0


def test_the_page_tells_this_device_from_others(own_ngo, salma, push_service):
    client = client_of(own_ngo, salma)
    assert 'data-push-known=""' in client.get(PAGE).content.decode()
    device = subscribe(own_ngo, salma, push_service)
    page = client.get("/en/me/reminders/").content.decode()
    assert f'data-push="{push.public_key()}" data-push-known="{devices.marks_of(salma)[0]}"' in page
    assert "You are reminded on 1 device." in page
    assert device.endpoint not in page


def test_a_phone_that_is_shared_is_not_offered_it(own_ngo, salma, push_service):
    client = client_of(own_ngo, salma)
    session = client.session
    session.set_expiry(0)
    session.save()
    page = client.get("/en/me/reminders/").content.decode()
    assert "You said that this phone is shared" in page
    assert "data-push=" not in page
    client.post(ADD, push_service.new_device().fields)
    assert PushSubscription.objects.count() == 0


def test_without_keys_it_is_neither_offered_nor_used(own_ngo, push_service, settings):
    person = somebody("Salma Exemple", email="salma@example.org")
    subscribe(own_ngo, person, push_service)
    settings.VAPID_PRIVATE_KEY = ""
    client = client_of(own_ngo, person)
    page = client.get("/en/me/reminders/").content.decode()
    assert ("On this device" in page, "push.js" in page) == (False, False)
    client.post(ADD, push_service.new_device().fields)
    assert PushSubscription.objects.count() == 1
    tick()
    assert (push_service.asked, said(own_ngo)) == ([], [("session", "mail", "sent")])


def test_who_has_no_record_here_is_reminded_of_nothing(own_ngo, push_service, sign_in):
    sign_in(own_ngo, Role.COORDINATOR).post(ADD, push_service.new_device().fields)
    assert PushSubscription.objects.count() == 0


def test_stopping_on_this_device_keeps_the_other(own_ngo, salma, push_service):
    phone, laptop = subscribe(own_ngo, salma, push_service), subscribe(own_ngo, salma, push_service)
    client = client_of(own_ngo, salma)
    client.post(STOP, {"endpoint": phone.endpoint})
    assert endpoints(own_ngo) == [laptop.endpoint]
    client.post(STOP)
    assert endpoints(own_ngo) == []


def test_a_device_belongs_to_whoever_asked_last_and_a_sixth_takes_the_place_of_the_first(own_ngo, salma, push_service):
    found = [subscribe(own_ngo, salma, push_service) for _time in range(6)]
    assert endpoints(own_ngo) == [device.endpoint for device in found[1:]]
    nadia = somebody("Nadia")
    client_of(own_ngo, nadia).post(ADD, found[-1].fields)
    assert PushSubscription.objects.get(endpoint=found[-1].endpoint).person == nadia
    assert PushSubscription.objects.filter(person=salma).count() == 4


def test_whoever_is_not_signed_in_ends_nobodys(own_ngo, salma, push_service):
    device = subscribe(own_ngo, salma, push_service)
    TenantClient(own_ngo).post("/fr/sign-out/", {"endpoint": device.endpoint})
    assert endpoints(own_ngo) == [device.endpoint]


@pytest.mark.parametrize("end", ["sign-out", "erased", "sessions ended", "new PIN"])
def test_what_ends_it(own_ngo, salma, push_service, make_user, end):
    device = subscribe(own_ngo, salma, push_service)
    kept = subscribe(own_ngo, somebody("Nadia"), push_service)
    if end == "sign-out":
        client_of(own_ngo, salma).post("/fr/sign-out/", {"endpoint": device.endpoint})
    elif end == "erased":
        erase_person(person=salma)
    elif end == "sessions ended":
        end_sessions(user=salma.user, actor=make_user(own_ngo, Role.COORDINATOR))
    else:
        renew_pin(user=salma.user, actor=make_user(own_ngo, Role.COORDINATOR))
    assert endpoints(own_ngo) == [kept.endpoint]


def test_my_data_has_my_devices_by_service_alone(own_ngo, salma, push_service):
    subscribe(own_ngo, salma, push_service)
    data = client_of(own_ngo, salma).get("/en/my-data/my-data.json").json()
    (device,) = data["reminders"]
    assert (device["heading"], device["service"]) == ("A device that shows them", "127.0.0.1")


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


def test_anybody_must_sign_in_first(own_ngo, push_service):
    answers = [TenantClient(own_ngo).post(path, push_service.new_device().fields) for path in (ADD, STOP)]
    assert [answer.url.partition("?")[0] for answer in answers] == ["/fr/sign-in/"] * 2
