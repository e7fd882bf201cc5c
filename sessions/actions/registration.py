"""Registers people for a session: places taken, waited for, given up, offered. Never more than there are.

Whoever is in the room has a place all the same (sessions.actions.attendance). Whoever writes here holds the session, so
that two requests at once count one after the other.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from people.models import Person
from sessions.actions.guards import lock_for_update, refuse_over, refuse_trainers
from sessions.models import Registration, TrainingSession
from sessions.querysets import has_marks

Status = Registration.Status


def take_place(session: TrainingSession, person: Person) -> Registration:
    """A place for the person, or one in the queue when all are taken. `session` is held."""
    row = _row(session, person)
    if row is not None and row.status == Status.CONFIRMED:
        return row
    status = Status.CONFIRMED if free_places(session) != 0 else Status.WAITING
    if row is None:
        return Registration.objects.create(session=session, person=person, status=status, **person.copied())
    if row.status != status:
        _put(row, status)
    return row


def status_of(session: TrainingSession, person: Person) -> str:
    """Where the person stands in the session; empty when they have nothing to do with it."""
    row = _row(session, person)
    return row.status if row else ""


def free_places(session: TrainingSession) -> int | None:
    """How many more may come; None where there is no limit."""
    if session.capacity is None:
        return None
    taken = session.registrations.on_list().by_human().values("who").distinct().count()
    return max(session.capacity - taken, 0)


def promote_waiting(session: TrainingSession) -> int:
    """Give free places to those who wait, the first first; how many got one. `session` is held."""
    if session.state != TrainingSession.State.PLANNED:
        return 0
    free, promoted = free_places(session), 0
    for row in session.registrations.waiting():
        if free is not None and promoted >= free:
            break
        row.promoted = True
        _put(row, Status.CONFIRMED)
        promoted += 1
    return promoted


@transaction.atomic
def ask_for_place(*, session: TrainingSession, person: Person, actor: User | None) -> str:
    """The person asks, or says yes to an invitation; the status they have now."""
    session = lock_for_update(session)
    _require_planned(session)
    refuse_trainers(session, [person])
    return take_place(session, person).status


@transaction.atomic
def give_up_place(*, session: TrainingSession, person: Person, actor: User | None) -> bool:
    """The person does not come; whoever waits first gets the place. False when nothing changed."""
    session = lock_for_update(session)
    row = _row(session, person)
    if row is None or row.status == Status.DECLINED:
        return False
    refuse_over(session)
    if has_marks(session, person):
        raise ValidationError(_("Your attendance was recorded already, so you stay on the list."))
    _put(row, Status.DECLINED)
    promote_waiting(session)
    return True


@transaction.atomic
def invite_people(*, session: TrainingSession, people: Iterable[Person], actor: User) -> int:
    """Ask people to come; those on the list, waiting or asked before are left as they are. The number asked."""
    session, people = lock_for_update(session), list(people)
    _require_planned(session)
    refuse_trainers(session, people)
    known = set(session.registrations.by_human().values_list("who", flat=True))
    fresh = {person.pk: person for person in people if person.pk not in known and person.erased_at is None}
    Registration.objects.bulk_create(
        Registration(session=session, person=person, status=Status.INVITED, **person.copied())
        for person in fresh.values()
    )
    return len(fresh)


def _row(session: TrainingSession, person: Person) -> Registration | None:
    """The person's row, by whichever of their merged records; one with a place before the others."""
    rows = session.registrations.by_human().filter(who=person.pk)
    found = sorted(rows, key=lambda row: row.status != Status.CONFIRMED)
    return found[0] if found else None


def _put(row: Registration, status: str) -> None:
    row.status, row.since = status, timezone.now()
    row.save(update_fields=["status", "since", "promoted"])


def _require_planned(session: TrainingSession) -> None:
    if session.state != TrainingSession.State.PLANNED:
        raise ValidationError(
            _("This session is now “%(state)s”: nobody registers for it any more.")
            % {"state": session.get_state_display()}
        )
