"""How a half-day, and who recorded something at it, are called wherever they are named."""

from django.utils.translation import gettext as _

from core.dates import long_date
from sessions.models import Slot
from sessions.models.evidence import AppendOnly


def half_day(slot: Slot) -> str:
    """`27 June 2019, morning`, with its hours where they are known."""
    named = {"day": long_date(slot.date), "part": slot.get_part_display().lower()}
    if slot.starts_at is None:
        return _("%(day)s, %(part)s") % named
    return _("%(day)s, %(part)s (%(hours)s)") % {**named, "hours": f"{slot.starts_at:%H:%M}–{slot.ends_at:%H:%M}"}


def recorded_by(row: AppendOnly) -> str:
    """`Salma Idrissi, device 3f2a91`; without a device where none is known, `Import` where nobody did."""
    if row.recorded_by is None:
        return _("Import")
    if not row.device:
        return str(row.recorded_by)
    return _("%(name)s, device %(device)s") % {"name": row.recorded_by, "device": row.device}
