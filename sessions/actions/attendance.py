"""Evidence of presence: recorded once, corrected by voiding, never edited (definitions.md, section 1)."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.locks import wait_for_each
from people.models import Person
from sessions.actions.guards import (
    lock_for_update,
    lock_shared,
    refuse_cancelled,
    refuse_closed,
    refuse_early,
    refuse_running,
    refuse_trainers,
)
from sessions.actions.marking import Standing, read_standing, write_marks
from sessions.checkin.clocks import correct_time
from sessions.models import Evidence, Registration, Slot, TrainingSession
from sessions.querysets import presences


@dataclass(frozen=True)
class Mark:
    """A person in the room, for the whole half-day or some minutes; a repeated id adds nothing.

    `scanned` and `uploaded` are a device's own clock at the scan and at the upload; `device` is its name.
    """

    person: Person
    minutes: int | None = None
    client_event_id: uuid.UUID = field(default_factory=uuid.uuid4)
    scanned: datetime.datetime | None = None
    uploaded: datetime.datetime | None = None
    device: str = ""

    def corrected_time(self, received: datetime.datetime) -> datetime.datetime | None:
        """When it was by the server's clock, which now says `received`."""
        if self.scanned is None or self.uploaded is None:
            return None
        return correct_time(scanned=self.scanned, uploaded=self.uploaded, received=received)


@transaction.atomic
def record_presences(*, slot: Slot, marks: Sequence[Mark], actor: User | None, source: str) -> int:
    """Write one row per mark not seen before, put newcomers on the list; the number of rows written.

    Whoever was merged into another meanwhile is marked as the record that stays.
    """
    session = lock_shared(slot.session)
    marks = [replace(mark, person=mark.person.human) for mark in marks]
    refuse_cancelled(session)
    refuse_closed(session)
    refuse_early(slot)
    by_event = {mark.client_event_id: mark for mark in marks}
    wait_for_each(map(str, by_event))  # or both would find it not known
    standing = read_standing(session.pk, {mark.person.pk for mark in marks}, by_event)
    refuse_running(standing.running, (mark.person for mark in marks))
    for mark in marks:
        _refuse_minutes(slot, mark.minutes, at_least=1)
    fresh = [mark for event, mark in by_event.items() if event not in standing.events]
    _give_places(session, {mark.person.pk: mark.person for mark in fresh}, standing, walk_in=False)
    received = timezone.now()
    write_marks([
        Evidence(
            slot_id=slot.pk, person_id=mark.person.pk, minutes=mark.minutes, source=source,
            recorded_by_id=actor.pk if actor else None, client_event_id=mark.client_event_id, device_time=mark.scanned,
            corrected_time=mark.corrected_time(received), device=mark.device,
        )
        for mark in fresh
    ])  # fmt: skip  # by ids: to set a related object takes as long as all else
    return len(fresh)


@transaction.atomic
def correct_presence(
    *, slot: Slot, person: Person, minutes: int, reason: str, client_event_id: uuid.UUID, actor: User, device: str = ""
) -> bool:
    """Void what is said of a person and, unless 0, say the right minutes; False when nothing was to do."""
    session = lock_for_update(slot.session)
    if Evidence.objects.filter(client_event_id=client_event_id).exists():
        return False
    refuse_closed(session)
    _refuse_minutes(slot, minutes, at_least=0)
    if minutes:
        refuse_trainers(session, [person])
    now = presences(slot).get(person.pk, 0)
    if now == 0:
        return False
    if now == minutes:
        raise ValidationError({"minutes": _("This is what is recorded. Write other minutes, or go back.")})
    _void(slot, person, reason, Mark(person, minutes, client_event_id, device=device), actor)
    if minutes:
        Evidence.objects.create(
            slot=slot, person=person, minutes=minutes, source=Evidence.Source.TRAINER, recorded_by=actor,
            client_event_id=client_event_id, device=device,
        )  # fmt: skip
    return True


def put_on_list(session: TrainingSession, people: Iterable[Person], *, walk_in: bool = False) -> int:
    """Give a place to whoever is in the room, full or not, with their axes as they are now; the number added."""
    by_id = {person.pk: person for person in people}
    return _give_places(session, by_id, read_standing(session.pk, by_id), walk_in=walk_in)


def _give_places(session: TrainingSession, by_id: dict[int, Person], standing: Standing, *, walk_in: bool) -> int:
    rows = [row for row in standing.listed if row[1] in by_id]
    missing = by_id.keys() - {who for _pk, who, _status in rows}
    placed = {who for _pk, who, status in rows if status == Registration.Status.CONFIRMED}
    others = {who: pk for pk, who, _status in rows if who not in placed}  # one row each: they waited, or were asked
    if others:
        Registration.objects.filter(pk__in=others.values()).update(
            status=Registration.Status.CONFIRMED, since=timezone.now(), walk_in=walk_in
        )
    Registration.objects.bulk_create((
        Registration(session=session, person=person, walk_in=walk_in, **person.copied())
        for person in by_id.values()
        if person.pk in missing
    ), ignore_conflicts=True)  # fmt: skip  # put there at once by another, or merged this very moment
    return len(missing) + len(others)


def _void(slot: Slot, person: Person, reason: str, correction: Mark, actor: User) -> None:
    """One voiding row per row that still says something, ids derived from the correction's own."""
    for row in Evidence.objects.valid().filter(slot=slot).by_human().filter(who=person.pk).order_by("pk"):
        Evidence.objects.create(
            slot=slot, person=row.person, minutes=0, source=Evidence.Source.TRAINER, recorded_by=actor,
            voids=row, reason=reason, client_event_id=row.voiding_id(correction.client_event_id),
            device=correction.device,
        )  # fmt: skip


def _refuse_minutes(slot: Slot, minutes: int | None, *, at_least: int) -> None:
    if minutes is not None and not at_least <= minutes <= slot.minutes:
        raise ValidationError(
            _("Write between %(least)s and %(most)s minutes: the half-day lasts %(most)s.")
            % {"least": at_least, "most": slot.minutes}
        )
