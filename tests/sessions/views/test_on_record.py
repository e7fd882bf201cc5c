"""What is changed in a session that figures may depend on stays on record, or as it is."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from accounts.roles import Role
from sessions import actions
from sessions.actions import HalfDay
from sessions.models import TrainingSession
from sessions.querysets import presences
from tenants.models import Tenant
from tests.support.clients import TenantClient
from tests.support.planning_form import edited, errors, row, sent
from tests.support.sessions import a_person, a_session, a_slot, a_user, present, today


@pytest.fixture
def coordinator(own_ngo: Tenant, sign_in: Callable[..., TenantClient]) -> TenantClient:
    return sign_in(own_ngo, Role.COORDINATOR)


@pytest.fixture
def closed(own_ngo: Tenant) -> TrainingSession:
    amina = a_person()
    slot = a_slot(amina)
    present(slot, amina)
    actions.close_session(session=slot.session, actor=a_user())
    return slot.session


@pytest.mark.parametrize(
    "rows",
    [
        [row(number=1, minutes=720)], [row(-900, number=1)], [row(number=1, part="evening")],
        [row(number=1, starts_at="09:00")], [row(number=1), row(part="evening")],
    ],
    ids=["minutes", "date", "part", "hour", "one more"],
)  # fmt: skip
def test_half_days_of_a_closed_session_stay_as_they_are(
    coordinator: TenantClient, closed: TrainingSession, rows: list[dict[str, Any]]
) -> None:
    response = edited(coordinator, closed, sent(*rows, title="Second"))
    assert errors(response) == {
        "__all__": ["This session is closed. Open it again, with a reason, before you change attendance."]
    }
    slot = closed.slots.get()
    assert (slot.date, slot.part, slot.minutes, slot.starts_at) == (today(), "morning", 210, None)
    assert list(presences(slot).values()) == [210]
    assert TrainingSession.objects.get().title == "First steps"
    assert list(closed.changes.values_list("kind", flat=True)) == ["held", "closed"]


def test_the_title_of_a_closed_session_is_corrected(coordinator: TenantClient, closed: TrainingSession) -> None:
    response = edited(coordinator, closed, sent(row(number=1), title="Second"))
    assert response.status_code == 302
    assert TrainingSession.objects.get().title == "Second"
    assert [(change.kind, change.fields) for change in closed.changes.all()] == [
        ("held", []), ("closed", []), ("edited", ["title"]),
    ]  # fmt: skip


MOVED = {
    "fr": ("Une demi-journée avec des présences a été modifiée",
           "3 février 2020, matin (210 min), désormais 1er mars 2020, soir (09:00–\u206012:00) (180 min)"),
    "ar": ("عُدّل نصف يوم سُجّل فيه الحضور",
           "3 فبراير 2020، الصباح (210 د)، وأصبح 1 مارس 2020، المساء (09:00–\u206012:00) (180 د)"),
    "en": ("A half-day with attendance was changed",
           "3 February 2020, morning (210 min), now 1 March 2020, evening (09:00–\u206012:00) (180 min)"),
}  # fmt: skip


def test_a_half_day_with_attendance_that_is_changed_stays_on_record(
    coordinator: TenantClient, other_ngo: Tenant, sign_in: Callable[..., TenantClient]
) -> None:
    amina, day = a_person(), datetime.date(2020, 2, 3)
    session = a_session(HalfDay(day, "morning", 210), HalfDay(day, "afternoon", 210), people=[amina])
    present(session.slots.get(number=1), amina)
    actions.hold_session(session=session, actor=a_user())
    rows = [
        row(number=1, part="evening", minutes=180, starts_at="09:00") | {"date": "2020-03-01"},
        row(number=2, part="afternoon", minutes=60) | {"date": "2020-02-03"},  # nobody was marked there
    ]
    url = reverse("sessions:edit", args=[session.uuid])
    assert sign_in(other_ngo, Role.COORDINATOR).post(url, sent(*rows)).status_code == 404
    assert edited(coordinator, session, sent(*rows)).status_code == 302
    change = session.changes.get(kind="marked_moved")
    assert (change.kind, str(change.by), len(change.half_days)) == ("marked_moved", "coordinator", 1)
    for language, (what, said) in MOVED.items():
        html = coordinator.get(f"/{language}/sessions/{session.uuid}/").content.decode()
        assert (what in html, said in html) == (True, True)
    assert list(session.changes.values_list("kind", flat=True)) == ["held", "marked_moved", "edited"]
    edited(coordinator, session, sent(*rows))
    assert session.changes.count() == 3  # nothing was other than before


def test_what_is_still_to_come_is_told_and_kept_on_record(coordinator: TenantClient) -> None:
    amina = a_person()
    session = a_session(HalfDay(today(), "morning", 210), HalfDay(today(2), "morning", 210), people=[amina])
    present(session.slots.get(number=1), amina)
    rows = [row(number=1, minutes=200), row(2, number=2)]
    edited(coordinator, session, sent(*rows))
    assert list(session.changes.values_list("kind", flat=True)) == ["rescheduled", "marked_moved", "edited"]


COUNTED_OTHERWISE = {
    "fr": ("Comptée autrement", "Projet\u00a0: –, désormais SAVE"),
    "en": ("Counted otherwise", "Project: –, now SAVE"),
    "ar": ("تغيّر احتسابها", "–"),
}


@pytest.mark.parametrize("is_held", [True, False])
def test_facts_that_figures_depend_on_stay_on_record(coordinator: TenantClient, is_held: bool) -> None:
    amina = a_person()
    session = a_session(HalfDay(today(), "morning", 210), people=[amina])
    if is_held:
        present(session.slots.get(), amina)
        actions.hold_session(session=session, actor=a_user())
    facts = {"project": "SAVE", "region": "MA-09", "kind": "awareness", "cycle_code": "tour"}
    for _turn in range(2):
        assert edited(coordinator, session, sent(row(number=1), **facts)).status_code == 302
    changes = session.changes.filter(kind="facts")
    if not is_held:  # nothing was counted yet
        assert not changes.exists()
        return
    found = {name: (before, after) for name, before, after in changes.get().facts}
    assert found == {
        "kind": ("training", "awareness"), "project": ("", "SAVE"), "region": ("", "MA-09"), "cycle": ("", "tour"),
    }  # fmt: skip
    for language, told in COUNTED_OTHERWISE.items():
        html = coordinator.get(f"/{language}/sessions/{session.uuid}/").content.decode()
        assert [words in html for words in told] == [True, True]


def test_a_closed_session_offers_nothing_that_it_refuses(coordinator: TenantClient, closed: TrainingSession) -> None:
    html = coordinator.get(f"/en/sessions/{closed.uuid}/").content.decode()
    assert [f"/en/sessions/{closed.uuid}/{part}" in html for part in ("people/add/", "code/open/", "reopen/")] == [
        False, False, True,
    ]  # fmt: skip
    assert "Take off the list" not in html
