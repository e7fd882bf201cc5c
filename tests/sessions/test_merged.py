"""Merged people are one human in every reading of a session: marks, disputes, answers, imports (definitions.md, 8)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from core.spreadsheets.problems import WorkbookRefused
from people.consent import give_consent
from people.merging import merge_people
from people.models import Person
from sessions import actions
from sessions.actions.feedback import dispute_presence, give_feedback
from sessions.models import AttendanceDispute, Feedback, Registration
from sessions.models.feedback import QUESTIONS
from sessions.paper.evidence_file import _disputes, _half_day
from sessions.querysets import presences
from sessions.records.actions import import_rows
from tenants.models import Tenant
from tests.support.clients import TenantClient
from tests.support.sessions import a_person, a_session, a_slot, a_user, present

ANSWER = dict.fromkeys(QUESTIONS, 4)


@pytest.fixture
def pair(own_ngo: Tenant) -> tuple[Person, Person]:
    """The record that will stay, and the one that goes, which has the account."""
    absorbed = a_person("Amina B.", user=User.objects.create_user(username="p-1"))
    give_consent(person=absorbed)
    return a_person("Amina Benali"), absorbed


def merge(pair: tuple[Person, Person]) -> None:
    merge_people(kept=pair[0], absorbed=pair[1], actor=a_user())
    for person in pair:
        person.refresh_from_db()


def signed_in(ngo: Tenant, person: Person) -> TenantClient:
    client = TenantClient(ngo)
    client.force_login(person.user)
    return client


@pytest.mark.parametrize("walked_in", [0, 1], ids=["kept", "absorbed"])
def test_the_mark_of_a_walk_in_stays(
    own_ngo: Tenant,
    other_ngo: Tenant,
    pair: tuple[Person, Person],
    sign_in: Callable[..., TenantClient],
    walked_in: int,
) -> None:
    slot = a_slot(a_person("Bilal"))
    actions.register_person(session=slot.session, person=pair[walked_in], actor=a_user(), slot=slot)
    merge(pair)
    url = f"/en/sessions/{slot.session.uuid}/"
    rows = sign_in(own_ngo, Role.COORDINATOR).get(url).context["people"].rows
    assert [str(row[2].value) for row in rows] == ["1 of 1, walk-in", "0 of 1"]
    assert sign_in(other_ngo, Role.COORDINATOR).get(url).status_code == 404


def test_a_dispute_of_either_record_is_the_humans(
    own_ngo: Tenant, pair: tuple[Person, Person], sign_in: Callable[..., TenantClient]
) -> None:
    slot = a_slot(pair[1])
    dispute = dispute_presence(slot=slot, person=pair[1])
    merge(pair)
    own = signed_in(own_ngo, pair[1])
    (half,) = own.get(reverse("sessions:registered", args=[slot.session.uuid])).context["own_half_days"]
    assert half["dispute"] == dispute
    assert dispute_presence(slot=slot, person=pair[0]) == dispute
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    page = coordinator.get(reverse("sessions:detail", args=[slot.session.uuid])).content.decode()
    asked = coordinator.get(reverse("sessions:settle", args=[slot.session.uuid, dispute.pk])).context["text"]
    assert ("Amina Benali" in page, "Amina B." in page, "Amina Benali" in asked) == (True, False, True)
    assert _disputes(slot.session)[0][0] == "Amina Benali"
    own.post(reverse("sessions:withdraw_contest", args=[slot.session.uuid, 1]))
    assert list(AttendanceDispute.objects.values_list("outcome", flat=True)) == ["withdrawn"]


def test_who_has_answered_under_one_record_does_not_answer_under_the_other(
    own_ngo: Tenant, pair: tuple[Person, Person]
) -> None:
    slot = a_slot(pair[1])
    present(slot, pair[1])
    actions.hold_session(session=slot.session, actor=a_user())
    own = signed_in(own_ngo, pair[1])
    page = reverse("sessions:registered", args=[slot.session.uuid])
    assert own.get(page).context["has_answered"] is False
    assert give_feedback(session=slot.session, person=pair[1], marks=ANSWER) is True
    merge(pair)
    assert own.get(page).context["has_answered"] is True
    assert give_feedback(session=slot.session, person=pair[0], marks=ANSWER) is False
    assert Feedback.objects.count() == 1


def test_the_evidence_file_names_the_human(own_ngo: Tenant, pair: tuple[Person, Person]) -> None:
    slot = a_slot(pair[1])
    present(slot, pair[1])
    merge(pair)
    assert [row[0] for row in _half_day(slot)["rows"]] == ["Amina Benali"]


def workbook(ref: str) -> dict[str, list[dict[str, Any]]]:
    day = date(2019, 3, 4)
    return {
        "sessions": [{"ref": "s", "title": "T", "kind": "training", "state": "held", "audience": "mixed"}],
        "slots": [{"session": "s", "slot": 1, "date": day, "part": "morning", "minutes": 210}],
        "attendance": [{"session": "s", "slot": 1, "person": ref}],
    }


@pytest.mark.parametrize("ref", ["kept", "absorbed", "third"])
def test_an_import_knows_the_trainer_by_every_reference(own_ngo: Tenant, pair: tuple[Person, Person], ref: str) -> None:
    third = a_person("A. Benali", ref="third")
    for person, name in zip(pair, ("kept", "absorbed"), strict=True):
        Person.objects.filter(pk=person.pk).update(ref=name)
    merge(pair)
    merge_people(kept=pair[0], absorbed=third, actor=a_user())
    a_session(ref="s", trainers=[pair[1].user])
    with pytest.raises(WorkbookRefused) as refused:
        import_rows(rows=workbook(ref), tenant=own_ngo)
    assert [(error.sheet, error.column) for error in refused.value.errors] == [("attendance", "person")]


@pytest.mark.parametrize("registered", [0, 1], ids=["kept", "absorbed"])
def test_an_import_puts_nobody_twice_on_the_list(own_ngo: Tenant, pair: tuple[Person, Person], registered: int) -> None:
    for person, name in zip(pair, ("kept", "absorbed"), strict=True):
        Person.objects.filter(pk=person.pk).update(ref=name)
    session = a_session(ref="s", people=[pair[registered]])
    merge(pair)
    import_rows(rows=workbook(("absorbed", "kept")[registered]), tenant=own_ngo)
    assert Registration.objects.filter(session=session).count() == 1
    assert presences(session.slots.get()) == {pair[0].pk: 210}
