"""Finds those whom no message of a change reaches in time: somebody has to call them.

Messages go between 8 and 20 o'clock (people.messages.hours); a session of tomorrow morning that is cancelled at night
is read too late by whoever did not ask to be woken.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from people.extension_points import reminders
from people.messages.hours import by_day, is_day
from people.messages.sending import may_be_reminded, may_be_woken, ways_to
from people.messages.tries import state_of_message, when
from people.models import Person, SentMessage
from sessions.half_day_starts import is_urgent
from sessions.models import Change, Registration, TrainingSession

CHANGE = "change"  # the kind of reminder
AHEAD = datetime.timedelta(hours=2)  # whoever reads it later may have left already
Kind, Status, Outcome = Change.Kind, Registration.Status, SentMessage.Outcome
ANNOUNCED = (Kind.CANCELLED, Kind.POSTPONED, Kind.RESCHEDULED, Kind.HALF_DAY_OFF, Kind.PLANNED)
CONCERNED = (Status.CONFIRMED, Status.WAITING, Status.INVITED)
ARRIVED_NOT = (Outcome.WAITING, Outcome.UNCERTAIN, Outcome.FAILED, Outcome.GIVEN_UP)


@dataclass(frozen=True)
class Unreached:
    """Somebody who does not know, and what is known of the message."""

    person: Person
    why: str


def announced_changes() -> Any:
    """Changes those on the list are told of: what lay ahead was concerned, and the session is not held meanwhile."""
    changes = Change.objects.filter(kind__in=ANNOUNCED, concerns_from__isnull=False)
    return changes.exclude(session__state=TrainingSession.State.HELD).order_by("pk")


def change_key(change: Change) -> str:
    """What the message of a change is noted under, once per person."""
    return f"{change.session.uuid} change {change.pk}"


def current_change(session: TrainingSession) -> Change | None:
    """The latest change that people must still know of: what it concerns is today or ahead."""
    change = announced_changes().filter(session=session).select_related("session").last()
    if change is None or timezone.localtime(change.concerns_from).date() < timezone.localdate():
        return None
    return change


def unreached_in_time(change: Change, now: datetime.datetime) -> list[Unreached]:
    """Those who read of the change less than two hours before what it concerns, or not at all; by name."""
    people = {person.pk: person for person in _concerned(change)}
    wanted = set(may_be_reminded(CHANGE).filter(pk__in=people).values_list("pk", flat=True))
    reached = ways_to(people.values())
    woken = set(may_be_woken().filter(pk__in=people).values_list("pk", flat=True))
    rows = {row.person: row for row in SentMessage.objects.filter(kind=CHANGE, key=change_key(change))}
    found = []
    for pk, person in people.items():
        said = rows.get(person.uuid)
        if said is not None and said.outcome in (Outcome.SENT, Outcome.SENDING):
            continue
        if said is not None:
            why = state_of_message(said)
        elif pk not in wanted:
            why = _("wants no messages")
        elif pk not in reached:
            why = _("no mail address, no phone and no device that a message could go to")
        else:
            why = _too_late(change, now, at_night=is_urgent(change.concerns_from, now) and pk in woken)
        if why:
            found.append(Unreached(person, why))
    return found


def not_arrived(session: TrainingSession, *, but: Change | None) -> list[tuple[Unreached, str]]:
    """Every message about the session that waits, is in doubt or was given up, with its kind; `but` one change's."""
    rows = SentMessage.objects.filter(outcome__in=ARRIVED_NOT, key__startswith=str(session.uuid)).order_by("pk")
    rows = rows.exclude(kind=CHANGE, key=change_key(but)) if but else rows
    people = {person.uuid: person for person in Person.objects.filter(uuid__in=rows.values("person"))}
    labels = {kind.name: str(kind.label) for kind in reminders}
    return [
        (Unreached(people[row.person], state_of_message(row)), labels.get(row.kind, row.kind))
        for row in rows
        if row.person in people
    ]


def _concerned(change: Change) -> Iterable[Person]:
    rows = Registration.objects.filter(session=change.session_id, status__in=CONCERNED, registered_at__lte=change.at)
    return Person.objects.filter(pk__in=rows.by_human().values("who"), erased_at__isnull=True).in_order()


def _too_late(change: Change, now: datetime.datetime, *, at_night: bool) -> str:
    goes = now if at_night or is_day(now) else by_day(now)
    if change.concerns_from is None or goes + AHEAD <= change.concerns_from:
        return ""
    if goes == now:
        return _("the message goes now, less than two hours before")
    return _("gets the message on %(day)s at %(hour)s only") % when(goes)
