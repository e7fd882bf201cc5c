"""How the live figures of a published period differ from what was published, and why (counting.md, rules 6 and 7).

The register is counted three times: as it was at the snapshot, with the merges made since, and with the evidence that
came since. What differs between two of these has one cause, and causes show even when they cancel out. What is left
are changes of sessions, tests and people, of which no earlier state is kept.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from impact.counting import Period, count_tenant
from impact.models import Snapshot
from impact.periods.members import freeze_members
from sessions.models import Evidence
from tenants.connection import connection

# The figures that are compared, by what they count.
COMPARED = ("S_HELD", "H_DEL", "ATT", "HDP", "PH", "CMP", "REACH", "TRAINED", "HC")
RECORDS, MERGES, EVIDENCE = "records", "merges", "evidence"
CAUSES = (RECORDS, MERGES, EVIDENCE)


@dataclass(frozen=True)
class Line:
    """One figure: as published, as it is, and by how much each cause moved it."""

    code: str
    published: float
    live: float
    moved: dict[str, float]

    @property
    def has_changed(self) -> bool:
        return any(self.moved.values())


@dataclass(frozen=True)
class Drift:
    """All figures of a snapshot compared, and the late evidence: rows that came after it and speak of its days."""

    lines: tuple[Line, ...]
    late_rows: int

    @property
    def has_changed(self) -> bool:
        return any(line.has_changed for line in self.lines)

    def as_data(self) -> list[dict[str, Any]]:
        """For the restatement: every figure that a cause moved, also where the sum is nothing."""
        return [
            {"indicator": line.code, "from": line.published, "to": line.live, "causes": line.moved}
            for line in self.lines
            if line.has_changed
        ]


def find_drift(snapshot: Snapshot) -> Drift:
    """Compare a snapshot with the live figures of the active tenant: three counts. The network's own records are those
    of its NGOs, whose reports tell the causes."""
    if connection.tenant.is_hub:
        return _drift_of_network(snapshot)
    start, end, cut = snapshot.period.start, snapshot.period.end, snapshot.taken_at
    published = _values(snapshot.data["indicators"])
    then = _values(_count(start, end, cut, cut))
    merged = _values(_count(start, end, cut, None))
    live = _values(_count(start, end, None, None))
    lines = []
    for code in COMPARED:
        steps = (published[code], then[code], merged[code], live[code])
        moved = {
            cause: round(after - before, 2) for cause, before, after in zip(CAUSES, steps, steps[1:], strict=False)
        }
        lines.append(Line(code, published[code], live[code], moved))
    return Drift(tuple(lines), late_evidence(snapshot).count())


def _drift_of_network(snapshot: Snapshot) -> Drift:
    counted, _members = freeze_members(snapshot.period)
    published, live = snapshot.data["indicators"], counted["indicators"]
    lines = []
    for code in COMPARED:
        before, after = published[code]["value"], live[code]["value"]
        if before is not None and after is not None:
            lines.append(Line(code, before, after, {RECORDS: round(after - before, 2), MERGES: 0, EVIDENCE: 0}))
    return Drift(tuple(lines), 0)


def late_evidence(snapshot: Snapshot) -> Any:
    """Rows recorded after the snapshot about half-days of its period: flagged “after lock”."""
    days = (snapshot.period.start, snapshot.period.end)
    return Evidence.objects.filter(server_time__gt=snapshot.taken_at, slot__date__range=days)


def _count(
    start: datetime.date, end: datetime.date, evidence: datetime.datetime | None, merges: datetime.datetime | None
) -> dict[str, Any]:
    return count_tenant(Period(start, end, evidence_until=evidence, merges_until=merges))["indicators"]


def _values(indicators: dict[str, Any]) -> dict[str, float]:
    return {code: indicators[code]["value"] for code in COMPARED}
