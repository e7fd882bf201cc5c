"""Device clocks drift; what counts is when the scan was by the server's clock (counting.md, section 1)."""

import datetime


def correct_time(
    *, scanned: datetime.datetime, uploaded: datetime.datetime, received: datetime.datetime
) -> datetime.datetime:
    """The server's time of a scan: server time at upload - (device time at upload - device time at scan)."""
    return received - (uploaded - scanned)
