"""When a half-day begins, and whether a change to it is urgent: people are told by day, in time."""

import datetime
from collections.abc import Iterable

from django.utils import timezone

from people.messages.hours import DAY
from sessions.models import Slot

# Where no hour is known: the earliest that people would come.
EARLIEST = {"morning": datetime.time(8), "afternoon": datetime.time(12), "evening": datetime.time(17)}


def begins(slot: Slot) -> datetime.datetime:
    """By the NGO's clock; where no hour is known, the earliest of its part of the day."""
    hour = slot.starts_at or EARLIEST[slot.part or "morning"]
    return timezone.make_aware(datetime.datetime.combine(slot.date, hour))


def first_to_come(slots: Iterable[Slot]) -> datetime.datetime | None:
    """The beginning of the first of these half-days that is not over; None where all are."""
    now = timezone.localtime()
    return min((begins(slot) for slot in slots if not slot.is_over(now)), default=None)


def is_urgent(moment: datetime.datetime | None, now: datetime.datetime) -> bool:
    """Whether it is on the day after the coming night, or before."""
    if moment is None:
        return False
    local = timezone.localtime(now)
    coming = local.date() + datetime.timedelta(days=0 if local.hour < DAY.start else 1)
    return timezone.localtime(moment).date() <= coming
