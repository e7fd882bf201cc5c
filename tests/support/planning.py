"""Half-days, and what is done to a session that has them."""

import datetime
from typing import Any

from sessions.actions import HalfDay, call_off_half_day, postpone_session, update_session
from sessions.models import TrainingSession
from tests.support.sessions import FIELDS, a_user, today


def this_morning() -> HalfDay:
    return HalfDay(today(), "morning", 210)


def this_afternoon() -> HalfDay:
    return HalfDay(today(), "afternoon", 180)


def half_days(session: TrainingSession) -> list[tuple]:
    return list(session.slots.values_list("number", "date", "part", "minutes"))


def update(session: TrainingSession, *days: HalfDay, **changes: Any) -> None:
    update_session(session=session, fields=FIELDS, half_days=days, actor=a_user(), **changes)


def log(session: TrainingSession) -> list[tuple]:
    """What was noted: what, by whom, why, by how many days, and from which half-day to come it concerns."""
    return list(session.changes.values_list("kind", "by__username", "reason", "days", "concerns_from"))


def morning(days: int, hour: int = 9, number: int | None = None, minutes: int = 210) -> HalfDay:
    return HalfDay(today(days), "morning", minutes, number, datetime.time(hour))


def edit(session: TrainingSession, *days: HalfDay, cycle_code: str = "", **fields: Any) -> None:
    update_session(session=session, fields=fields, half_days=days, cycle_code=cycle_code, actor=a_user("karim"))


def call_off(session: TrainingSession, number: int, reason: str = "No light") -> None:
    call_off_half_day(slot=session.slots.get(number=number), reason=reason, actor=a_user("karim"))


def postpone(session: TrainingSession, days: int) -> None:
    postpone_session(session=session, first_day=today(days), reason="Strike", actor=a_user("karim"))
