"""What the timer calls each day: a backup, the rotation, and once a week a trial of restoring."""

from collections.abc import Callable

from django.core.files.storage import Storage

from tenants.keeping.places import at_hand, backups, clear_abandoned, make_in, place
from tenants.keeping.rotation import to_keep
from tenants.keeping.runs import last_runs, note
from tenants.keeping.trial import TrialError, try_restoring
from tenants.models import BackupRun

Say = Callable[[str], object]


class KeepingError(Exception):
    """No backup was made, or none that can be restored; the message says why, and it was noted."""


def keep(say: Say, *, trial: bool | None = None) -> None:
    """Make a backup, remove what the rotation does not keep, and try to restore the new one where that is due.

    `trial`: in any case, or in none. Raises KeepingError at the end, when all that can be done is done.
    """
    where = place()
    _back_up(where, say)
    _rotate(where, say)
    if last_runs().is_trial_due if trial is None else trial:
        _try(where, say)


def _back_up(where: Storage, say: Say) -> None:
    try:
        made = make_in(where)
    except Exception as error:  # a disk, a bucket, a database: whatever it was must be told, and nothing rotated away
        says = f"No backup was made: {_first_line(error)}"
        note(BackupRun.Kind.BACKUP, good=False, says=says)
        raise KeepingError(says) from error
    name, size = made.path.name, made.size
    note(BackupRun.Kind.BACKUP, good=True, says="", name=name, size=size)
    say(f"{name}: {len(made.manifest['tenants'])} tenants, {size} bytes, read back.")


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), "") or type(error).__name__


def _rotate(where: Storage, say: Say) -> None:
    found = backups(where)
    stay = to_keep(found)
    for at in sorted(found.keys() - stay):
        where.delete(found[at])
        say(f"{found[at]}: removed, it is kept for no day, week or month.")
    clear_abandoned(where)


def _try(where: Storage, say: Say) -> None:
    found = backups(where)
    name = found[max(found)]
    try:
        with at_hand(where, name) as path:
            says = try_restoring(path)
    except TrialError as error:
        note(BackupRun.Kind.TRIAL, good=False, says=str(error), name=name)
        raise KeepingError(str(error)) from error
    note(BackupRun.Kind.TRIAL, good=True, says=says, name=name)
    say(f"{name}: {says}")
