"""Reminders on devices are asked for and stopped: by whom, at which services, and what ends them."""

import pytest

from accounts.account_support import end_sessions, renew_pin
from accounts.roles import Role
from core import push
from people.erasure import erase_person
from people.messages import devices
from people.models import PushSubscription
from tests.support.clients import TenantClient
from tests.support.devices import ADD, PAGE, STOP, client_of, endpoints, said, somebody, subscribe, tick
from tests.support.push_service import packed


@pytest.fixture
def salma(own_ngo):
    """A participant without mail or phone, on the list of a session tomorrow."""
    return somebody("Salma Exemple")


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


def test_anybody_must_sign_in_first(own_ngo, push_service):
    answers = [TenantClient(own_ngo).post(path, push_service.new_device().fields) for path in (ADD, STOP)]
    assert [answer.url.partition("?")[0] for answer in answers] == ["/fr/sign-in/"] * 2
