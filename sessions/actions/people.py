"""Puts people on a session's list and takes them off it: people of the register, newcomers, walk-ins."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from people.adding import add_person
from people.models import Person
from sessions.actions.attendance import Mark, put_on_list, record_presences
from sessions.actions.guards import lock_for_update, refuse_cancelled, refuse_closed, refuse_trainers
from sessions.actions.registration import promote_waiting, status_of, take_place
from sessions.checkin.clocks import DeviceTimes
from sessions.models import Evidence, Registration, Slot, TrainingSession
from sessions.querysets import presences


@transaction.atomic
def register_person(
    *, session: TrainingSession, person: Person, actor: User, slot: Slot | None = None,
    times: DeviceTimes | None = None, device: str = "",
) -> bool:  # fmt: skip
    """Put a person on the list or, where it is full, in the queue; False when nothing changed.

    With `slot` they are a walk-in who is present, whatever the capacity. A list that is closed or cancelled stays as it
    is; who is on it already is no newcomer, so that what a phone sends twice is taken twice.
    """
    session = lock_for_update(session)
    refuse_trainers(session, [person])
    before = status_of(session, person)
    is_present = slot is not None and person.pk in presences(slot)
    if before == Registration.Status.CONFIRMED and (slot is None or is_present):
        return False
    refuse_cancelled(session)
    refuse_closed(session)
    if slot is None:
        return take_place(session, person).status != before
    added = put_on_list(session, [person], walk_in=True)
    if is_present:
        return bool(added)
    scanned, uploaded = (times.scanned, times.uploaded) if times else (None, None)
    mark = Mark(person, scanned=scanned, uploaded=uploaded, device=device)
    record_presences(slot=slot, marks=[mark], actor=actor, source=Evidence.Source.TRAINER)
    return True


@transaction.atomic
def register_new_person(
    *,
    session: TrainingSession,
    uuid: uuid.UUID,
    fields: dict[str, Any],
    actor: User,
    slot: Slot | None = None,
    times: DeviceTimes | None = None,
    device: str = "",
) -> Person:
    """Add somebody to the NGO's register and to the list. The same `uuid` again adds nobody."""
    session = lock_for_update(session)
    if (person := Person.objects.filter(uuid=uuid).first()) is None:
        person = add_person(uuid=uuid, fields=fields, actor=actor)
        register_person(session=session, person=person, actor=actor, slot=slot, times=times, device=device)
    return person


@transaction.atomic
def remove_person(*, session: TrainingSession, person: Person, actor: User) -> None:
    """Take a person off the list, unless there is evidence that they came or a correction of it."""
    session = lock_for_update(session)
    refuse_closed(session)
    if Evidence.objects.filter(slot__session=session).by_human().filter(who=person.pk).exists():
        raise ValidationError(
            _("%(name)s was marked in this session, so the name stays. Without a presence it counts nowhere.")
            % {"name": person.full_name}
        )
    Registration.objects.filter(session=session).by_human().filter(who=person.pk).delete()
    promote_waiting(session)
