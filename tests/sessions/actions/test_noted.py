"""Each step of a session is noted with who, why and the first half-day that it concerns."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from core.dates import long_date
from sessions.actions import HalfDay, cancel_session, plan_session_again
from sessions.models import TrainingSession
from tests.support.planning import call_off, edit, log, morning, postpone
from tests.support.sessions import a_person, a_session, a_user, present, today


def at(days: int, hour: int = 9) -> datetime.datetime:
    """So many days from today, by the NGO's clock."""
    return timezone.make_aware(datetime.datetime.combine(today(days), datetime.time(hour)))


def three() -> TrainingSession:
    """One half-day that is over, two to come."""
    return a_session(morning(-2), morning(3), morning(5), venue="Room 1")


def called_off(days: int, reason: str = "No light") -> str:
    return f"{long_date(today(days))}, morning (09:00–\u206012:30): {reason}"


@pytest.mark.parametrize(
    ("act", "kind", "why", "days", "first"),
    [
        (lambda s: cancel_session(session=s, reason="No room", actor=a_user("karim")),
         "cancelled", lambda: "No room", None, 3),
        (lambda s: postpone(s, 5), "postponed", lambda: "Strike", 7, 3),
        (lambda s: postpone(s, -3), "postponed", lambda: "Strike", -1, 2),
        (lambda s: call_off(s, 2), "half_day_off", lambda: called_off(3), None, 3),
        (lambda s: call_off(s, 3), "half_day_off", lambda: called_off(5), None, 5),
        (lambda s: call_off(s, 1), "half_day_off", lambda: called_off(-2), None, None),
        (lambda s: call_off(s, 2, "x" * 200), "half_day_off", lambda: called_off(3, "x" * 200)[:200], None, 3),
    ],
    ids=["cancelled", "later", "earlier", "the next off", "the last off", "one that is over", "a long reason"],
)  # fmt: skip
def test_each_step_is_noted_with_who_why_and_the_first_half_day_it_concerns(
    act: Any, kind: str, why: Any, days: int | None, first: int | None
) -> None:
    session = three()
    act(session)
    assert log(session) == [(kind, "karim", why(), days, None if first is None else at(first))]
    session.refresh_from_db()
    assert session.sequence == 1


def test_planned_again_is_noted_from_the_first_half_day_to_come() -> None:
    session = three()
    TrainingSession.objects.update(state="cancelled", cancel_reason="No room")
    plan_session_again(session=session, actor=a_user("karim"))
    assert log(session) == [("planned", "karim", "", None, at(3))]
    session.refresh_from_db()
    assert session.sequence == 1


AS_IT_WAS = ((-2, 9, 1), (3, 9, 2), (5, 9, 3))


@pytest.mark.parametrize(
    ("days", "fields", "first"),
    [
        ([(-2, 9, 1), (3, 11, 2), (5, 9, 3)], {}, (3, 9)),
        ([(-2, 9, 1), (3, 8, 2), (5, 9, 3)], {}, (3, 8)),
        ([(-2, 9, 1), (3, 9, 2), (4, 9, 3)], {}, (4, 9)),
        ([(-2, 9, 1), (3, 9, 2), (5, 9, 3, 180)], {}, (5, 9)),
        ([(-2, 9, 1), (3, 9, 2)], {}, (5, 9)),
        ([*AS_IT_WAS, (1, 9)], {}, (1, 9)),
        (AS_IT_WAS, {"venue": "Room 2"}, (3, 9)),
        (AS_IT_WAS, {"city": "Agadir"}, (3, 9)),
        ([(-2, 8, 1), (3, 9, 2), (5, 9, 3)], {}, None),
        (AS_IT_WAS, {"title": "Second steps"}, None),
    ],
    ids=["later hour", "earlier hour", "another day", "shorter", "one less", "one more", "another room",
         "another town", "what is over", "another title"],
)  # fmt: skip
def test_other_hours_or_another_place_are_noted_from_the_first_half_day_they_concern(
    days: list[tuple], fields: dict[str, Any], first: tuple[int, int] | None
) -> None:
    session = three()
    edit(session, *(morning(*day) for day in days), **fields)
    told = [("rescheduled", "karim", "", None, at(*first))] if first else []
    assert log(session) == [*told, ("edited", "karim", "", None, None)]
    session.refresh_from_db()
    assert session.sequence == 1


@pytest.mark.parametrize("state", ["held", "cancelled"])
def test_of_what_is_not_planned_any_more_no_other_hour_is_noted(state: str) -> None:
    session = three()
    TrainingSession.objects.update(state=state)
    edit(session, morning(-2, 9, 1), morning(3, 11, 2), morning(5, 9, 3))
    assert log(session) == [("edited", "karim", "", None, None)]


def test_half_days_with_attendance_are_noted_as_they_were_and_are() -> None:
    amina = a_person()
    session = a_session(HalfDay(today(-2), "morning", 210), HalfDay(today(-1), "morning", 210), people=[amina])
    for slot in session.slots.all():
        present(slot, amina)
    edit(session, HalfDay(today(-2), "morning", 210, 1), HalfDay(today(-1), "evening", 90, 2, datetime.time(17)))
    (noted, _edited) = session.changes.values_list("kind", "by__username", "half_days")
    was, became = (
        {"part": "morning", "minutes": 210, "starts_at": None},
        {"part": "evening", "minutes": 90, "starts_at": "17:00:00"},
    )
    day = {"date": today(-1).isoformat()}
    assert noted == ("marked_moved", "karim", [[was | day, became | day]])


@pytest.mark.parametrize(
    ("state", "is_marked", "noted"),
    [("planned", False, False), ("planned", True, True), ("held", False, True), ("cancelled", False, False)],
    ids=["planned", "with attendance", "held", "cancelled"],
)
def test_what_moves_figures_that_may_have_been_read_is_noted(state: str, is_marked: bool, noted: bool) -> None:
    amina = a_person()
    session = a_session(people=[amina], project="SAVE")
    if is_marked:
        present(session.slots.get(), amina)
    TrainingSession.objects.update(state=state)
    edit(session, HalfDay(today(), "morning", 210, 1), project="AMIF")
    rows = list(session.changes.values_list("kind", "by__username", "facts"))
    told = [("facts", "karim", [["project", "SAVE", "AMIF"]])] if noted else []
    assert rows == [*told, ("edited", "karim", [])]
