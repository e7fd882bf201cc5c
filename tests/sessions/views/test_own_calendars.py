"""The calendars that lead participants to their sessions."""

import datetime
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from accounts.roles import Role
from people.models import Person
from sessions import actions
from sessions.actions import HalfDay
from tenants.models import Tenant
from tests.support.clients import TenantClient
from tests.support.sessions import a_session, a_user, today

VENUE = "12, rue des Oliviers"


def entries(content: bytes) -> list[tuple[str, int, str, object]]:
    events = Calendar.from_ical(content).walk("VEVENT")
    return [(str(e["UID"]), int(e["SEQUENCE"]), str(e["STATUS"]), e.decoded("DTSTART")) for e in events]


def test_the_calendar_keeps_its_ids_and_says_what_is_newer(own: TenantClient, amina: Person) -> None:
    session = a_session(HalfDay(today(3), "morning", 210, starts_at=datetime.time(9, 30)), people=[amina])
    url = reverse("sessions:registered_file", args=[session.uuid])
    before = entries(own.get(url).content)
    actions.postpone_session(session=session, first_day=today(4), reason="x", actor=a_user())
    actions.cancel_session(session=session, reason="x", actor=a_user())
    after = entries(own.get(url).content)
    uid = f"{session.uuid}-1@wasl"
    assert [entry[:3] for entry in before + after] == [(uid, 0, "CONFIRMED"), (uid, 2, "CANCELLED")]
    begins = before[0][3]
    assert isinstance(begins, datetime.datetime)
    assert begins.utcoffset() == datetime.timedelta(0)


def test_a_half_day_without_an_hour_takes_the_day(own: TenantClient, amina: Person) -> None:
    session = a_session(on=3, people=[amina])
    assert entries(own.get(reverse("sessions:registered_file", args=[session.uuid])).content)[0][3] == today(3)


def test_the_feed_names_nothing_and_dies_with_its_key(own: TenantClient, client: TenantClient, amina: Person) -> None:
    session = a_session(title="Identify", city="Agadir", venue=VENUE, on=3, people=[amina])
    address = own.get(reverse("sessions:own_calendar")).context["address"]
    path = urlsplit(address).path
    text = client.get(path).content.decode()
    assert str(session.uuid) in text
    assert re.findall("Identify|Agadir|Oliviers|Amina", text) == []
    own.post(reverse("sessions:own_calendar"))
    assert client.get(path).status_code == 404


def test_the_feed_is_unknown_elsewhere(own: TenantClient, other_ngo: Tenant) -> None:
    address = own.get(reverse("sessions:own_calendar")).context["address"]
    assert TenantClient(other_ngo).get(urlsplit(address).path).status_code == 404


@pytest.mark.parametrize("rows", [1, 30])
def test_the_calendar_asks_the_same_whatever_it_shows(
    rows: int,
    own_ngo: Tenant,
    other_ngo: Tenant,
    sign_in: Callable[..., TenantClient],
) -> None:
    for number in range(rows):
        a_session(title=f"Session {number}")
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    with CaptureQueriesContext(connection) as asked:
        response = coordinator.get(reverse("sessions:calendar"))
    assert response.content.decode().count("Session ") == 2 * rows
    assert len(asked) <= 18
    stranger = sign_in(other_ngo, Role.COORDINATOR).get(reverse("sessions:calendar"))
    assert "Session " not in stranger.content.decode()
