"""Writes several people at once: onto a session's list, and with a session that is past, their presences too."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.models import User
from people.adding import add_person
from people.models import Person
from sessions.actions.attendance import Mark, put_on_list, record_presences
from sessions.actions.guards import refuse_trainers
from sessions.actions.lifecycle import hold_session
from sessions.actions.people import register_person
from sessions.actions.planning import create_session
from sessions.models import Evidence, TrainingSession
from sessions.querysets import people_on_list, somebody_came, trainer_ids

When = tuple[datetime.date, str]  # the day and the part of it


@dataclass(frozen=True)
class Entered:
    """Somebody as written in a row: `person` where they are known, else the fields of a record to be; the half-days
    they were present at."""

    uuid: uuid.UUID
    fields: dict[str, Any]
    person: Person | None = None
    present_at: tuple[When, ...] = ()


@transaction.atomic
def enter_people(*, session: TrainingSession, people: Sequence[Entered], actor: User) -> int:
    """Put them on the list or, where it is full, in the queue; the number for whom that was new."""
    return sum(register_person(session=session, person=_person(one, actor), actor=actor) for one in people)


@transaction.atomic
def write_past_session(
    *, uuid: uuid.UUID, plan: dict[str, Any], people: Sequence[Entered], actor: User, device: str = ""
) -> TrainingSession:
    """A session that is over, with its list and presences, held if somebody came. The same `uuid` again writes nothing.

    `plan`: what `create_session` takes besides.
    """
    if (found := TrainingSession.objects.filter(uuid=uuid).first()) is not None:
        return found
    session = create_session(uuid=uuid, actor=actor, **plan)
    persons = {one.uuid: _person(one, actor) for one in people}
    refuse_trainers(session, persons.values())
    put_on_list(session, persons.values())
    for slot in session.slots.all():
        when = slot.date, slot.part
        marks = [
            Mark(persons[one.uuid], client_event_id=_event(one.uuid, slot.number), device=device)
            for one in people if when in one.present_at
        ]  # fmt: skip
        record_presences(slot=slot, marks=marks, actor=actor, source=Evidence.Source.TRAINER)
    if somebody_came(session):
        hold_session(session=session, actor=actor)
    return session


@transaction.atomic
def copy_list(*, source: TrainingSession, session: TrainingSession, actor: User) -> int:
    """Put everybody who is on the list of one session on another's, but for those who run it; how many."""
    running = trainer_ids(session)
    people = [person for person in people_on_list(source).filter(erased_at__isnull=True) if person.pk not in running]
    return sum(register_person(session=session, person=person, actor=actor) for person in people)


def _person(one: Entered, actor: User) -> Person:
    return one.person.human if one.person else add_person(uuid=one.uuid, fields=one.fields, actor=actor)


def _event(row: uuid.UUID, number: int) -> uuid.UUID:
    """A form sent twice writes once."""
    return uuid.uuid5(row, str(number))
