"""Notes how each run ended, and tells when backups last succeeded."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from tenants.models import BackupRun

LATE = timedelta(hours=36)  # a daily backup that is older did not happen
TRIAL_EVERY = timedelta(days=7)
TRIAL_LATE = timedelta(days=9)  # due, and not done by the two backups since
KEPT = timedelta(days=400)  # how long the runs themselves are remembered
LONGEST = BackupRun._meta.get_field("says").max_length


@dataclass(frozen=True)
class LastRuns:
    """When a backup, and the restoring of one, last succeeded, and what failed since; none: never."""

    backup: datetime | None
    trial: datetime | None
    failure: str

    @property
    def is_late(self) -> bool:
        return self.backup is None or timezone.now() - self.backup > LATE

    @property
    def is_trial_due(self) -> bool:
        return self.trial is None or timezone.now() - self.trial >= TRIAL_EVERY


def note(kind: str, *, good: bool, says: str, name: str = "", size: int | None = None) -> None:
    """Remember how a run ended, in words for the operator."""
    BackupRun.objects.create(kind=kind, good=good, says=says[:LONGEST], name=name, size=size)
    BackupRun.objects.filter(at__lt=timezone.now() - KEPT).delete()


def last_runs() -> LastRuns:
    """From the public schema, whichever tenant is active."""
    good = BackupRun.objects.filter(good=True).order_by("kind", "-at", "-pk").distinct("kind")
    newest = dict(good.values_list("kind", "at"))
    last = BackupRun.objects.order_by("-at", "-pk").first()
    failure = "" if last is None or last.good else last.says
    return LastRuns(newest.get(BackupRun.Kind.BACKUP), newest.get(BackupRun.Kind.TRIAL), failure)
