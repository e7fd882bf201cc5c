"""Backups: whether they are made, encrypted, and tried."""

from django.conf import settings
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from config.doctor.findings import Finding, broken, check, doubtful, well
from tenants.keeping import TRIAL_LATE, last_runs


@check("backup", order=60, asks_database=True)
def look_at_backup() -> Finding:
    """One was made lately."""
    runs, timer = last_runs(), _("Run `manage.py keep` each day by a timer (docs/operators.md).")
    if not settings.BACKUP_TO:
        return doubtful(_("No backups are made: BACKUP_TO is not set."), _("Set BACKUP_TO and BACKUP_KEY. ") + timer)
    if runs.backup is None:
        return doubtful(_("No backup was made yet."), timer)
    ago = {"ago": timesince(runs.backup)}
    if runs.is_late:
        return broken(_("The last backup is %(ago)s old.") % ago, runs.failure or timer)
    if not settings.BACKUP_KEY:
        return doubtful(
            _("The last backup is %(ago)s old; backups are not encrypted.") % ago,
            _("Make a key by `manage.py backup_key --new`, set BACKUP_KEY to it and keep a copy of it elsewhere."),
        )
    return well(_("The last backup is %(ago)s old.") % ago)


@check("backup_trial", order=60, asks_database=True)
def look_at_trial() -> Finding:
    """One was restored lately, to see that it can be."""
    runs = last_runs()
    if runs.backup is None:
        return well(_("There is no backup to be restored on trial."))
    if runs.trial is None or timezone.now() - runs.trial > TRIAL_LATE:
        says = (
            _("No backup was ever restored on trial.")
            if runs.trial is None
            else _("The last backup that was restored on trial is %(ago)s old.") % {"ago": timesince(runs.trial)}
        )
        return doubtful(says, runs.failure or _("Run `manage.py keep --trial`."))
    return well(_("A backup was restored on trial %(ago)s ago.") % {"ago": timesince(runs.trial)})
