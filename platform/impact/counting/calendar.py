"""Counts a month, a quarter, a year or all there is from its tallies, as quick with a million attendances as with ten.

Tallies are kept of everything, and of the sessions of each value of some axes. Sessions are summed from their days, as
for any period; people and cells were counted when the tallies were made (impact.aggregates).
"""

import datetime
from collections.abc import Sequence
from typing import Any

from core.codes import NOT_PROFESSIONAL, UNKNOWN
from impact.aggregates import ALL_TIME, SCOPED_AXES, SCOPES
from impact.counting import figures
from impact.counting.figures import Cells, Raw
from impact.counting.query import select
from impact.facts.definitions import LEVELS, PERSON_AXES, STORED_AXES
from impact.facts.parameters import CountParameters
from impact.facts.period import Period

QUARTER, YEAR = 3, 12
ALL = "all"
TALLIES = """
of_tallies AS (
  SELECT json_agg(json_build_array(axis, value, attendances, reached, trained, new)) AS tallies
  FROM impact_periodtally WHERE span = %(span)s AND start = %(first)s AND scope = %(scope)s
),
of_months AS (
  SELECT json_agg(json_build_array('month', to_char(start, 'YYYY-MM'), attendances, reached, trained, new)) AS months
  FROM impact_periodtally
  WHERE span = 'month' AND scope = %(scope)s AND axis = ''
    AND start BETWEEN date_trunc('month', %(start)s::date) AND %(end)s
),
of_past AS (
  SELECT coalesce(sum(new), 0) AS cumulative FROM impact_periodtally
  WHERE span = 'month' AND scope = %(scope)s AND axis = '' AND start <= %(end)s
)"""
# Whether nothing that is tallied of people lies outside of the period.
EXTENT = """
of_extent AS (
  SELECT NOT EXISTS (SELECT 1 FROM impact_presenceday WHERE day < %(start)s)
     AND NOT EXISTS (SELECT 1 FROM impact_presenceday WHERE day > %(end)s)
     AND NOT EXISTS (SELECT 1 FROM impact_onlineday WHERE day < %(start)s OR day > %(end)s) AS is_all
)"""
BY_MONTH = """
SELECT to_char(day, 'YYYY-MM') AS month, sum(attendances) AS attendances
FROM session_day WHERE day BETWEEN %(start)s AND %(end)s GROUP BY 1
"""
TALLIED_BY_MONTH = """
SELECT to_char(start, 'YYYY-MM') AS month, attendances FROM impact_periodtally
WHERE span = 'month' AND scope = %(scope)s AND axis = '' AND start BETWEEN %(start)s AND %(end)s
"""


def scope_of(parameters: CountParameters) -> str | None:
    """Which tallies know: empty for those of everything, else an axis with its value, `project=SAVE`. None where none
    do: for any other selection, and for what is read from the evidence."""
    values = parameters.selection.values
    if parameters.reads_evidence or len(values) > 1:
        return None
    for axis, value in values.items():
        return f"{axis}={'' if value == UNKNOWN else value}" if axis in SCOPES else None
    return ""


def span_of(period: Period, scope: str | None, axes: Sequence[str]) -> str:
    """`month`, `quarter` or `year` where the period is one, `all` where it is longer and may hold all there is; empty
    where the scope is not tallied by these axes."""
    stored = {LEVELS[axis][0] if _is_rolled_up(axis) else axis for axis in axes}
    if scope is None or not stored <= ({*SCOPED_AXES, "month"} if scope else set(STORED_AXES)):
        return ""
    start, after = period.start, period.end + datetime.timedelta(days=1)
    months = 12 * (after.year - start.year) + after.month - start.month
    if not period.has_whole_months or (start.month - 1) % max(months, 1):
        return ALL
    return {1: "month", QUARTER: "quarter", YEAR: "year"}.get(months, ALL)


def count_calendar(
    parameters: CountParameters, axes: Sequence[str], *, span: str, scope: str, tests: bool
) -> Raw | None:
    """Everything of a calendar period of the active tenant, in one statement. None where `all` was asked for and is
    not."""
    if span == ALL and not _holds_all(parameters):
        return None
    parts = [figures.SESSIONS, figures.ONLINE, TALLIES, *([EXTENT] if span == ALL else [])]
    wanted = ["of_sessions", "of_online", "of_tallies", "of_months", "of_past", *(["of_extent"] if span == ALL else [])]
    first = ALL_TIME if span == ALL else parameters.period.start
    row, groups = figures.ask(parts, wanted, parameters, tests=tests, span=span, scope=scope, first=first)
    if not row.pop("is_all", True):
        return None
    found = figures.loaded(row.pop("tallies"))
    months = figures.loaded(row.pop("months"))
    levels = [axis for axis in axes if _is_rolled_up(axis)]
    cells: Cells = {axis: {} for axis in ("", *axes, *(LEVELS[axis][0] for axis in levels))}
    for axis, value, attendances, reached, trained, _new in (*found, *months):
        if axis in cells and (attendances or reached or trained):
            cells[axis][value or UNKNOWN] = {"ATT": attendances, "REACH": reached, "TRAINED": trained}
    cells |= {axis: figures.roll_up(axis, cells[LEVELS[axis][0]]) for axis in levels}
    return Raw(figures.whole(row | _people(found)), groups, {axis: cells[axis] for axis in axes})


def _holds_all(parameters: CountParameters) -> bool:
    """The same asked beforehand, so that most other periods are counted once; what is true may be no more by then."""
    (row,) = select(f", {EXTENT} SELECT is_all FROM of_extent", parameters)  # noqa: S608  our names
    return bool(row["is_all"])


def _is_rolled_up(axis: str) -> bool:
    """Whether the tallies of another axis tell it: people who are in one of its values are in one of the level's."""
    return axis in LEVELS and axis in PERSON_AXES


def _people(found: list[list[Any]]) -> dict[str, int]:
    counted = {"reached": 0, "trained": 0, "new": 0, "known": 0, "professionals": 0}
    for axis, value, _attendances, reached, trained, new in found:
        if not axis:
            counted |= {"reached": reached, "trained": trained, "new": new}
        if axis == "category" and value:
            counted["known"] += reached
            counted["professionals"] += reached * (value not in NOT_PROFESSIONAL)
    return counted


def attendances_by_month(parameters: CountParameters) -> dict[str, int]:
    """Attendances of every month of the period, in order, and nothing else; of whole months from their tallies."""
    period = parameters.period
    scope = scope_of(parameters) if period.has_whole_months else None
    rows = select(BY_MONTH, parameters) if scope is None else select(TALLIED_BY_MONTH, parameters, scope=scope)
    counted = {row["month"]: int(row["attendances"]) for row in rows}
    return {month: counted.get(month, 0) for month in period.months()}
