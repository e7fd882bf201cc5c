"""Calendar files and feeds, read by two libraries that share nothing: icalendar, which wrote them, and vobject."""

import datetime
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
import vobject
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from accounts.models import User
from accounts.roles import Role, give_role
from people.consent import give_consent
from people.merging import merge_people
from people.models import Person
from sessions import actions
from sessions.actions import HalfDay
from sessions.calendars import calendar_of
from sessions.models import TrainingSession
from sessions.rsvp_links import answer_path
from tenants.models import Tenant
from tests.support.clients import TenantClient
from tests.support.sessions import a_person, a_session, a_user, today

ORGANIZER = "mailto:calendar@wasl.invalid"


@pytest.fixture
def amina(own_ngo: Tenant) -> Person:
    person = a_person("Amina", user=User.objects.create_user(username="p-1"))
    give_consent(person=person)
    return person


def signed_in(ngo: Tenant, user: User) -> TenantClient:
    client = TenantClient(ngo)
    client.force_login(user)
    return client


def feed(client: TenantClient) -> bytes:
    """The calendar of whoever is signed in, fetched by its secret address as a program does."""
    address = client.get(reverse("sessions:own_calendar")).context["address"]
    response = TenantClient(client.tenant).get(urlsplit(address).path)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return bytes(response.content)


def at(days: int, hour: int = 9) -> HalfDay:
    return HalfDay(today(days), "morning", 210, starts_at=datetime.time(hour, 30))


def titles_of(content: bytes) -> list[str]:
    """The sessions of a feed by their titles, from the UIDs of its entries."""
    uids = [str(entry["UID"])[:36] for entry in Calendar.from_ical(content).walk("VEVENT")]
    return sorted(TrainingSession.objects.filter(uuid__in=uids).values_list("title", flat=True))


def test_strict_readers_open_the_feed(own_ngo: Tenant, amina: Person) -> None:
    a_session(at(3), HalfDay(today(4), "evening", 90), people=[amina], title="Planned")
    cancelled = a_session(at(5), people=[amina], title="Cancelled")
    actions.cancel_session(session=cancelled, reason="x", actor=a_user())
    content = feed(signed_in(own_ngo, amina.user))
    lines = content.decode().split("\r\n")
    assert [line for line in lines if line.startswith(("REFRESH", "X-PUBLISHED", "METHOD"))] == [
        "METHOD:PUBLISH", "REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H",
    ]  # fmt: skip
    read = vobject.readOne(content.decode(), validate=True)
    events = sorted(read.vevent_list, key=lambda event: str(event.dtstart.value))
    assert [event.status.value for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert {event.organizer.value for event in events} == {ORGANIZER}
    assert {event.summary.value for event in events} == {"Rendez-vous"}
    assert [event.dtend.value - event.dtstart.value for event in events] == [
        datetime.timedelta(minutes=210), datetime.timedelta(days=1), datetime.timedelta(minutes=210),
    ]  # fmt: skip
    assert Calendar.from_ical(content).decoded("refresh-interval") == datetime.timedelta(hours=6)


@pytest.mark.parametrize(
    ("is_cancelled", "method", "status"),
    [(False, "PUBLISH", "CONFIRMED"), (True, "CANCEL", "CANCELLED")],
    ids=["planned", "cancelled"],
)
def test_the_file_of_one_session_says_by_its_method_whether_it_takes_place(
    own_ngo: Tenant, amina: Person, client: TenantClient, is_cancelled: bool, method: str, status: str
) -> None:
    session = a_session(at(3), at(4), people=[amina])
    if is_cancelled:
        actions.cancel_session(session=session, reason="x", actor=a_user())
    row = session.registrations.get()
    in_mail = calendar_of((slot, "https://example.org/") for slot in session.slots.select_related("session"))
    own = signed_in(own_ngo, amina.user).get(reverse("sessions:registered_file", args=[session.uuid])).content
    by_token = client.get(f"{answer_path(row)}calendar.ics").content
    for content in (in_mail, own, by_token):
        read = vobject.readOne(content.decode(), validate=True)
        assert read.method.value == method
        assert [(event.uid.value, event.status.value, event.organizer.value) for event in read.vevent_list] == [
            (f"{session.uuid}-{number}@wasl", status, ORGANIZER) for number in (1, 2)
        ]
        assert "REFRESH-INTERVAL" not in content.decode()


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.COORDINATOR, ["Cancelled", "Lately", "Soon"]), (Role.TRAINER, ["Soon"]),
        (Role.ADMINISTRATOR, ["Cancelled", "Lately", "Soon"]),
        (Role.REVIEWER, []), (Role.FUNDER, []), (None, []),
    ],
    ids=str,
)  # fmt: skip
def test_a_coordinators_feed_holds_what_the_ngo_plans(
    own_ngo: Tenant, other_ngo: Tenant, make_user: Callable[..., User], role: Role | None, expected: list[str]
) -> None:
    with other_ngo:
        a_session(at(3), title="Foreign")
    user = make_user(own_ngo, role, username="x")
    trainers = [user] if role == Role.TRAINER else []
    a_session(at(3), title="Soon", trainers=trainers, city="Agadir", venue="12, rue des Oliviers")
    a_session(at(-80), title="Lately")
    a_session(at(-100), title="Long ago")
    actions.cancel_session(session=a_session(at(4), title="Cancelled"), reason="x", actor=a_user())
    client = signed_in(own_ngo, user)
    content = feed(client)
    assert titles_of(content) == expected
    assert re.findall("Soon|Agadir|Oliviers|Cancelled\n", content.decode()) == []
    unfolded = content.decode().replace("\r\n ", "")
    uids = re.findall(r"UID:(.{36})", unfolded)
    assert [uid for uid in uids if f"/sessions/{uid}/\r\n" not in unfolded] == []
    with other_ngo:
        stranger = User.objects.create_user(username="stranger")
        give_role(stranger, Role.COORDINATOR)
        assert titles_of(feed(signed_in(other_ngo, stranger))) == ["Foreign"]


def test_who_is_no_coordinator_any_more_is_told_nothing_more(own_ngo: Tenant, make_user: Callable[..., User]) -> None:
    user = make_user(own_ngo, Role.COORDINATOR)
    a_session(at(3), title="Soon")
    client = signed_in(own_ngo, user)
    assert titles_of(feed(client)) == ["Soon"]
    user.groups.clear()
    assert titles_of(feed(client)) == []


def test_a_coordinator_finds_once_what_they_take_part_in(own_ngo: Tenant, amina: Person) -> None:
    give_role(amina.user, Role.COORDINATOR)
    a_session(at(-200), title="Own, long ago", people=[amina])
    a_session(at(3), title="Both", people=[amina])
    assert titles_of(feed(signed_in(own_ngo, amina.user))) == ["Both", "Own, long ago"]
    assert len(Calendar.from_ical(feed(signed_in(own_ngo, amina.user))).walk("VEVENT")) == 2


def test_merged_either_way_the_calendar_and_the_page_stay(own_ngo: Tenant, amina: Person) -> None:
    """The account stays where it was, the registrations too: both are of one human."""
    twin, third = a_person("Amina B."), a_person("Amina C.")
    sessions = [a_session(at(day), people=[person], title=person.full_name) for day, person in ((3, twin), (4, third))]
    merge_people(kept=twin, absorbed=amina, actor=a_user())
    merge_people(kept=twin, absorbed=third, actor=a_user())
    client = signed_in(own_ngo, amina.user)
    assert titles_of(feed(client)) == ["Amina B.", "Amina C."]
    for session in sessions:
        assert client.get(reverse("sessions:registered", args=[session.uuid])).status_code == 200


def test_the_feed_asks_the_same_whatever_it_holds(own_ngo: Tenant, make_user: Callable[..., User]) -> None:
    client = signed_in(own_ngo, make_user(own_ngo, Role.COORDINATOR))
    address = urlsplit(client.get(reverse("sessions:own_calendar")).context["address"]).path
    asked = []
    for number in (1, 29):
        for _each in range(number):
            a_session(at(3))
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        asked.append(len(queries))
    assert asked[0] == asked[1]
