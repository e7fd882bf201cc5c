"""Sending hours of messages, by the active time zone: a phone that lights up at night is read by others."""

import datetime

from django.utils import timezone

DAY = range(8, 20)  # the rest of the time messages wait


def is_day(moment: datetime.datetime) -> bool:
    """Whether messages go at this moment."""
    return timezone.localtime(moment).hour in DAY


def by_day(moment: datetime.datetime) -> datetime.datetime:
    """The moment itself, or the next morning at which messages go again."""
    local = timezone.localtime(moment)
    if local.hour in DAY:
        return local
    morning = local.replace(hour=DAY.start, minute=0, second=0, microsecond=0)
    return morning if local.hour < DAY.start else morning + datetime.timedelta(days=1)
