"""When a participant's own press, "I am here", is taken: around the half-day, by the server's clock alone.

Whoever runs the session notes presences before and after; a participant who comes late with the press may dispute it.
What a phone says of its own clock is no proof for its owner.
"""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import long_date
from sessions.models import Slot
from sessions.wording import half_day

MARGIN = datetime.timedelta(minutes=30)  # before the half-day and after it


@dataclass(frozen=True)
class Window:
    """From `opens`, up to but not including `closes`; both in UTC."""

    slot: Slot
    opens: datetime.datetime
    closes: datetime.datetime

    def is_early(self, now: datetime.datetime) -> bool:
        return now < self.opens

    def is_late(self, now: datetime.datetime) -> bool:
        return now >= self.closes

    def is_open(self, now: datetime.datetime) -> bool:
        return self.opens <= now < self.closes

    def says(self, now: datetime.datetime) -> str:
        """Why nothing is taken now; empty while it is open."""
        if self.is_open(now):
            return ""
        if self.slot.starts_at is None:
            return _("“I am here” is taken on %(day)s only.") % {"day": long_date(self.slot.date)}
        if self.is_early(now):
            return _("“I am here” opens on %(day)s at %(time)s, half an hour before it begins.") % _moment(self.opens)
        return _("“I am here” closed on %(day)s at %(time)s, half an hour after the end.") % _moment(self.closes)


def window_of(slot: Slot) -> Window:
    """The window of a half-day by the active time zone, the NGO's; the whole day where its hour is not known."""
    zone = timezone.get_current_timezone()
    if slot.starts_at is None:
        days = (slot.date, slot.date + datetime.timedelta(days=1))
        midnights = (datetime.datetime.combine(day, datetime.time.min, tzinfo=zone) for day in days)
        return Window(slot, *(midnight.astimezone(datetime.UTC) for midnight in midnights))
    begins = datetime.datetime.combine(slot.date, slot.starts_at, tzinfo=zone).astimezone(datetime.UTC)
    ends = begins + datetime.timedelta(minutes=slot.minutes)
    return Window(slot, begins - MARGIN, ends + MARGIN)


def why_refused(slot: Slot) -> str:
    """For the person who pressed out of time."""
    return f"{half_day(slot)}. {window_of(slot).says(timezone.now())}"


def _moment(at: datetime.datetime) -> dict[str, str]:
    local = timezone.localtime(at)
    return {"day": long_date(local.date()), "time": f"{local:%H:%M}"}
