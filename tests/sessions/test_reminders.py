"""What those on a list are told: an invitation, a place that came free, a change with its reason; and the calendar."""

import datetime
import re
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from icalendar import Calendar

from people.messages import hours, send_due
from people.models import Person
from sessions import actions
from sessions.actions import HalfDay
from sessions.models import Change, Registration, TrainingSession
from tenants.models import Tenant
from tests.support.clients import TenantClient
from tests.support.sessions import FIELDS, a_person, a_session, a_slot, a_user, today

BASE = "http://own-ngo.localhost"


@pytest.fixture(autouse=True)
def _at_any_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hours, "DAY", range(24))


@pytest.fixture
def amina(own_ngo: Tenant) -> Person:
    return a_person(email="amina@example.org", person_language="fr")


@pytest.fixture
def bilal(own_ngo: Tenant) -> Person:
    return a_person("Bilal", email="bilal@example.org", person_language="ar")


def told() -> list[tuple[str, str]]:
    """Sends what is due: whom, and the path it leads to."""
    mail.outbox.clear()
    send_due(base_url=BASE)
    found = []
    for message in mail.outbox:
        path = re.search(rf"{BASE}(/\S*sessions/answer/\S+?/)", message.body)
        assert path is not None
        found.append((message.to[0], path[1]))
    return sorted(found)


def entries(message: EmailMultiAlternatives) -> list[tuple[str, int, str, Any]]:
    """UID, SEQUENCE, STATUS and begin of the half-days in a mail's calendar file."""
    files = [part for part in message.attachments if "calendar" in str(part[2])]
    events = Calendar.from_ical(files[0][1]).walk("VEVENT")
    return [(str(e["UID"]), int(e["SEQUENCE"]), str(e["STATUS"]), e.decoded("DTSTART")) for e in events]


def half_day(days: int, hour: int = 9) -> HalfDay:
    return HalfDay(today(days), "morning", 210, starts_at=datetime.time(hour))


def edit(session: TrainingSession, *half_days: HalfDay, **fields: Any) -> None:
    numbered = [HalfDay(h.date, h.part, h.minutes, n, h.starts_at) for n, h in enumerate(half_days, start=1)]
    actions.update_session(session=session, fields=FIELDS | fields, half_days=numbered, actor=a_user())


def test_an_invitation_is_told_once_and_answered_where_it_leads(
    amina: Person, bilal: Person, client: TenantClient
) -> None:
    session = a_session(half_day(9), title="Repérer", venue="12, rue des Orangers")
    actions.invite_people(session=session, people=[amina, bilal], actor=a_user())
    ways = told()
    assert [address for address, _path in ways] == ["amina@example.org", "bilal@example.org"]
    for message in mail.outbox:
        assert [entry[:3] for entry in entries(message)] == [(f"{session.uuid}-1@wasl", 0, "CONFIRMED")]
        whole = message.subject + message.body + str(message.alternatives) + str(message.attachments)
        assert not re.search("Amina|Bilal|Repérer|Orangers", whole)
    page = client.get(ways[0][1])
    assert (page.status_code, "12, rue des Orangers" in page.content.decode()) == (200, False)
    client.post(ways[0][1], {"answer": "yes"})
    assert "12, rue des Orangers" in client.get(ways[0][1]).content.decode()
    assert told() == []


def test_a_place_that_came_free_is_told(amina: Person, bilal: Person) -> None:
    session = a_session(half_day(9), people=[amina, bilal], capacity=1)
    assert told() == []
    actions.give_up_place(session=session, person=amina, actor=None)
    assert [address for address, _path in told()] == ["bilal@example.org"]
    assert told() == []


@pytest.mark.parametrize(
    ("act", "status", "shown"),
    [
        (lambda s: actions.cancel_session(session=s, reason="La salle est prise", actor=a_user()), "CANCELLED",
         "La salle est prise"),
        (lambda s: actions.postpone_session(session=s, first_day=today(12), reason="Une grève", actor=a_user()),
         "CONFIRMED", "Une grève"),
        (lambda s: edit(s, half_day(9, 14), half_day(10)), "CONFIRMED", "14:00–17:30"),
        (lambda s: edit(s, half_day(9), half_day(10), venue="Salle 4"), "CONFIRMED", "Salle 4"),
        (lambda s: actions.call_off_half_day(slot=s.slots.last(), reason="Pas de lumière", actor=a_user()),
         "CONFIRMED", "Pas de lumière"),
    ],
    ids=["cancelled", "moved", "other hours", "another place", "a half-day called off"],
)  # fmt: skip
def test_a_change_reaches_those_registered_with_a_newer_calendar(
    amina: Person, client: TenantClient, act: Any, status: str, shown: str
) -> None:
    session = a_session(half_day(9), half_day(10), people=[amina])
    Registration.objects.update(registered_at=session.created_at)
    act(session)
    ((address, path),) = told()
    assert address == "amina@example.org"
    found = entries(mail.outbox[0])
    assert {entry[:3] for entry in found} <= {(f"{session.uuid}-{n}@wasl", 1, status) for n in (1, 2)}
    assert shown in client.get(path).content.decode().replace("\u2060", "")  # which keeps hours on one line
    assert told() == []


def test_an_edit_that_changes_no_hour_and_no_place_tells_nobody(amina: Person) -> None:
    session = a_session(half_day(9), people=[amina])
    edit(session, half_day(9), title="Another title", funder="A fund")
    assert (told(), list(Change.objects.values_list("kind", "fields"))) == ([], [("edited", ["title", "funder"])])


def test_what_was_corrected_afterwards_tells_nobody(amina: Person) -> None:
    slot = a_slot(amina, on=-3)
    edit(slot.session, HalfDay(today(-4), "morning", 180))
    assert (told(), list(Change.objects.values_list("kind", "fields"))) == ([], [("edited", ["half_days"])])
