"""Counts any period from the chained days: which one is a person’s last in it is a condition on its row.

Of a person whose axes stay as they are within the period, and who did nothing online, every row of the period has the
axes of the last one, and figures are sums over rows (impact.counting.plain_rows). The few others (`moved`) are counted
as everywhere (impact.counting.figures). Everybody is in one of the two, so both add up. Whom an axis of people chooses
are the rows that have its value (impact.facts.sources). Months that are whole are read from their tallies.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.codes import NOT_PROFESSIONAL, UNKNOWN
from impact.counting import figures, plain_rows
from impact.counting.figures import EMPTY, Cells, Raw
from impact.facts.definitions import BESIDE, LEVELS, PERSON_AXES, STORED_PERSON_AXES, parts_of, splits_people
from impact.facts.parameters import CountParameters

MOST_COLUMNS = 4  # of people: beyond it their combinations are as many as people
OF_SESSIONS = ("region", "month")  # session axes whose next days are chained
# Who was trained of those who moved, and of everybody who was new: what is tallied by day knows it, of people whom an
# axis chose their own days, of other sessions all days there were.
TRAINED = "(SELECT count(DISTINCT person) FROM activity WHERE trains) AS trained"
NEW_TALLIED = f"""
of_trained AS (
  SELECT {TRAINED},
         coalesce(sum(new) FILTER (WHERE start >= %(start)s), 0) AS new, coalesce(sum(new), 0) AS cumulative
  FROM impact_periodtally WHERE span = 'day' AND scope = %(scope)s AND start <= %(end)s
)"""  # noqa: S608  our names
NEW_OF_CHOSEN = f"""
of_trained AS (
  SELECT {TRAINED}, count(*) FILTER (WHERE first BETWEEN %(start)s AND %(end)s) AS new,
         count(*) FILTER (WHERE first <= %(end)s) AS cumulative
  FROM (
    SELECT least((SELECT first_trained FROM impact_presenceday d WHERE d.person = r.person LIMIT 1),
                 (SELECT min(day) FROM impact_onlineday o WHERE o.person = r.person AND completions > 0)) AS first
    FROM reached r
  ) f
)"""  # noqa: S608  our names
NEW_IN_SOME = f"""
of_trained AS (
  SELECT {TRAINED}, count(*) FILTER (WHERE first >= %(start)s) AS new, count(*) AS cumulative
  FROM (SELECT person, min(day) AS first FROM trained WHERE day <= %(end)s {{of_chosen}} GROUP BY person) t
)"""  # noqa: S608  our names
ONLY_TRAINED = f"of_trained AS (SELECT {TRAINED})"
# Whoever did something online in the period is of those who moved.
ONLINE_OF_CHOSEN = """
of_online AS (
  SELECT coalesce(sum(completions), 0) AS completions_online FROM online_day
  WHERE day BETWEEN %(start)s AND %(end)s AND person IN (SELECT person FROM reached)
)"""


def may_chain(parameters: CountParameters, axes: Sequence[str]) -> bool:
    """Whether the chained days tell these cells: by few axes of people, the region and the month."""
    known = all(splits_people(axis) or axis in OF_SESSIONS for axis in axes)
    return not parameters.reads_evidence and known and len(_columns(axes)) <= MOST_COLUMNS


def count_chained(
    parameters: CountParameters, axes: Sequence[str], *, scope: str | None, tests: bool, new: bool = True
) -> Raw:
    """Everything over the facts of the active tenant, in one statement. `scope` names the tallies of the days that know
    who was new, None where there are none; without `new` nobody asks who was, nor for CUM."""
    columns = _columns(axes)
    parts, named = plain_rows.sums(parameters.selection, columns, axes)
    of_trained = _of_trained(parameters, scope) if new else ONLY_TRAINED
    of_online = ONLINE_OF_CHOSEN if parameters.selection.of_people else figures.ONLINE
    by_axis, names = figures.cells_of(axes)
    whole = parameters.period.whole_months
    row, groups = figures.ask(
        [figures.SESSIONS, figures.PEOPLE, of_trained, of_online, *parts, *by_axis],
        ["of_sessions", "of_people", "of_trained", "of_online", *named, *names],
        replace(parameters, of_moved=True, told=plain_rows.told_by(columns, axes)), tests=tests, scope=scope,
        whole_start=whole.start, whole_end=whole.end, first_edge=whole.day_before, last_edge=whole.day_after,
    )  # fmt: skip
    told = {name: figures.loaded(row.pop(name)) for name in named}
    cells = figures.read_cells(row, axes, names)
    _add_plain(cells, columns, told)
    return Raw(figures.whole(_with_plain(row, columns, told["told_by_people"])), groups, cells)


def _of_trained(parameters: CountParameters, scope: str | None) -> str:
    if scope is not None:
        return NEW_TALLIED
    some = bool(parameters.selection.of_people)
    if parameters.selection.of_sessions:
        return NEW_IN_SOME.format(of_chosen="AND person IN (SELECT person FROM chosen)" if some else "")
    return NEW_OF_CHOSEN


def _columns(axes: Sequence[str]) -> list[str]:
    """The columns of people that tell these axes, and which are professionals."""
    stored = {_stored(part) for axis in axes for part in parts_of(axis) if part in PERSON_AXES}
    return sorted({STORED_PERSON_AXES[axis] for axis in stored | {"category"}})


def _stored(axis: str) -> str:
    return LEVELS[axis][0] if axis in LEVELS else axis


def _add_plain(cells: Cells, columns: list[str], told: Mapping[str, list[list[Any]]]) -> None:
    """What was counted of those who did not move, to the cells of those who did."""
    for axis in cells.keys() - set(OF_SESSIONS):
        for group in told["told_by_people"]:
            counts = group[len(columns) :][: len(EMPTY)]
            _add(cells[axis], _cell(axis, dict(zip(columns, group, strict=False))), counts)
    for value, *counts in told.get("told_by_region", ()):
        _add(cells["region"], value or UNKNOWN, counts)
    for month, *counts in told.get("told_by_month", ()):
        _add(cells["month"], month[:7], counts)
    for month, *counts in told.get("whole_months", ()):  # of everybody, those who moved too
        if any(counts):
            cells["month"][month] = dict(zip(EMPTY, counts, strict=True))


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
    found = dict(row)
    for group in people:
        category, (_attendances, *counts) = group[columns.index("category")], group[len(columns) :]
        for name, count in zip(("reached", "trained", "new", "cumulative"), counts, strict=False):
            if name in found:
                found[name] += count
        if category:
            found["known"] += counts[0]
            found["professionals"] += counts[0] * (category not in NOT_PROFESSIONAL)
    return found
