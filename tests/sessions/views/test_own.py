"""A session as its participants see it: its page, its invitation, their place."""

import datetime
import re
from collections.abc import Callable

import pytest
from django.urls import reverse

from accounts.models import Invitation
from accounts.roles import Role
from people.models import Person
from sessions import actions
from sessions.actions import HalfDay
from sessions.models import Registration, Slot, TrainingSession
from sessions.rsvp_links import answer_path
from tenants.models import Tenant
from tests.support.clients import TenantClient
from tests.support.sessions import a_person, a_session, a_slot, a_user, present, today

VENUE = "12, rue des Oliviers"


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
        assert '<bdi lang="fr" dir="ltr">Identifier</bdi>' in html


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
