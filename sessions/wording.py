"""How a half-day is called wherever it is named."""

from django.utils.translation import gettext as _

from core.dates import long_date
from sessions.models import Slot


def half_day(slot: Slot) -> str:
    """`27 June 2019, morning`, with its hours where they are known."""
    named = {"day": long_date(slot.date), "part": slot.get_part_display().lower()}
    if slot.starts_at is None:
        return _("%(day)s, %(part)s") % named
    return _("%(day)s, %(part)s (%(hours)s)") % {**named, "hours": f"{slot.starts_at:%H:%M}–{slot.ends_at:%H:%M}"}
