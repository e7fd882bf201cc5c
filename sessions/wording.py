"""How a half-day is called wherever it is named."""

from django.utils.translation import gettext as _

from core.dates import long_date
from sessions.models import Slot


def half_day(slot: Slot) -> str:
    """`27 June 2019, morning`."""
    return _("%(day)s, %(part)s") % {"day": long_date(slot.date), "part": slot.get_part_display().lower()}
