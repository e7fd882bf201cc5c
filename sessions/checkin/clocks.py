"""Corrects the time of a device whose clock is wrong: the server's clock counts (definitions.md, section 1)."""

import datetime
from dataclasses import dataclass

from django.http import HttpRequest

SCANNED, UPLOADED = "X-Wasl-At", "X-Wasl-Now"  # milliseconds since 1970 by the device's own clock
_LATEST = 4_102_444_800_000  # the year 2100: a clock beyond is broken


@dataclass(frozen=True)
class DeviceTimes:
    """What a device's own clock said at the mark and at its upload."""

    scanned: datetime.datetime
    uploaded: datetime.datetime


def correct_time(
    *, scanned: datetime.datetime, uploaded: datetime.datetime, received: datetime.datetime
) -> datetime.datetime:
    """The server's time of a scan: server time at upload - (device time at upload - device time at scan)."""
    return received - (uploaded - scanned)


def device_times(request: HttpRequest) -> DeviceTimes | None:
    """What the device says of its clock; None where it says nothing or nonsense."""
    said = [request.headers.get(name, "") for name in (SCANNED, UPLOADED)]
    if not all(text.isdecimal() and len(text) < 15 and int(text) < _LATEST for text in said):
        return None
    scanned, uploaded = (datetime.datetime.fromtimestamp(int(text) / 1000, datetime.UTC) for text in said)
    return DeviceTimes(scanned, uploaded) if scanned <= uploaded else None
