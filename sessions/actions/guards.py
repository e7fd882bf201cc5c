"""Locks on a session, and the refusals that several actions share: cancelled, closed, too early, a trainer."""

from collections.abc import Collection, Iterable

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import long_date
from people.models import Person
from sessions.checkin.window import window_of
from sessions.models import Slot, TrainingSession
from sessions.querysets import trainer_ids
from sessions.wording import fields_named, half_day

_FIELDS = TrainingSession._meta.concrete_fields
_SELECT = f"SELECT {', '.join(str(field.column) for field in _FIELDS)} FROM {TrainingSession._meta.db_table}"  # noqa: S608  our own names


def lock_for_update(session: TrainingSession) -> TrainingSession:
    """The session as it is now, held by this transaction, so that what hangs on it can be counted."""
    return TrainingSession.objects.select_for_update(no_key=True).get(pk=session.pk)


def lock_shared(session: TrainingSession) -> TrainingSession:
    """The session as it is now, which nobody closes, cancels or plans anew until this transaction ends.

    Others may hold it the same way: a whole room that checks in at once does not queue. Do not ask for
    `lock_for_update` after it: two that do would wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"{_SELECT} WHERE id = %s FOR SHARE", [session.pk])
        row = cursor.fetchone()
    if row is None:
        raise TrainingSession.DoesNotExist
    return TrainingSession.from_db(connection.alias, [field.attname for field in _FIELDS], row)


def refuse_trainers(session: TrainingSession, people: Iterable[Person]) -> None:
    """Whoever runs a session never counts in it (definitions.md, rule 11)."""
    refuse_running(trainer_ids(session), people)


def refuse_running(running: Collection[int], people: Iterable[Person]) -> None:
    """The same where the ids of who runs it are known."""
    if names := sorted(person.full_name for person in people if person.pk in running):
        raise ValidationError(
            _("%(names)s: whoever runs a session is never counted in it. Leave this name out.")
            % {"names": ", ".join(names)}
        )


def refuse_cancelled(session: TrainingSession) -> None:
    """What was recorded in a session that did not take place would count nowhere. `session` is held."""
    if session.state == TrainingSession.State.CANCELLED:
        raise ValidationError(_("This session is cancelled. Plan it again before you record attendance."))


def refuse_closed(session: TrainingSession) -> None:
    """What a trainer has closed is opened again, with a reason, before anything is added. `session` is held."""
    if session.is_closed:
        raise ValidationError(_("This session is closed. Open it again, with a reason, before you change attendance."))


def refuse_recounted(session: TrainingSession, names: Iterable[str]) -> None:
    """What a closed session is counted by stays as it is; `names` are what would change. `session` is held."""
    if session.is_closed and (told := fields_named(names)):
        raise ValidationError(why_not_recounted(told))


def why_not_recounted(told: str) -> str:
    """What to do before a closed session is counted otherwise."""
    return _(
        "This session is closed, and figures depend on what you change: %(facts)s. Open it again first, with a reason."
    ) % {"facts": told}


def refuse_over(session: TrainingSession) -> None:
    """The same for those who come and go themselves, who cannot open it again. `session` is held."""
    if session.is_closed:
        raise ValidationError(_("This session is closed, so its list stays as it is. Ask whoever runs it."))


def refuse_early(slot: Slot) -> None:
    """Nobody was in a room on a day that has not come. One that begins at midnight opens the evening before."""
    if slot.date > timezone.localdate() and window_of(slot).is_early(timezone.now()):
        raise ValidationError(
            _("This half-day is on %(day)s. Attendance opens that day; if the date is wrong, change it.")
            % {"day": long_date(slot.date)}
        )


def half_day_ahead(session: TrainingSession) -> Slot | None:
    """The last half-day while it has not begun, by the NGO's clock; without an hour it begins with its day."""
    last = session.slots.last()
    return last if last is not None and not last.has_begun(timezone.localtime()) else None


def why_not_yet(ahead: Slot) -> str:
    """Why a session is not held before its last half-day."""
    return _(
        "%(half_day)s still lies ahead. Mark the session as held once its last half-day has begun; if it does not take "
        "place, say so first: remove it with “Change”, or cancel the session."
    ) % {"half_day": half_day(ahead)}
