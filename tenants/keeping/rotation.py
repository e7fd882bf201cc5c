"""Chooses which backups stay: the newest of each of seven days, five weeks and twelve months."""

from collections.abc import Callable, Collection, Hashable
from datetime import datetime

# How many of each, and what tells one day, week, month from another.
SPANS: tuple[tuple[int, Callable[[datetime], Hashable]], ...] = (
    (7, lambda at: at.date()),
    (5, lambda at: at.isocalendar()[:2]),
    (12, lambda at: (at.year, at.month)),
)


def to_keep(times: Collection[datetime]) -> set[datetime]:
    """Those to keep of the backups made at these times. Days without one do not count: a pause loses none."""
    kept: set[datetime] = set()
    for number, span in SPANS:
        newest: dict[Hashable, datetime] = {}
        for at in sorted(times, reverse=True):
            newest.setdefault(span(at), at)
        kept.update(list(newest.values())[:number])
    return kept
