"""Counts all figures of a period in one statement over the facts, so that they are of one moment.

Sessions and people are each gone through once; cells of any number of axes come with them.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core.codes import UNKNOWN
from impact.counting.query import select
from impact.facts.definitions import BESIDE, PERSON_AXES, parts_of, rolled_up, splits_people, value_of
from impact.facts.parameters import CountParameters
from impact.facts.period import Period

# A session falls into the period by its first slot, a half-day by its date.
SESSIONS = """
of_sessions AS (
  SELECT count(*) FILTER (WHERE opening) AS planned,
         count(*) FILTER (WHERE opening AND held) AS held,
         count(*) FILTER (WHERE opening AND held AND role = 'organised') AS organised,
         count(*) FILTER (WHERE opening AND held AND audience = 'professional') AS for_professionals,
         coalesce(sum(delivered) FILTER (WHERE held), 0) AS delivered,
         coalesce(sum(attendances), 0) AS attendances, coalesce(sum(half_days), 0) AS half_days,
         coalesce(sum(heads) FILTER (WHERE held), 0) AS half_days_headcounted,
         coalesce(sum(minutes), 0) AS person_minutes,
         coalesce(sum(head_minutes) FILTER (WHERE held), 0) AS person_minutes_headcounted,
         coalesce(sum(completions), 0) AS completions_in_rooms,
         coalesce(sum(most_heads) FILTER (WHERE opening AND held), 0) AS headcount,
         -- whoever was in a room of the session in the period has their first day there in it
         coalesce(max(attendances + most_heads) FILTER (WHERE opening AND held), 0) AS fullest
  FROM (
    SELECT session_id, role, audience, most_heads, bool_or(opening) AS opening,
           bool_or(state_held AND (attended > 0 OR most_heads > 0)) AS held, sum(delivered) AS delivered,
           sum(attendances) AS attendances, sum(half_days) AS half_days, sum(heads) AS heads, sum(minutes) AS minutes,
           sum(head_minutes) AS head_minutes, sum(completions) AS completions
    FROM session_day WHERE day BETWEEN %(start)s AND %(end)s
    GROUP BY session_id, role, audience, most_heads
  ) s
)"""

SCORES = ("pre", "pre_maximum", "post", "post_maximum")
TESTS = """
of_tests AS (
  SELECT json_agg(json_build_array(pre::text, pre_maximum::text, post::text, post_maximum::text, people)) AS tests
  FROM (
    SELECT pre, pre_maximum, post, post_maximum, sum(people) AS people
    FROM test_pair JOIN held ON held.id = test_pair.session_id
    WHERE held.day BETWEEN %(start)s AND %(end)s GROUP BY 1, 2, 3, 4
  ) t
)"""

PEOPLE = """
of_people AS (
  SELECT count(*) AS reached, count(*) FILTER (WHERE category <> '') AS known,
         count(*) FILTER (WHERE category NOT IN ('', 'general_public', 'student')) AS professionals
  FROM reached
)"""

TRAINED = """
of_trained AS (
  SELECT count(*) FILTER (WHERE now) AS trained, count(*) FILTER (WHERE first >= %(start)s) AS new,
         count(*) AS cumulative
  FROM (SELECT person, min(day) AS first, max(day) >= %(start)s AS now FROM trained WHERE day <= %(end)s
        GROUP BY person) t
)"""

# The same where the tallies of the days know who was new.
TRAINED_TALLIED = """
of_trained AS (
  SELECT (SELECT count(DISTINCT person) FROM trained WHERE day BETWEEN %(start)s AND %(end)s) AS trained,
         coalesce(sum(new) FILTER (WHERE start >= %(start)s), 0) AS new, coalesce(sum(new), 0) AS cumulative
  FROM impact_periodtally WHERE span = 'day' AND scope = %(scope)s AND start <= %(end)s
)"""

ONLINE = """
of_online AS (
  SELECT coalesce(sum(completions), 0) AS completions_online FROM online_day
  WHERE day BETWEEN %(start)s AND %(end)s
)"""

# Person axes partition people: the value is that of the latest attendance (rule 3).
PERSON_CELLS = """
SELECT axis, coalesce(nullif(value, ''), %(unknown)s) AS cell, sum(attendances) AS "ATT",
       count(counts_in_reach) AS "REACH", count(*) FILTER (WHERE trained) AS "TRAINED"
FROM (
  SELECT d.attendances, d.trained, q.person AS counts_in_reach, v.axis, v.value
  FROM (SELECT person, count(*) FILTER (WHERE starts) AS attendances, bool_or(trains) AS trained
        FROM activity GROUP BY person) d
  LEFT JOIN reached q ON q.person = d.person CROSS JOIN LATERAL (VALUES {values}) v (axis, value)
) c GROUP BY 1, 2"""

# Session axes do not, nor do they crossed with one of people: REACH and TRAINED are of each cell.
SESSION_CELLS = """
SELECT axis, coalesce(nullif(value, ''), %(unknown)s) AS cell, sum(attendances) AS "ATT",
       count(*) FILTER (WHERE counts_in_reach) AS "REACH", count(*) FILTER (WHERE trained) AS "TRAINED"
FROM (
  SELECT v.axis, v.value, d.person, count(*) FILTER (WHERE d.starts) AS attendances,
         bool_or(d.counts_in_reach) AS counts_in_reach, bool_or(d.trains) AS trained
  FROM activity d {people} CROSS JOIN LATERAL (VALUES {values}) v (axis, value) GROUP BY 1, 2, 3
) c GROUP BY 1, 2"""
WITH_PEOPLE = "LEFT JOIN reached q ON q.person = d.person"  # whose value is that of the latest attendance

Cells = dict[str, dict[str, dict[str, int]]]
EMPTY = {"ATT": 0, "REACH": 0, "TRAINED": 0}


@dataclass(frozen=True)
class Raw:
    """What was counted, before rounding: `row` in people, sessions and minutes, the groups of test scores, the cells
    by axis."""

    row: dict[str, int]
    tests: list[dict[str, Any]] = field(default_factory=list)
    cells: Cells = field(default_factory=dict)


def count_all(
    parameters: CountParameters, axes: Sequence[str] = (), *, scope: str | None = None, tests: bool = True
) -> Raw:
    """Everything over the facts of the active tenant, in one statement; `scope` names the tallies of the days that know
    who was new, None where there are none."""
    of_trained = TRAINED if scope is None else TRAINED_TALLIED
    parts, wanted = [SESSIONS, PEOPLE, of_trained, ONLINE], ["of_sessions", "of_people", "of_trained", "of_online"]
    by_axis, names = cells_of(axes)
    row, groups = ask([*parts, *by_axis], [*wanted, *names], parameters, tests=tests, scope=scope)
    cells = read_cells(row, axes, names)
    return Raw(whole(row), groups, cells)


def cells_of(axes: Sequence[str]) -> tuple[list[str], list[str]]:
    """The expressions that give the cells of these axes as JSON, and their names."""
    named = _cells(axes)
    parts = [f"\n{name} AS (SELECT json_agg(c) AS {name} FROM ({query}) c)" for name, query in named]  # noqa: S608
    return parts, [name for name, _query in named]


def read_cells(row: dict[str, Any], axes: Sequence[str], names: Sequence[str]) -> Cells:
    """The cells by axis; they are taken out of the row."""
    cells: Cells = {axis: {} for axis in axes}
    for name in names:
        for cell in loaded(row.pop(name)):
            cells[cell["axis"]][cell["cell"]] = {code: int(cell[code]) for code in EMPTY}
    return cells


def ask(
    parts: Sequence[str], wanted: Sequence[str], parameters: CountParameters, *, tests: bool, **more: Any
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The one row of the `wanted` expressions, each of one row, and the groups of test scores."""
    if tests:
        parts, wanted = [*parts, TESTS], [*wanted, "of_tests"]
    statement = ", ".join(["", *parts]) + "\nSELECT * FROM " + ", ".join(wanted)
    (row,) = select(statement, parameters, unknown=UNKNOWN, **more)
    return row, [score_of(group) for group in loaded(row.pop("tests", None))]


def whole(row: dict[str, Any]) -> dict[str, int]:
    """The raw counts as integers; completions in rooms and online are one figure."""
    counted = {name: int(value) for name, value in row.items()}
    counted["completions"] = counted.pop("completions_in_rooms") + counted.pop("completions_online")
    return counted


def _cells(axes: Sequence[str]) -> list[tuple[str, str]]:
    of_people = [axis for axis in axes if splits_people(axis)]
    of_sessions = [axis for axis in axes if not splits_people(axis)]
    found = []
    if of_people:
        found.append(("cells_of_people", PERSON_CELLS.format(values=_values(of_people))))
    if of_sessions:
        crossed = any(part in PERSON_AXES for axis in of_sessions for part in parts_of(axis))
        query = SESSION_CELLS.format(values=_values(of_sessions), people=WITH_PEOPLE if crossed else "")
        found.append(("cells_of_sessions", query))
    return found


def _values(axes: Sequence[str]) -> str:
    return ", ".join(f"('{axis}', {_value(axis)})" for axis in axes)


def _value(axis: str) -> str:
    parts = [value_of(part, "q" if part in PERSON_AXES else "d") for part in parts_of(axis)]
    if len(parts) == 1:
        return parts[0]
    return f" || '{BESIDE}' || ".join(f"coalesce(nullif({part}, ''), %(unknown)s)" for part in parts)


def arrange(axis: str, period: Period, counted: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """The cells of an axis in their order (definitions.md, section 3, rule 2): by code, every month of the period,
    `unknown` last, which is always there; of two axes `unknown|unknown`."""
    last = BESIDE.join(UNKNOWN for _part in parts_of(axis))
    counted = dict(sorted(counted.items()))
    listed = {month: dict(EMPTY) for month in period.months()} if axis == "month" else {}
    unknown = counted.pop(last, dict(EMPTY))
    return listed | counted | {last: unknown}


def roll_up(axis: str, cells: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The cells of a level, from those of the axis of people or of attendances that it rolls up; what nobody knows of
    one part (None) nobody knows of the sum."""
    found: dict[str, dict[str, Any]] = {}
    for value, cell in cells.items():
        sums = found.setdefault(rolled_up(axis, value), dict.fromkeys(cell, 0))
        for code, count in cell.items():
            sums[code] = None if count is None or sums[code] is None else sums[code] + count
    return found


def loaded(value: Any) -> list[Any]:
    """JSON as the driver gives it: text or already read."""
    return json.loads(value) if isinstance(value, str) else value or []


def score_of(group: list[Any]) -> dict[str, Any]:
    """Scores as text, and of how many people they are, as a group of test scores."""
    scores = {name: None if value is None else Decimal(value) for name, value in zip(SCORES, group, strict=False)}
    return scores | {"people": int(group[-1])}
