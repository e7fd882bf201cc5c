"""Whether somebody is told when something goes wrong."""

from django.conf import settings
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from config.doctor.findings import Finding, check, doubtful, well
from config.watching.telling import remembered

RARE = 3600  # seconds; the timer calls every ten minutes


@check("watch", order=60)
def look_at_watch() -> Finding:
    """OPERATOR_EMAIL is set, and `watch` was called lately."""
    if not settings.OPERATOR_EMAIL:
        return doubtful(
            _("Nobody is told when a backup is late or the worker is silent: OPERATOR_EMAIL is not set."),
            _("Set it to the address of whoever looks after the server."),
        )
    looked_at = remembered().looked_at
    if looked_at and (timezone.now() - looked_at).total_seconds() < RARE:
        return well(_("The operator is told of troubles by mail."))
    says = _("Nothing looks for troubles: `manage.py watch` was never called.")
    if looked_at:
        says = _("Nothing looks for troubles: `manage.py watch` was last called %(ago)s ago.") % {
            "ago": timesince(looked_at)
        }
    return doubtful(says, _("Let a timer call it every ten minutes (docs/operators.md, “Watching”)."))
