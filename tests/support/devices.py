"""Participants with devices, as the push service of this machine knows them."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import caches
from django.utils import timezone

from accounts.models import User
from people.consent import give_consent
from people.models import Person, PushSubscription, SentMessage
from sessions.models import Registration, Slot, TrainingSession
from tenants import clock
from tests.support.clients import TenantClient

CASABLANCA = ZoneInfo("Africa/Casablanca")
NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=CASABLANCA)
TITLE = "Identifier les victimes de la traite"
PAGE, ADD, STOP = "/fr/me/reminders/", "/fr/me/reminders/device/", "/fr/me/reminders/device/stop/"


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


def said(tenant):
    with tenant:
        return list(SentMessage.objects.order_by("pk").values_list("kind", "channel", "outcome"))


def endpoints(tenant):
    with tenant:
        return list(PushSubscription.objects.order_by("pk").values_list("endpoint", flat=True))
