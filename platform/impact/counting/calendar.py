"""Figures of a month, a quarter or a year from the tallies kept of them, as quick with a million attendances as with
ten: of everything, of a project, of a cycle.

Sessions are summed from their kept days, as for any period; people and cells were counted when they were folded.
"""

import datetime
from collections.abc import Sequence
from typing import Any

from core.codes import NOT_PROFESSIONAL, UNKNOWN
from impact.aggregates.tallies import SCOPED_AXES
from impact.counting import figures
from impact.counting.figures import Cells, Raw, count_all
from impact.facts.period import Period
from impact.facts.selection import Selection
from impact.facts.sources import is_of_evidence

QUARTER, YEAR = 3, 12
TALLIES = """
of_tallies AS (
  SELECT json_agg(json_build_array(axis, value, attendances, reached, trained, new)) AS tallies
  FROM impact_periodtally WHERE span = %(span)s AND start = %(start)s AND scope = %(scope)s
),
of_months AS (
  SELECT json_agg(json_build_array('month', to_char(start, 'YYYY-MM'), attendances, reached, trained, new)) AS months
  FROM impact_periodtally
  WHERE span = 'month' AND scope = %(scope)s AND axis = '' AND start BETWEEN %(start)s AND %(end)s
),
of_past AS (
  SELECT coalesce(sum(new), 0) AS cumulative FROM impact_periodtally
  WHERE span = 'month' AND scope = %(scope)s AND axis = '' AND start <= %(end)s
)"""


def count_raw(period: Period, axes: Sequence[str], given: dict[str, Any], *, tests: bool = True) -> Raw:
    """What the figures are made of, before rounding."""
    scope = None if is_of_evidence(given) else scope_of(given["selection"])
    if scope is None:
        return count_all(given, axes, tests=tests)
    given = given | {"scope": scope}
    if (span := span_of(period)) and (not scope or set(axes) <= {*SCOPED_AXES, "month"}):
        return count_calendar(span, given, axes, tests=tests)
    return count_all(given, axes, tests=tests)


def scope_of(selection: Selection) -> str | None:
    """What tallies are kept of: everything, a project, or a cycle. None for any other selection."""
    if len(selection.values) > 1:
        return None
    for axis, value in selection.values.items():
        return f"{axis}={'' if value == UNKNOWN else value}" if axis in ("project", "cycle") else None
    return ""


def span_of(period: Period) -> str:
    """`month`, `quarter` or `year` where the period is one, else empty."""
    start, after = period.start, period.end + datetime.timedelta(days=1)
    months = 12 * (after.year - start.year) + after.month - start.month
    if not period.has_whole_months or (start.month - 1) % max(months, 1):
        return ""
    return {1: "month", QUARTER: "quarter", YEAR: "year"}.get(months, "")


def count_calendar(span: str, given: dict[str, Any], axes: Sequence[str], *, tests: bool) -> Raw:
    """Everything of a calendar period of the active tenant, in one statement."""
    parts = [figures.SESSIONS, figures.ONLINE, TALLIES]
    wanted = ["of_sessions", "of_online", "of_tallies", "of_months", "of_past"]
    row, groups = figures.ask(parts, wanted, given | {"span": span}, tests=tests)
    found = figures.loaded(row.pop("tallies"))
    months = figures.loaded(row.pop("months"))
    cells: Cells = {axis: {} for axis in ("", *axes)}
    for axis, value, attendances, reached, trained, _new in (*found, *months):
        if axis in cells and (attendances or reached or trained):
            cells[axis][value or UNKNOWN] = {"ATT": attendances, "REACH": reached, "TRAINED": trained}
    del cells[""]
    return Raw(figures.whole(row | _people(found)), groups, cells)


def _people(found: list[list[Any]]) -> dict[str, int]:
    counted = {"reached": 0, "trained": 0, "new": 0, "known": 0, "professionals": 0}
    for axis, value, _attendances, reached, trained, new in found:
        if not axis:
            counted |= {"reached": reached, "trained": trained, "new": new}
        if axis == "category" and value:
            counted["known"] += reached
            counted["professionals"] += reached * (value not in NOT_PROFESSIONAL)
    return counted
