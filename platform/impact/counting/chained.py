"""Counts any period from the chained days: which one is a person’s last in it is a condition on its row.

Of a person whose axes stay as they are within the period, and who did nothing online, every row of the period has the
axes of the last one, and figures are sums over rows (`plain`). The few others (`moved`) are counted as everywhere
(impact.counting.figures). Everybody is in one of the two, so both add up.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from core.codes import NOT_PROFESSIONAL, UNKNOWN
from impact.counting import figures
from impact.counting.figures import EMPTY, Cells, Raw
from impact.facts.definitions import BESIDE, LEVELS, PERSON_AXES, STORED_PERSON_AXES, parts_of, splits_people
from impact.facts.parameters import CountParameters

MOST_COLUMNS = 4  # of people: beyond it their combinations are as many as people
OF_SESSIONS = ("region", "month")  # session axes whose next days are chained
PLAIN = """
plain AS NOT MATERIALIZED (
  SELECT d.* FROM impact_presenceday d
  -- NOT IN is looked up in a hash whatever the planner expects; an anti-join it may loop over
  WHERE d.day BETWEEN %(start)s AND %(end)s AND d.person NOT IN (SELECT person FROM moved)
)"""
PLAIN_PEOPLE = """
plain_people AS (
  SELECT json_agg(json_build_array({columns}, attendances, reached, trained)) AS plain_people
  FROM (
    SELECT {columns}, count(*) FILTER (WHERE starts) AS attendances,
           count(*) FILTER (WHERE next_day > %(end)s) AS reached,
           count(*) FILTER (WHERE trains AND next_trained > %(end)s) AS trained
    FROM plain GROUP BY {columns}
  ) p
)"""
PLAIN_SESSIONS = """
plain_sessions AS (
  SELECT json_agg(json_build_array(axis, value, attendances, reached, trained)) AS plain_sessions
  FROM (
    SELECT v.axis, v.value, sum(v.attendances) AS attendances, sum(v.reached) AS reached, sum(v.trained) AS trained
    FROM (
      SELECT region, day, count(*) FILTER (WHERE starts) AS attendances,
             count(*) FILTER (WHERE next_in_region > %(end)s) AS in_region,
             count(*) FILTER (WHERE trains AND next_trained_in_region > %(end)s) AS trained_in_region,
             count(*) FILTER (WHERE ends_month OR next_day > %(end)s) AS in_month,
             count(*) FILTER (WHERE trains AND (ends_month_trained OR next_trained > %(end)s)) AS trained_in_month
      FROM plain GROUP BY region, day
    ) g
    CROSS JOIN LATERAL (VALUES ('region', region, attendances, in_region, trained_in_region),
                               ('month', to_char(day, 'YYYY-MM'), attendances, in_month, trained_in_month)
    ) v (axis, value, attendances, reached, trained)
    GROUP BY 1, 2
  ) s
)"""
# Who was trained before, the tallies of the days know.
TRAINED = """
of_trained AS (
  SELECT (SELECT count(DISTINCT person) FROM activity WHERE trains) AS trained,
         coalesce(sum(new) FILTER (WHERE start >= %(start)s), 0) AS new, coalesce(sum(new), 0) AS cumulative
  FROM impact_periodtally WHERE span = 'day' AND scope = '' AND start <= %(end)s
)"""


def may_chain(scope: str | None, axes: Sequence[str]) -> bool:
    """Whether the chained days tell these cells: of everything, by few axes of people, the region and the month."""
    known = all(splits_people(axis) or axis in OF_SESSIONS for axis in axes)
    return scope == "" and known and len(_columns(axes)) <= MOST_COLUMNS


def count_chained(parameters: CountParameters, axes: Sequence[str], *, tests: bool) -> Raw:
    """Everything over the facts of the active tenant, in one statement."""
    columns = _columns(axes)
    plain = [PLAIN, PLAIN_PEOPLE.format(columns=", ".join(columns))]
    named = ["plain_people"]
    if any(axis in OF_SESSIONS for axis in axes):
        plain, named = [*plain, PLAIN_SESSIONS], [*named, "plain_sessions"]
    by_axis, names = figures.cells_of(axes)
    row, groups = figures.ask(
        [figures.SESSIONS, figures.PEOPLE, TRAINED, figures.ONLINE, *plain, *by_axis],
        ["of_sessions", "of_people", "of_trained", "of_online", *named, *names],
        replace(parameters, of_moved=True), tests=tests,
    )  # fmt: skip
    people = figures.loaded(row.pop("plain_people"))
    sessions = figures.loaded(row.pop("plain_sessions", None))
    cells = figures.read_cells(row, axes, names)
    for axis, value, *counts in sessions:
        if axis in cells:
            _add(cells[axis], value or UNKNOWN, counts)
    _add_people(cells, columns, people)
    return Raw(figures.whole(_with_plain(row, columns, people)), groups, cells)


def _columns(axes: Sequence[str]) -> list[str]:
    """The columns of people that tell these axes, and which are professionals."""
    stored = {_stored(part) for axis in axes for part in parts_of(axis) if part in PERSON_AXES}
    return sorted({STORED_PERSON_AXES[axis] for axis in stored | {"category"}})


def _stored(axis: str) -> str:
    return LEVELS[axis][0] if axis in LEVELS else axis


def _add_people(cells: Cells, columns: list[str], people: list[list[Any]]) -> None:
    for axis in cells.keys() - set(OF_SESSIONS):
        for group in people:
            _add(cells[axis], _cell(axis, dict(zip(columns, group, strict=False))), group[len(columns) :])


def _cell(axis: str, values: dict[str, str]) -> str:
    """The cell of the axis, or of two that are crossed, in which people of these columns are."""
    found = []
    for part in parts_of(axis):
        value = values[STORED_PERSON_AXES[_stored(part)]]
        found.append((LEVELS[part][1](value) if part in LEVELS else value) or UNKNOWN)
    return BESIDE.join(found)


def _add(cells: dict[str, dict[str, int]], value: str, counts: Sequence[int]) -> None:
    if any(counts):
        cell = cells.setdefault(value, dict(EMPTY))
        for code, count in zip(EMPTY, counts, strict=True):
            cell[code] += int(count)


def _with_plain(row: dict[str, Any], columns: list[str], people: list[list[Any]]) -> dict[str, Any]:
    """What was counted of those who moved, with all others."""
    at, found = columns.index("category"), dict(row)
    for group in people:
        category, reached, trained = group[at], group[-2], group[-1]
        found["reached"] += reached
        found["trained"] += trained
        if category:
            found["known"] += reached
            found["professionals"] += reached * (category not in NOT_PROFESSIONAL)
    return found
