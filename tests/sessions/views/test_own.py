"""A session as its participants see it, and the calendars that lead there."""

import datetime
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from accounts.models import Invitation, User
from accounts.roles import Role
from people.consent import give_consent
from people.models import Person
from sessions import actions
from sessions.actions import HalfDay
from sessions.models import AttendanceDispute, Evidence, Feedback, Registration, Slot, TrainingSession
from sessions.rsvp_links import answer_path
from tenants.models import Tenant
from tests.support.clients import TenantClient
from tests.support.sessions import a_person, a_session, a_slot, a_user, present, today

VENUE = "12, rue des Oliviers"


@pytest.fixture
def amina(own_ngo: Tenant) -> Person:
    person = a_person("Amina", user=User.objects.create_user(username="p-1"), email="amina@example.org")
    give_consent(person=person)
    return person


@pytest.fixture
def own(own_ngo: Tenant, amina: Person) -> TenantClient:
    client = TenantClient(own_ngo)
    client.force_login(amina.user)
    return client


def page(session: TrainingSession) -> str:
    return reverse("sessions:registered", args=[session.uuid])


def status(session: TrainingSession) -> str:
    return session.registrations.get(person__full_name="Amina").status


def test_the_exact_place_is_for_those_who_have_one(own: TenantClient, amina: Person) -> None:
    session = a_session(capacity=1, venue=VENUE, on=3, people=[a_person("Bilal"), amina])
    assert VENUE not in own.get(page(session)).content.decode()
    actions.give_up_place(session=session, person=Person.objects.get(full_name="Bilal"), actor=None)
    assert VENUE in own.get(page(session)).content.decode()


def test_nobody_else_finds_it(own_ngo: Tenant, other_ngo: Tenant, own: TenantClient, client: TenantClient) -> None:
    session = a_session(on=3, people=[a_person("Bilal")])
    assert own.get(page(session)).status_code == 404
    assert client.get(page(session)).status_code == 302
    assert TenantClient(other_ngo).get(answer_path(session.registrations.get())).status_code == 404


@pytest.mark.parametrize("said", ["yes", "no"])
def test_an_invitation_is_answered_without_an_account(own_ngo: Tenant, client: TenantClient, said: str) -> None:
    session, amina = a_session(on=3), a_person("Amina", email="a@example.org")
    actions.invite_people(session=session, people=[amina], actor=a_user())
    path = answer_path(session.registrations.get())
    assert client.get(path).status_code == 200
    client.post(path, {"answer": said})
    assert status(session) == {"yes": "confirmed", "no": "declined"}[said]


@pytest.mark.parametrize("token", ["x", "1:x", "1"])
def test_an_altered_address_leads_nowhere(client: TenantClient, token: str) -> None:
    assert client.get(reverse("sessions:answer", args=[token])).status_code == 404


def test_who_cannot_come_says_so(own: TenantClient, amina: Person) -> None:
    session = a_session(on=3, people=[amina])
    own.post(page(session), {"answer": "no"})
    assert status(session) == "declined"
    own.post(page(session), {"answer": "yes"})
    assert status(session) == "confirmed"


def test_the_public_page_lists_what_is_public(own_ngo: Tenant, other_ngo: Tenant, client: TenantClient) -> None:
    a_session(title="Shown", is_public=True, on=3, venue=VENUE)
    a_session(title="Hidden", on=3)
    a_session(title="Over", is_public=True, on=-3)
    text = client.get(reverse("sessions:coming")).content.decode()
    assert re.findall(r"Shown|Hidden|Over|Oliviers", text).count("Shown") >= 1
    assert re.findall(r"Hidden|Over|Oliviers", text) == []
    assert "Shown" not in TenantClient(other_ngo).get(reverse("sessions:coming")).content.decode()


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


@pytest.mark.parametrize(
    ("was_marked", "claim", "upheld", "rows"),
    [(False, "present", True, 1), (False, "present", False, 0), (True, "absent", True, 2), (True, "absent", False, 1)],
    ids=["was there", "was there, denied", "was not", "was not, denied"],
)
def test_a_presence_is_disputed_and_resolved(
    own_ngo: Tenant, own: TenantClient, amina: Person, sign_in: Callable[..., TenantClient],
    was_marked: bool, claim: str, upheld: bool, rows: int,
) -> None:  # fmt: skip
    slot = a_slot(amina)
    if was_marked:
        present(slot, amina)
    own.post(reverse("sessions:contest", args=[slot.session.uuid, slot.number]))
    own.post(reverse("sessions:contest", args=[slot.session.uuid, slot.number]))
    dispute = AttendanceDispute.objects.get()
    assert (dispute.claim, dispute.outcome) == (claim, "open")
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    url = reverse("sessions:settle", args=[slot.session.uuid, dispute.pk])
    decision = "upheld" if upheld else "denied"
    assert coordinator.post(url, {"outcome": decision}).status_code == 200  # a reason is missing
    assert coordinator.post(url, {"outcome": decision, "reason": "Seen on the sheet"}).status_code == 302
    dispute.refresh_from_db()
    assert (dispute.outcome, Evidence.objects.count()) == (decision, rows)
    assert "Seen on the sheet" in own.get(page(slot.session)).content.decode()


def test_a_dispute_is_taken_back_and_made_again(
    own_ngo: Tenant, other_ngo: Tenant, own: TenantClient, amina: Person, sign_in: Callable[..., TenantClient]
) -> None:
    slot = a_slot(amina)
    urls = [reverse(f"sessions:{name}", args=[slot.session.uuid, 1]) for name in ("contest", "withdraw_contest")]
    assert own.get(urls[1]).status_code == 404  # nothing is open
    own.post(urls[0])
    for stranger in (sign_in(own_ngo), sign_in(other_ngo)):
        assert stranger.post(urls[1]).status_code == 404
    assert urls[1] in own.get(page(slot.session)).content.decode()
    assert own.get(urls[1]).status_code == 200
    own.post(urls[1])
    own.post(urls[1])
    assert list(AttendanceDispute.objects.values_list("outcome", "resolved_by", "reason")) == [("withdrawn", None, "")]
    html = own.get(page(slot.session)).content.decode()
    assert (urls[0] + '"' in html, urls[1] in html) == (True, False)
    own.post(urls[0])
    assert list(AttendanceDispute.objects.order_by("pk").values_list("outcome", flat=True)) == ["withdrawn", "open"]


def test_nobody_cancels_once_marked_or_once_it_is_over(own: TenantClient, amina: Person) -> None:
    slot = a_slot(amina)
    assert own.get(page(slot.session)).context["may_refuse"] is True
    present(slot, amina)
    assert own.get(page(slot.session)).context["may_refuse"] is False
    night = HalfDay(today(), "morning", 1, starts_at=datetime.time(0, 0))
    over = a_session(night, title="Over", people=[amina])
    context = own.get(page(over)).context
    assert (context["is_coming"], context["may_refuse"], context["may_accept"]) == (False, False, False)


def test_who_said_no_still_finds_the_session(own: TenantClient, amina: Person) -> None:
    session = a_session(on=3, people=[amina])
    own.post(page(session), {"answer": "no"})
    html = own.get("/en/me/").content.decode()
    assert re.findall("You do not come|I can come after all", html) == ["You do not come", "I can come after all"]
    assert page(session) in html
    Slot.objects.update(date=today(-3))
    assert page(session) not in own.get("/en/me/").content.decode()
    assert reverse("sessions:coming") in own.get("/en/me/").content.decode()


def test_the_public_page_knows_who_is_on_the_list(own: TenantClient, client: TenantClient, amina: Person) -> None:
    session = a_session(title="Identifier", language="fr", is_public=True, on=3, people=[amina])
    actions.open_join_code(session=session, actor=a_user())
    for reader, is_known in ((own, True), (client, False)):
        html = reader.get("/en/sessions/coming/").content.decode()
        assert ("You are on the list." in html, "/join/" in html.partition("<main")[2]) == (is_known, not is_known)
        assert '<bdi lang="fr">Identifier</bdi>' in html


def marks(value: int = 4) -> dict[str, int]:
    return dict.fromkeys(("useful", "clear", "level", "apply", "safe", "recommend"), value)


def test_feedback_is_given_once_and_shown_from_five(
    own_ngo: Tenant, other_ngo: Tenant, own: TenantClient, amina: Person, sign_in: Callable[..., TenantClient]
) -> None:
    slot = a_slot(amina)
    present(slot, amina)
    actions.hold_session(session=slot.session, actor=a_user())
    url = reverse("sessions:feedback", args=[slot.session.uuid])
    assert url in own.get(page(slot.session)).content.decode()
    for _time in range(2):
        own.post(url, marks())
    assert Feedback.objects.count() == 1
    assert url not in own.get(page(slot.session)).content.decode()
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    results = reverse("sessions:feedback_results", args=[slot.session.uuid])
    assert "table" not in coordinator.get(results).context
    for _time in range(5):
        coordinator.post(reverse("sessions:paper_feedback", args=[slot.session.uuid]), marks(5))
    context = coordinator.get(results).context
    assert [str(cell.value) for cell in context["table"].rows[0]][1:3] == ["5", "5 (100 %)"]
    assert (context["count"], context["shown"], context["waiting"]) == (6, 5, 1)  # the one from the phone
    assert sign_in(other_ngo, Role.COORDINATOR).get(results).status_code == 404


def test_scores_from_paper(own_ngo: Tenant, other_ngo: Tenant, sign_in: Callable[..., TenantClient]) -> None:
    """Oracle F, typed in."""
    given = {"A": (8, 16), "B": (10, 18), "C": (20, 20), "D": (12, 10), "E": (6, ""), "F": ("", 14)}
    people = {name: a_person(name) for name in given}
    session = a_session(people=people.values())
    url = reverse("sessions:tests", args=[session.uuid])
    data: dict[str, object] = {"maximum": 20}
    for name, (pre, post) in given.items():
        data |= {f"pre-{people[name].uuid}": pre, f"post-{people[name].uuid}": post}
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    assert coordinator.post(url, data).status_code == 302
    gain = coordinator.get(url).context["gain"]
    assert gain == {"pairs": 4, "of": 6, "pre_percent": 62.5, "post_percent": 80.0, "hake_g": 0.467, "improved": 2}
    wrong = coordinator.post(url, data | {f"pre-{people['A'].uuid}": 21})
    assert wrong.status_code == 200
    assert session.test_scores.count() == 10
    assert sign_in(other_ngo, Role.COORDINATOR).get(url).status_code == 404


def test_hours_of_those_who_ran_it(own_ngo: Tenant, sign_in: Callable[..., TenantClient]) -> None:
    amina = a_person()
    slot = a_slot(amina, trainers=[a_user("youssef")])
    a_session(trainers=[a_user("youssef")])  # planned: no hours
    present(slot, amina)
    actions.hold_session(session=slot.session, actor=a_user())
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    table = coordinator.get(reverse("sessions:hours")).context["list"].table
    assert [[str(cell.value) for cell in row] for row in table.rows] == [["<bdi>youssef</bdi>", "1", "1", "3.5"]]


def test_who_was_invited_asks_for_an_account(own_ngo: Tenant) -> None:
    session = a_session(on=3)
    person = a_person("Salma", email="salma@example.org")
    row = Registration.objects.create(session=session, person=person, status="invited")
    client, path = TenantClient(own_ngo), answer_path(row)
    assert client.get(path).context["may_open_account"]
    for _press in range(2):
        client.post(path, {"answer": "account"})
    assert [invitation.person for invitation in Invitation.objects.all()] == [person.uuid]  # once a day is enough
    unreachable = Registration.objects.create(session=session, person=a_person("Nobody"), status="invited")
    assert not client.get(answer_path(unreachable)).context["may_open_account"]


def test_inviting_by_calling(own_ngo: Tenant, other_ngo: Tenant, sign_in: Callable[..., TenantClient]) -> None:
    police = a_person("Pol", category="police", email="p@example.org")
    a_person("Nobody reaches me", category="police")
    a_person("Jur", category="judge", email="j@example.org")
    session = a_session(on=3)
    url = reverse("sessions:invite", args=[session.uuid])
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    shown = coordinator.get(url, {"category": "police"}).context["people"]
    assert list(shown) == [police]
    coordinator.post(f"{url}?category=police", {"invited": [str(police.uuid)]})
    assert list(Registration.objects.values_list("person__full_name", "status")) == [("Pol", "invited")]
    assert sign_in(other_ngo, Role.COORDINATOR).get(url).status_code == 404


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


def test_a_copy_brings_all_but_the_dates(own_ngo: Tenant, sign_in: Callable[..., TenantClient]) -> None:
    session = a_session(title="Again", capacity=12, city="Agadir", venue=VENUE)
    form = sign_in(own_ngo, Role.COORDINATOR).get(reverse("sessions:copy", args=[session.uuid])).context["form"]
    assert [form[name].value() for name in ("title", "capacity", "city", "venue")] == ["Again", 12, "Agadir", VENUE]
    assert [form.half_days[0][name].value() for name in ("date", "minutes")] == [None, 210]


@pytest.mark.parametrize(("asked", "shown"), [("2020", 2020), ("٢٠٢٠", 2020), ("9" * 5000, 2021), ("", 2021)])
def test_hours_are_those_of_the_year_asked_for_where_there_is_one(
    own_ngo: Tenant, sign_in: Callable[..., TenantClient], asked: str, shown: int
) -> None:
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    for year in (2020, 2021):
        a_session(HalfDay(datetime.date(year, 5, 4), "morning", 210))
    assert coordinator.get(reverse("sessions:hours"), {"year": asked}).context["year"] == shown
