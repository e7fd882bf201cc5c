"""Planning: a session with its half-days, and its way from planned to held or cancelled and back."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from accounts.models import User
from sessions.actions.guards import locked
from sessions.actions.join_codes import move_join_codes
from sessions.models import Cycle, Slot, TrainingSession
from sessions.querysets import people_of, people_on_list, positive_evidence, slots_with_marks, somebody_came
from sessions.wording import half_day

State = TrainingSession.State


@dataclass(frozen=True)
class HalfDay:
    """A half-day as planned; `number` is that of an existing one, None for a new one."""

    date: datetime.date
    part: str
    minutes: int
    number: int | None = None


@transaction.atomic
def create_session(
    *,
    uuid: uuid.UUID,
    fields: dict[str, Any],
    half_days: Sequence[HalfDay],
    actor: User,
    trainers: Iterable[User] = (),
    cycle_code: str = "",
    cycle_kind: str = "",
) -> TrainingSession:
    """A planned session. The same `uuid` again, from a repeated submit, gives the one made first."""
    _require_half_day(half_days)
    cycle = _cycle(cycle_code, cycle_kind)
    session, created = TrainingSession.objects.get_or_create(uuid=uuid, defaults=fields | {"cycle": cycle})
    if created:
        _write_half_days(session, half_days)
        session.trainers.set(trainers)
    return session


@transaction.atomic
def update_session(
    *,
    session: TrainingSession,
    fields: dict[str, Any],
    half_days: Sequence[HalfDay],
    actor: User,
    trainers: Iterable[User] = (),
    cycle_code: str = "",
    cycle_kind: str = "",
) -> TrainingSession:
    """Change facts, trainers and half-days; one with attendance may be moved, never removed."""
    session, trainers = locked(session), list(trainers)
    _require_half_day(half_days)
    _refuse_participants(session, trainers)
    changes = fields | {"cycle": _cycle(cycle_code, cycle_kind)}
    for name, value in changes.items():
        setattr(session, name, value)
    session.save(update_fields=changes)
    _write_half_days(session, half_days)
    move_join_codes(session)
    session.trainers.set(trainers)
    return session


@transaction.atomic
def hold_session(*, session: TrainingSession, actor: User) -> None:
    """Mark as held: from here on it counts, so somebody must have come."""
    session = locked(session)
    _require_state(session, State.PLANNED)
    if not somebody_came(session):
        raise ValidationError(_("Nobody is marked present yet. Mark attendance or enter a head-count first."))
    session.state = State.HELD
    session.save(update_fields=["state"])


@transaction.atomic
def cancel_session(*, session: TrainingSession, reason: str, actor: User) -> None:
    """Cancel a planned session and say why."""
    session = locked(session)
    _require_state(session, State.PLANNED)
    session.state, session.cancel_reason = State.CANCELLED, reason
    session.save(update_fields=["state", "cancel_reason"])


@transaction.atomic
def plan_session_again(*, session: TrainingSession, actor: User) -> None:
    """Take a session back to planned; its attendance is kept and counts once it is held again."""
    session = locked(session)
    _require_state(session, State.HELD, State.CANCELLED)
    session.state, session.cancel_reason = State.PLANNED, ""
    session.save(update_fields=["state", "cancel_reason"])


def _require_state(session: TrainingSession, *states: str) -> None:
    if session.state not in states:
        raise ValidationError(
            _("This session is now “%(state)s”, somebody changed it. Go back and look again.")
            % {"state": session.get_state_display()}
        )


def _require_half_day(half_days: Sequence[HalfDay]) -> None:
    if not half_days:
        raise ValidationError(_("A session needs at least one half-day."))


def _refuse_participants(session: TrainingSession, trainers: Sequence[User]) -> None:
    listed = people_on_list(session).values("pk")
    present = positive_evidence().filter(slot__session=session).values("who")
    taking_part = people_of(trainers).filter(Q(pk__in=listed) | Q(pk__in=present)).in_order()
    if names := [person.full_name for person in taking_part]:
        raise ValidationError({
            "trainers": _("%(names)s: on the list of participants. Take this name off the list first.")
            % {"names": ", ".join(names)}
        })  # fmt: skip


def _cycle(code: str, kind: str) -> Cycle | None:
    if not code:
        return None
    return Cycle.objects.get_or_create(code=code, defaults={"kind": kind or Cycle.Kind.REPEATED})[0]


def _write_half_days(session: TrainingSession, half_days: Sequence[HalfDay]) -> None:
    _remove_half_days(session, keep={planned.number for planned in half_days})
    existing = {slot.number: slot for slot in session.slots.all()}
    last = session.slots.aggregate(last=Max("number"))["last"] or 0
    for planned in sorted(half_days, key=lambda h: (h.date, Slot.PART_ORDER[h.part])):
        values = {"date": planned.date, "part": planned.part, "minutes": planned.minutes}
        if planned.number in existing:
            slot = existing[planned.number]
            for name, value in values.items():
                setattr(slot, name, value)
            slot.save(update_fields=values)
        else:
            last += 1
            session.slots.create(number=last, **values)


def _remove_half_days(session: TrainingSession, keep: set[int | None]) -> None:
    gone = [slot for slot in session.slots.all() if slot.number not in keep]
    marked = {slot.pk for slot in slots_with_marks(session)}
    if kept := next((slot for slot in gone if slot.pk in marked), None):
        raise ValidationError(
            _("%(half_day)s: attendance was recorded, so this half-day stays.") % {"half_day": half_day(kept)}
        )
    session.slots.filter(pk__in=[slot.pk for slot in gone]).delete()
