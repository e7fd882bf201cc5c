"""Changes of a session's state: held, closed, cancelled, moved, planned again. Each is kept with who and why."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.dates import long_date
from core.text import labelled
from sessions.actions.guards import half_day_ahead, lock_for_update, why_not_yet
from sessions.actions.join_codes import move_join_codes
from sessions.actions.registration import promote_waiting
from sessions.half_day_starts import first_to_come
from sessions.models import Change, Slot, TrainingSession
from sessions.querysets import slots_with_marks, somebody_came
from sessions.wording import half_day

State = TrainingSession.State
Kind = Change.Kind


@transaction.atomic
def hold_session(*, session: TrainingSession, actor: User) -> None:
    """Mark as held: from here on it counts, so its last half-day has begun and somebody came."""
    session = lock_for_update(session)
    _require_state(session, State.PLANNED)
    if ahead := half_day_ahead(session):
        raise ValidationError(why_not_yet(ahead))
    _hold(session, actor)


@transaction.atomic
def close_session(*, session: TrainingSession, actor: User) -> None:
    """Say that all attendance is in, marking the session as held if it is not yet; once more changes nothing."""
    session = lock_for_update(session)
    _require_state(session, State.PLANNED, State.HELD)
    if session.is_closed:
        return
    if ahead := half_day_ahead(session):
        raise ValidationError(
            _("The last half-day is on %(day)s: close the session once it is over.") % {"day": long_date(ahead.date)}
        )
    if session.state == State.PLANNED:
        _hold(session, actor)
    session.closed_at = timezone.now()
    session.save(update_fields=["closed_at"])
    _note(session, Kind.CLOSED, actor)


@transaction.atomic
def reopen_session(*, session: TrainingSession, reason: str, actor: User) -> None:
    """Let attendance be changed again, and say why."""
    session = lock_for_update(session)
    if not session.is_closed:
        raise ValidationError(_("This session is not closed: somebody opened it again. Go back and look again."))
    session.closed_at = None
    session.save(update_fields=["closed_at"])
    _note(session, Kind.REOPENED, actor, reason)


@transaction.atomic
def cancel_session(*, session: TrainingSession, reason: str, actor: User) -> None:
    """Cancel a planned session and say why: it reaches those on the list."""
    session = lock_for_update(session)
    _require_state(session, State.PLANNED)
    _cancel(session, reason, actor)


@transaction.atomic
def plan_session_again(*, session: TrainingSession, actor: User) -> None:
    """Take a session back to planned; its attendance is kept and counts once it is held again."""
    session = lock_for_update(session)
    _require_state(session, State.HELD, State.CANCELLED)
    if session.is_closed:
        raise ValidationError(_("This session is closed. Open it again first, with a reason."))
    session.state, session.cancel_reason = State.PLANNED, ""
    session.sequence += 1
    session.save(update_fields=["state", "cancel_reason", "sequence"])
    promote_waiting(session)
    _note(session, Kind.PLANNED, actor, first=first_to_come(session.slots.all()))


@transaction.atomic
def postpone_session(*, session: TrainingSession, first_day: datetime.date, reason: str, actor: User) -> None:
    """Move all half-days by as many days as the first one; the reason reaches those on the list."""
    session = lock_for_update(session)
    _require_state(session, State.PLANNED)
    slots = list(session.slots.all())
    if slots_with_marks(session).exists():
        raise ValidationError(
            _("Attendance was recorded already. Change the half-days that are still to come instead.")
        )
    shift = first_day - min(slot.date for slot in slots)
    if not shift:
        raise ValidationError({"first_day": _("This is the day it begins on now. Write another one.")})
    before = first_to_come(slots)
    for slot in slots:
        slot.date += shift
    Slot.objects.bulk_update(slots, ["date"])
    session.sequence += 1
    session.save(update_fields=["sequence"])
    move_join_codes(session)
    first = min(filter(None, (before, first_to_come(slots))), default=None)
    _note(session, Kind.POSTPONED, actor, reason, shift.days, first)


@transaction.atomic
def call_off_half_day(*, slot: Slot, reason: str, actor: User) -> bool:
    """A half-day did not take place: it leaves the session, or cancels it when it is the only one.

    Raises ValidationError where somebody was marked there. True when the whole session is cancelled.
    """
    session = lock_for_update(slot.session)
    _require_state(session, State.PLANNED)
    if slots_with_marks(session).filter(pk=slot.pk).exists():
        raise ValidationError(
            _("%(half_day)s: attendance was recorded, so this half-day stays.") % {"half_day": half_day(slot)}
        )
    if session.slots.count() == 1:
        _cancel(session, reason, actor)
        return True
    said, first = labelled(half_day(slot), reason)[:200], first_to_come([slot])
    slot.delete()
    session.sequence += 1
    session.save(update_fields=["sequence"])
    move_join_codes(session)
    _note(session, Kind.HALF_DAY_OFF, actor, said, first=first)
    return False


def _hold(session: TrainingSession, actor: User) -> None:
    if not somebody_came(session):
        raise ValidationError(_("Nobody is marked present yet. Mark attendance or enter a head-count first."))
    session.state = State.HELD
    session.save(update_fields=["state"])
    _note(session, Kind.HELD, actor)


def _cancel(session: TrainingSession, reason: str, actor: User) -> None:
    session.state, session.cancel_reason = State.CANCELLED, reason
    session.sequence += 1
    session.save(update_fields=["state", "cancel_reason", "sequence"])
    _note(session, Kind.CANCELLED, actor, reason, first=first_to_come(session.slots.all()))


def _note(
    session: TrainingSession, kind: str, actor: User, reason: str = "", days: int | None = None,
    first: datetime.datetime | None = None,
) -> None:  # fmt: skip
    Change.objects.create(session=session, kind=kind, by=actor, reason=reason, days=days, concerns_from=first)


def _require_state(session: TrainingSession, *states: str) -> None:
    if session.state not in states:
        raise ValidationError(
            _("This session is now “%(state)s”, somebody changed it. Go back and look again.")
            % {"state": session.get_state_display()}
        )
