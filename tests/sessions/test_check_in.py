"""A participant's own press: from 30 minutes before the half-day to 30 minutes after it, by the server's clock."""

import datetime
import json
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from accounts.login import badge_token
from accounts.models import User
from accounts.roles import Role
from people.consent import give_consent
from people.models import Person
from sessions import actions
from sessions.actions import HalfDay
from sessions.checkin.presence_codes import presence_code
from sessions.checkin.window import window_of
from sessions.models import AttendanceDispute, Evidence, Slot
from tenants.models import Tenant
from tests.support.clients import TenantClient
from tests.support.sessions import a_person, a_session, a_user, present

MINUTES = 90
HERE = "sessions:confirm_here"


@pytest.fixture(autouse=True)
def _in_english(own_ngo: Tenant) -> Iterator[None]:
    with translation.override("en"), timezone.override(own_ngo.time_zone):
        yield


@pytest.fixture
def amina(own_ngo: Tenant) -> Person:
    person = a_person("Amina", user=User.objects.create_user(username="p-1"))
    give_consent(person=person)
    return person


@pytest.fixture
def own(own_ngo: Tenant, amina: Person) -> TenantClient:
    client = TenantClient(own_ngo)
    client.force_login(amina.user)
    return client


def a_half_day(begins: datetime.timedelta, *people: Person, minutes: int = MINUTES) -> Slot:
    """One that begins so long from now."""
    at = timezone.localtime() + begins
    half_day = HalfDay(at.date(), "morning", minutes, starts_at=at.time())
    return a_session(half_day, people=people).slots.select_related("session").get()


def minutes(number: float) -> datetime.timedelta:
    return datetime.timedelta(minutes=number)


def wall(slot: Slot) -> str:
    """The address that the code on the wall would hold now."""
    return reverse("sessions:here", args=[presence_code(slot, timezone.now())])


def written() -> list[str]:
    return list(Evidence.objects.values_list("source", flat=True))


TIMES = [
    (minutes(31), "early"), (minutes(29), "open"), (minutes(0), "open"), (minutes(-60), "open"),
    (minutes(-MINUTES - 29), "open"), (minutes(-MINUTES - 31), "late"), (minutes(-MINUTES - 300), "late"),
    (datetime.timedelta(days=-1), "late"), (datetime.timedelta(days=1), "early"),
]  # fmt: skip


@pytest.mark.parametrize(("begins", "expected"), TIMES, ids=lambda value: str(value))
def test_the_press_is_taken_around_the_half_day(
    own: TenantClient, amina: Person, begins: datetime.timedelta, expected: str
) -> None:
    slot = a_half_day(begins, amina)
    own.get(wall(slot))
    asked, pressed = own.get(reverse(HERE)), own.post(reverse(HERE))
    if expected == "open":
        assert (asked.status_code, pressed.status_code, written()) == (200, 302, ["qr"])
        return
    assert (asked.status_code, pressed.status_code, written()) == (409, 409, [])
    page = pressed.content.decode()
    dispute = reverse("sessions:contest", args=[slot.session.uuid, 1])
    assert ("It is too late to press" in page, dispute in page) == (expected == "late", expected == "late")
    assert ("It is too early to press" in page) == (expected == "early")
    assert pressed.context["why"] == window_of(slot).says(timezone.now()) != ""


@pytest.mark.parametrize(
    ("days", "expected"), [(-1, "late"), (0, "open"), (1, "early")], ids=["next day", "day", "eve"]
)
def test_a_half_day_without_an_hour_is_open_for_its_day(
    own: TenantClient, amina: Person, days: int, expected: str
) -> None:
    slot = a_session(on=days, people=[amina]).slots.get()
    own.get(wall(slot))
    pressed = own.post(reverse(HERE))
    assert (pressed.status_code, written()) == ((302, ["qr"]) if expected == "open" else (409, []))
    if expected != "open":
        assert pressed.context["is_late"] is (expected == "late")


PARIS, CASABLANCA, KIRITIMATI = "Europe/Paris", "Africa/Casablanca", "Pacific/Kiritimati"


@pytest.mark.parametrize(
    ("zone", "day", "starts_at", "opens", "closes"),
    [
        (CASABLANCA, (2019, 7, 1), (9, 0), "2019-07-01T07:30", "2019-07-01T10:00"),
        (CASABLANCA, (2019, 5, 20), (9, 0), "2019-05-20T08:30", "2019-05-20T11:00"),  # Ramadan
        (PARIS, (2026, 10, 25), (1, 30), "2026-10-24T23:00", "2026-10-25T01:30"),  # the clock goes back at 3
        (PARIS, (2026, 10, 24), (23, 30), "2026-10-24T21:00", "2026-10-24T23:30"),
        (KIRITIMATI, (2026, 1, 5), (0, 15), "2026-01-04T09:45", "2026-01-04T12:15"),
        (PARIS, (2026, 10, 25), None, "2026-10-24T22:00", "2026-10-25T23:00"),  # a day of 25 hours
        (KIRITIMATI, (2026, 1, 5), None, "2026-01-04T10:00", "2026-01-05T10:00"),
    ],
    ids=["summer", "Ramadan", "clock back", "over midnight", "just after midnight", "long day", "far east"],
)
def test_the_window_keeps_the_clock_of_the_ngo(
    zone: str, day: tuple[int, int, int], starts_at: tuple[int, int] | None, opens: str, closes: str
) -> None:
    slot = Slot(date=datetime.date(*day), minutes=MINUTES, starts_at=datetime.time(*starts_at) if starts_at else None)
    with timezone.override(zone):
        window = window_of(slot)
    said = [datetime.datetime.fromisoformat(f"{text}+00:00") for text in (opens, closes)]
    assert [window.opens, window.closes] == said
    second = datetime.timedelta(seconds=1)
    assert [window.is_open(at) for at in (said[0] - second, said[0], said[1] - second, said[1])] == [
        False, True, True, False,
    ]  # fmt: skip


def test_what_a_phone_says_of_its_own_clock_is_no_proof_for_its_owner(own: TenantClient, amina: Person) -> None:
    """Kept on a phone since the half-day and handed in afterwards: refused in words, as a queue reads them."""
    slot = a_half_day(minutes(-MINUTES - 40), amina)
    own.get(wall(slot))
    now = int(timezone.now().timestamp() * 1000)
    headers = {"X-Wasl-Outbox": "1", "X-Wasl-At": str(now - 60 * 60 * 1000), "X-Wasl-Now": str(now)}
    response = own.post(reverse(HERE), headers=headers)
    assert (response.status_code, written()) == (409, [])
    assert "closed on" in json.loads(response.content)["reason"]


@pytest.mark.parametrize("way", ["roll", "badge", "walk-in"])
def test_whoever_runs_it_notes_presences_afterwards(
    own_ngo: Tenant, amina: Person, sign_in: Callable[..., TenantClient], way: str
) -> None:
    """A scan of a badge is the trainer's, whatever the hour; a roll kept without a network counts when it was taken."""
    slot = a_half_day(minutes(-MINUTES - 300), amina)
    place, now = [slot.session.uuid, 1], int(timezone.now().timestamp() * 1000)
    headers = {"X-Wasl-Outbox": "1", "X-Wasl-At": str(now - 6 * 60 * 60 * 1000), "X-Wasl-Now": str(now)}
    trainer = sign_in(own_ngo, Role.COORDINATOR)
    name, data = {
        "roll": ("attendance", {"present": [str(amina.uuid)], "sheet": str(uuid4())}),
        "badge": ("scan", {"badge": badge_token(amina.user), "event": str(uuid4())}),
        "walk-in": ("walk_in", {"full_name": "Nadia", "uuid": str(uuid4())}),
    }[way]
    assert trainer.post(reverse(f"sessions:{name}", args=place), data, headers=headers).status_code == 200
    assert written() == ["qr" if way == "badge" else "trainer"]


def test_late_it_leads_to_a_dispute_that_is_resolved(
    own_ngo: Tenant, own: TenantClient, amina: Person, sign_in: Callable[..., TenantClient]
) -> None:
    slot = a_half_day(minutes(-MINUTES - 40), amina)
    own.get(wall(slot))
    assert own.post(reverse(HERE)).status_code == 409
    own.post(reverse("sessions:contest", args=[slot.session.uuid, 1]))
    dispute = AttendanceDispute.objects.get()
    assert (dispute.claim, dispute.outcome) == ("present", "open")
    url = reverse("sessions:settle", args=[slot.session.uuid, dispute.pk])
    sign_in(own_ngo, Role.COORDINATOR).post(url, {"outcome": "upheld", "reason": "Seen on the sheet"})
    assert written() == ["trainer"]


def test_who_is_marked_already_reads_so_even_late(own: TenantClient, amina: Person) -> None:
    slot = a_half_day(minutes(-MINUTES - 40), amina)
    present(slot, amina)
    own.get(wall(slot))
    assert own.get(reverse(HERE)).context["is_present"] is True
    assert own.post(reverse(HERE)).url == reverse("sessions:registered", args=[slot.session.uuid])
    assert written() == ["trainer"]


def test_who_is_on_no_list_is_led_to_the_trainer(own_ngo: Tenant, own: TenantClient, client: TenantClient) -> None:
    slot = a_half_day(minutes(-MINUTES - 40))
    dispute = reverse("sessions:contest", args=[slot.session.uuid, 1])
    own.get(wall(slot))
    for page in (own.post(reverse(HERE)), client.get(wall(slot))):
        text = page.content.decode()
        assert (page.status_code, dispute in text, "Give your name to the trainer" in text) == (409, False, True)


def test_the_button_of_the_page_is_there_while_it_is_taken(own: TenantClient, amina: Person) -> None:
    slot = a_half_day(minutes(-10), amina)
    own.get(wall(slot))
    page = reverse("sessions:registered", args=[slot.session.uuid])
    assert reverse(HERE) in own.get(page).content.decode()
    at = timezone.localtime() - minutes(200)
    Slot.objects.filter(pk=slot.pk).update(date=at.date(), starts_at=at.time())
    assert reverse(HERE) not in own.get(page).content.decode()
    assert own.post(reverse(HERE)).status_code == 409  # the claim of before opens nothing


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_a_closed_or_cancelled_session_says_so_in_the_participants_words(
    own: TenantClient, amina: Person, state: str
) -> None:
    slot = a_half_day(minutes(-10), amina)
    own.get(wall(slot))
    if state == "closed":
        present(slot, a_person("Bilal"))
        actions.close_session(session=slot.session, actor=a_user())
    else:
        actions.cancel_session(session=slot.session, reason="No room", actor=a_user())
    page = own.post(reverse(HERE), follow=True).content.decode()
    said = {"closed": "Ask whoever runs it.", "cancelled": "so nobody is marked present."}[state]
    assert (said in page, "Plan it again" in page, Evidence.objects.filter(person=amina).count()) == (True, False, 0)


@pytest.mark.parametrize(("begins", "expected"), TIMES, ids=lambda value: str(value))
def test_the_wall_shows_a_code_while_it_is_taken(
    own_ngo: Tenant, other_ngo: Tenant, sign_in: Callable[..., TenantClient],
    begins: datetime.timedelta, expected: str,
) -> None:  # fmt: skip
    slot = a_half_day(begins)
    coordinator, place = sign_in(own_ngo, Role.COORDINATOR), [slot.session.uuid, 1]
    said = coordinator.get(reverse("sessions:screen_code", args=place)).json()
    assert (bool(said["svg"]), bool(said["url"]), said["note"] == "") == ((expected == "open",) * 3)
    page: Any = coordinator.get(reverse("sessions:screen", args=place))
    code = page.content.decode().partition("data-room-code")[2].partition("</div>")[0]
    assert (page.status_code, "<svg" in code) == (200, expected == "open")
    assert sign_in(other_ngo, Role.COORDINATOR).get(reverse("sessions:screen_code", args=place)).status_code == 404


def test_a_press_asks_the_same_whoever_is_there_already(own: TenantClient, amina: Person) -> None:
    asked = []
    for number in (1, 30):
        slot = a_half_day(minutes(0), amina)
        present(slot, *(a_person(f"P {index}") for index in range(number)))
        own.get(wall(slot))
        with CaptureQueriesContext(connection) as queries:
            assert own.post(reverse(HERE)).status_code == 302
        asked.append(len(queries))
    assert asked[0] == asked[1]
