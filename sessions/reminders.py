"""Messages to those on a session's list: an invitation, a place that came free, a change, the day before."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from people.extension_points import Due, Reminder
from sessions.calendars import calendar_of
from sessions.change_notices import CHANGE, CONCERNED, announced_changes, change_key
from sessions.half_day_starts import is_urgent
from sessions.models import Registration, TrainingSession
from sessions.rsvp_links import answer_path

Status = Registration.Status
RECENT = datetime.timedelta(days=3)  # what could not be said in that time is not said any more


def tomorrow(now: datetime.datetime) -> Iterator[Due]:
    """Everybody on the list of a planned session that begins tomorrow; moved to another day, it is said again."""
    day = now.date() + datetime.timedelta(days=1)
    begins = _planned().filter(first=day).values("pk")
    return (_due(row, f"{row.session.uuid} {day}") for row in _of(begins, Status.CONFIRMED))


def invited(now: datetime.datetime) -> Iterator[Due]:
    """Everybody asked to come to a planned session that has not begun, once."""
    coming = _planned().filter(first__gte=now.date()).values("pk")
    return (_due(row, f"{row.session.uuid}") for row in _of(coming, Status.INVITED))


def promoted(now: datetime.datetime) -> Iterator[Due]:
    """Who waited and now has a place."""
    coming = _planned().filter(first__gte=now.date()).values("pk")
    rows = _of(coming, Status.CONFIRMED).filter(promoted=True, since__gte=now - RECENT)
    return (_due(row, f"{row.session.uuid} {row.since:%Y%m%dT%H%M%S}") for row in rows)


def changed(now: datetime.datetime) -> Iterator[Due]:
    """Everybody concerned by a session that was cancelled, moved or shortened, and by each change once.

    Nobody of what was changed afterwards, or of a session that is held.
    """
    latest = {change.session_id: change for change in announced_changes().filter(at__gte=now - RECENT)}
    for row in _of(latest, *CONCERNED):
        change = latest[row.session_id]
        if row.registered_at <= change.at:
            change.session = row.session
            yield replace(_due(row, change_key(change)), is_urgent=is_urgent(change.concerns_from, now))


def _planned() -> Any:
    sessions = TrainingSession.objects.filter(state=TrainingSession.State.PLANNED)
    return sessions.annotate(first=Min("slots__date"))


def _of(sessions: Any, *statuses: str) -> Any:
    rows = Registration.objects.filter(session__in=sessions, status__in=statuses)
    return rows.select_related("person", "session").prefetch_related("session__slots").order_by("pk")


def _due(row: Registration, key: str) -> Due:
    return Due(row.person, key, answer_path(row), partial(_calendar, row.session))


def _calendar(session: TrainingSession, url: str) -> bytes:
    slots = list(session.slots.all())
    for slot in slots:
        slot.session = session
    return calendar_of((slot, url) for slot in slots)


REMINDERS = (
    Reminder(
        "session",
        _("The day before a training session"),
        _("Something you are on the list for takes place tomorrow. The details are here."),
        tomorrow,
        lasts=datetime.timedelta(days=1),
    ),
    Reminder(
        "invitation",
        _("Invitations to training sessions"),
        _("You are invited. Please say whether you come; the details are here."),
        invited,
    ),
    Reminder(
        "place",
        _("A place that came free for you"),
        _("A place came free: you are on the list now. The details are here."),
        promoted,
    ),
    Reminder(
        CHANGE,
        _("Changes of a session you are on the list for"),
        _("Something you are on the list for has changed. The details are here."),
        changed,
        at_night=True,
    ),
)
