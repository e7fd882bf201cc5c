"""Compares live figures of a period with what was published, and says why they differ (definitions.md, rules 6 and 7).

The records are counted three times: as it was at the snapshot, with the merges made since, and with the evidence that
came since. What differs between two of these has one cause, and causes show even when they cancel out. What is left
are changes of sessions, tests and people, of which no earlier state is kept, and what erasures since made unknown. Of
certificates and what is done online only the merges can be told apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.codes import UNKNOWN
from impact.counting import Period, Selection, count_tenant, read_cycles, supplementary
from impact.disclosure.layout import axes_in, figures_of
from impact.facts.definitions import BESIDE, STORED_PERSON_AXES, parts_of
from impact.models import Snapshot
from impact.publishing.members import freeze_members
from impact.publishing.numbers import Number, numbers_of
from people.models import Erasure
from sessions.models import Evidence
from tenants.connection import connection

RECORDS, MERGES, EVIDENCE = "records", "merges", "evidence"
CAUSES = (RECORDS, MERGES, EVIDENCE)
ERASURES = "erasures"
OWN_CAUSES = {
    "CERT": "certificates",
    "ONLINE": "online",
    "RETENTION": "online",
    "OPEN": "open",
}  # of what stands beside the count
Counted = dict[Number, float]


@dataclass(frozen=True)
class Line:
    """One number: as published, as it is, and by how much each cause moved it."""

    number: Number
    published: float
    live: float
    moved: dict[str, float]

    @property
    def code(self) -> str:
        return self.number.code

    @property
    def has_changed(self) -> bool:
        return any(self.moved.values())


@dataclass(frozen=True)
class Drift:
    """All numbers of a snapshot compared, and the late evidence: rows that came after it and speak of its days."""

    lines: tuple[Line, ...]
    late_rows: int

    @property
    def has_changed(self) -> bool:
        return any(line.has_changed for line in self.lines)

    def as_data(self) -> list[dict[str, Any]]:
        """For the restatement: every number that a cause moved, also where the sum is nothing."""
        return [
            line.number.as_data() | {"from": line.published, "to": line.live, "causes": line.moved}
            for line in self.lines
            if line.has_changed
        ]


def find_drift(snapshot: Snapshot) -> Drift:
    """Compare a snapshot with the live figures of the active tenant: three counts. The network's own records are those
    of its NGOs, whose reports tell the causes."""
    published = numbers_of(snapshot.data)
    if connection.tenant.is_hub:
        counted, _members = freeze_members(snapshot.period)
        lines = [_line(number, published, [numbers_of(counted)], (RECORDS,)) for number in published]
        return Drift(tuple(lines), 0)
    start, end, cut = snapshot.period.start, snapshot.period.end, snapshot.taken_at
    moments = (Period(start, end, cut, cut), Period(start, end, cut, None), Period(start, end))
    steps = [_count(moment, axes_in(snapshot.data)) for moment in moments]
    known = {*figures_of(snapshot.data), "CYCLE"}  # a figure that came with a later version has not moved
    of_whole = {number for number in published.keys() | steps[-1].keys() if not number.project and number.code in known}
    lines = [_line(number, published, steps, CAUSES) for number in sorted(of_whole)]
    lines += _of_projects(snapshot, published, lines)
    unknown = _made_unknown(snapshot)
    return Drift(tuple(_with_erasures(line, unknown) for line in lines), late_evidence(snapshot).count())


def _count(period: Period, axes: Sequence[str]) -> Counted:
    """Every number of the NGO as a whole, as at the moment of the period."""
    counted = count_tenant(period, axes)
    return numbers_of(counted | {"beside": supplementary.measure(period, Selection()), "cycles": read_cycles(period)})


def _line(number: Number, published: Counted, steps: list[Counted], causes: tuple[str, ...]) -> Line:
    values = [counted.get(number, 0) for counted in (published, *steps)]
    moved = {cause: round(after - before, 3) for cause, before, after in zip(causes, values, values[1:], strict=False)}
    if own := OWN_CAUSES.get(number.code):
        moved = {own: moved[RECORDS], **{cause: moved[cause] for cause in causes[1:2]}}
    return Line(number, values[0], values[-1], moved)


def _of_projects(snapshot: Snapshot, published: Counted, lines: list[Line]) -> list[Line]:
    """What moved in a project alone: a session that went from one to another, for one. What moved in the whole is told
    there, with its causes."""
    moved = {line.number.of_whole for line in lines if line.has_changed}
    span = Period(snapshot.period.start, snapshot.period.end)
    found = []
    for project in snapshot.data["projects"]:
        selection = Selection({"project": project})
        counted = count_tenant(span, axes_in(snapshot.data), selection)
        live = numbers_of(counted | {"beside": {"CERT": supplementary.measure(span, selection)["CERT"]}}, project)
        before = {number for number in published if number.project == project}
        found += [
            _line(number, published, [live], (RECORDS,))
            for number in sorted(before | live.keys())
            if number.of_whole not in moved and number.code in figures_of(snapshot.data)
        ]
    return found


def _made_unknown(snapshot: Snapshot) -> Mapping[str, int]:
    """Axis -> of how many people it became unknown by the erasures since the snapshot."""
    found: dict[str, int] = {}
    for unknown in Erasure.objects.filter(done_at__gt=snapshot.taken_at).values_list("unknown", flat=True):
        for axis, count in unknown.items():
            found[axis] = found.get(axis, 0) + count
    return found


def _with_erasures(line: Line, unknown: Mapping[str, int]) -> Line:
    """Erasing moves no total, but who becomes unknown leaves a share and a row: the records moved by the rest."""
    axes = ("category",) if line.code == "PRO" else parts_of(line.number.axis) if line.number.axis else ()
    most = sum(unknown.get(STORED_PERSON_AXES.get(axis, ""), 0) for axis in axes)
    by = line.moved.get(RECORDS, 0)
    leaves = by < 0 or UNKNOWN in line.number.value.split(BESIDE)
    if not by or not most or not leaves:
        return line
    erased = max(-most, min(most, by))
    return Line(line.number, line.published, line.live, line.moved | {RECORDS: by - erased, ERASURES: erased})


def late_evidence(snapshot: Snapshot) -> Any:
    """Rows recorded after the snapshot about half-days of its period: flagged “after lock”."""
    days = (snapshot.period.start, snapshot.period.end)
    return Evidence.objects.filter(server_time__gt=snapshot.taken_at, slot__date__range=days)
