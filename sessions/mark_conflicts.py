"""Finds marks of a person at a half-day that contradict each other: of two phones in one room, or come late.

The rule of definitions.md, section 3: the longest unvoided row counts. It is shown, so that somebody may correct.
"""

from collections import defaultdict
from dataclasses import dataclass

from core.dates import number
from sessions.models import Evidence, Slot
from sessions.rules import minutes_within


@dataclass(frozen=True)
class Disagreement:
    """`minutes`: what the rows say, when they say different things; `again`: noted anew after a correction."""

    minutes: list[int]
    again: bool

    @property
    def said(self) -> str:
        """The minutes as they are read."""
        return " / ".join(map(number, self.minutes))


def disagreements(slot: Slot) -> dict[int, Disagreement]:
    """By person id; people whose rows agree are left out. One query."""
    rows_of: dict[int, list[Evidence]] = defaultdict(list)
    rows = Evidence.objects.filter(slot=slot, person__isnull=False).by_human()
    for row in rows.select_related("voids").order_by("pk"):
        rows_of[row.who].append(row)
    found = {who: _disagreement(slot, rows) for who, rows in rows_of.items() if len(rows) > 1}
    return {who: one for who, one in found.items() if one.minutes or one.again}


def _disagreement(slot: Slot, rows: list[Evidence]) -> Disagreement:
    voids = [
        row for row in rows if row.voids is not None and row.recorded_by_id is not None
    ]  # an import corrects itself
    voided = {row.voids_id for row in rows}
    valid = [row for row in rows if row.voids_id is None and row.pk not in voided and row.minutes != 0]
    said = sorted({minutes_within(row.minutes, slot.minutes) for row in valid})
    last = max((row.pk for row in voids), default=0)
    again = bool(last) and any(row.pk > last and not _corrects(row, voids) for row in valid)
    return Disagreement(said if len(said) > 1 else [], again)


def _corrects(row: Evidence, voids: list[Evidence]) -> bool:
    """Whether the row is what a correction put in the place of what it voided."""
    return any(void.client_event_id == void.voids.voiding_id(row.client_event_id) for void in voids if void.voids)
