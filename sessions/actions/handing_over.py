"""Hands over the sessions that somebody is to run."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from sessions.actions.guards import lock_for_update
from sessions.actions.planning import refuse_participants
from sessions.models import Change, Slot, TrainingSession


def to_come(user: User) -> list[TrainingSession]:
    """The planned sessions of which the user is to run a half-day that has not begun, the first to come first."""
    now = timezone.localtime()
    planned = TrainingSession.objects.filter(trainers=user, state=TrainingSession.State.PLANNED)
    found = []
    for session in planned.prefetch_related("slots__run_by"):
        days = [slot.date for slot in session.slots.all() if not slot.has_begun(now) and _runs(user, slot)]
        if days:
            found.append((min(days), session.pk, session))
    return [session for _day, _pk, session in sorted(found, key=lambda entry: entry[:2])]


def _runs(user: User, slot: Slot) -> bool:
    ran = {runner.pk for runner in slot.run_by.all()}
    return not ran or user.pk in ran


@transaction.atomic
def hand_over_sessions(*, former: User, taker: User, actor: User) -> int:
    """What is still to come is run by `taker`; how many sessions. Half-days that have begun keep who ran them, and so
    does what was held. Raises ValidationError where the taker takes part in one."""
    sessions = [lock_for_update(session) for session in sorted(to_come(former), key=lambda one: one.pk)]
    for session in sessions:
        _refuse(session, taker)
        _hand_over(session, former, taker)
        Change.objects.create(session=session, kind=Change.Kind.EDITED, fields=["trainers"], by=actor)
    return len(sessions)


def _refuse(session: TrainingSession, taker: User) -> None:
    try:
        refuse_participants(session, [taker])
    except ValidationError as refusal:
        raise ValidationError(f"{session.title}: {' '.join(refusal.messages)}") from None


def _hand_over(session: TrainingSession, former: User, taker: User) -> None:
    before = {user.pk for user in session.trainers.all()}
    after = before - {former.pk} | {taker.pk}
    slots, now = list(session.slots.prefetch_related("run_by")), timezone.localtime()
    begun = [slot for slot in slots if slot.has_begun(now)]
    session.trainers.set(before | after if begun else after)
    for slot in slots:
        ran = {user.pk for user in slot.run_by.all()}
        if slot in begun:
            slot.run_by.set(ran or before)
        elif ran or begun:
            slot.run_by.set((ran or before) - {former.pk} | {taker.pk})
