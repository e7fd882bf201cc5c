"""Tallies: sums over calendar periods, moved by what some people count, measured before their rows change and after."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from impact.facts.definitions import PERSON_COLUMNS, SESSION_COLUMNS, STORED_PERSON_AXES, STORED_SESSION_AXES

SPANS = ("month", "quarter", "year")
ALL_TIME = "1900-01-01"  # the start of the one span that holds every day
COLUMNS = ("span", "start", "scope", "axis", "value", "attendances", "reached", "trained", "new")
KEYS = 5  # of them name the cell
# By which axes the sessions of one value are tallied: those of the dashboard and of what is published.
SCOPED_AXES = ("sex", "age_band", "category", "region")
# What tallies are kept of by itself: the sessions that have one value of it.
SCOPES = SESSION_COLUMNS
EVERYTHING = ""
# The month is no axis here: its cells are the tallies of the months.
_OF_SESSIONS = tuple(axis for axis in STORED_SESSION_AXES if axis != "month")
_STARTS = {span: f"date_trunc('{span}', day)::date" for span in SPANS} | {"all": f"date '{ALL_TIME}'"}
_AXES = ", ".join(PERSON_COLUMNS)
_NO_COLUMNS = ", ".join("''" for _column in SESSION_COLUMNS)

# The same reading of the rules as impact.counting.figures, of every calendar period at once.
SUMS = f"""
WITH activity AS (
  SELECT person, session_id, day, part_order, true AS in_room, true AS counts_in_reach, starts, trains, {_AXES},
         {", ".join(SESSION_COLUMNS)}
  FROM impact_presenceday {{people}}
  UNION ALL
  SELECT person, NULL, day, 0, false, lessons > 0, false, completions > 0, {_AXES}, {_NO_COLUMNS}
  FROM impact_onlineday {{people}}
),
scoped AS (  -- what happened online is in no project
  SELECT d.*, s.scope FROM activity d
  CROSS JOIN LATERAL (VALUES {{scopes}}) s (scope)
  WHERE (d.in_room OR s.scope = '') {{of_scopes}}
),
spanned AS (
  SELECT d.*, s.span, s.start FROM scoped d CROSS JOIN LATERAL (VALUES {{spans}}) s (span, start) {{of_spans}}
),
latest AS (
  SELECT DISTINCT ON (span, start, scope, person) span, start, scope, person, {_AXES} FROM spanned WHERE counts_in_reach
  ORDER BY span, start, scope, person, in_room DESC, day DESC, part_order DESC, session_id DESC, {_AXES}
),
done AS (
  SELECT span, start, scope, person, count(*) FILTER (WHERE starts) AS attendances,
         bool_or(counts_in_reach) AS counts_in_reach, bool_or(trains) AS trained
  FROM spanned GROUP BY span, start, scope, person
),
counted AS (
  SELECT d.span, d.start, d.scope, v.axis, v.value, sum(d.attendances) AS attendances,
         count(*) FILTER (WHERE d.counts_in_reach) AS reached, count(*) FILTER (WHERE d.trained) AS trained, 0 AS new
  FROM done d
  LEFT JOIN latest q ON q.span = d.span AND q.start = d.start AND q.scope = d.scope AND q.person = d.person
  CROSS JOIN LATERAL (VALUES ('', ''), {{people_values}}) v (axis, value)
  WHERE d.scope = '' OR v.axis IN ({{scoped}})
  GROUP BY 1, 2, 3, 4, 5
  UNION ALL
  SELECT span, start, scope, axis, value, sum(attendances), count(*) FILTER (WHERE counts_in_reach),
         count(*) FILTER (WHERE trained), 0
  FROM (
    SELECT d.span, d.start, d.scope, v.axis, v.value, d.person, count(*) FILTER (WHERE starts) AS attendances,
           bool_or(counts_in_reach) AS counts_in_reach, bool_or(trains) AS trained
    FROM spanned d CROSS JOIN LATERAL (VALUES {{session_values}}) v (axis, value)
    WHERE d.scope = '' OR v.axis IN ({{scoped}})
    GROUP BY 1, 2, 3, 4, 5, 6
  ) c GROUP BY 1, 2, 3, 4, 5
  UNION ALL
  SELECT s.span, s.start, f.scope, '', '', 0, 0, 0, count(*)
  FROM (SELECT person, scope, min(day) AS day FROM scoped WHERE trains GROUP BY person, scope) f
  CROSS JOIN LATERAL (VALUES {{spans_of_new}}) s (span, start) GROUP BY 1, 2, 3
)
SELECT span, start, scope, axis, value, sum(attendances)::int, sum(reached)::int, sum(trained)::int, sum(new)::int
FROM counted GROUP BY span, start, scope, axis, value"""  # noqa: S608  our names
MOVE = f"""
INSERT INTO impact_periodtally AS t ({", ".join(COLUMNS)})
SELECT * FROM unnest(%s::text[], %s::date[], %s::text[], %s::text[], %s::text[],
                     %s::int[], %s::int[], %s::int[], %s::int[])
ON CONFLICT (span, start, scope, axis, value) DO UPDATE
SET attendances = t.attendances + excluded.attendances, reached = t.reached + excluded.reached,
    trained = t.trained + excluded.trained, new = t.new + excluded.new"""  # noqa: S608  our names

# Those that may change alone.
OF_SCOPES = "AND s.scope = ANY(%(scopes)s::text[])"
OF_SPANS = """
JOIN unnest(%(spans)s::text[], %(starts)s::date[]) c (span, start) ON c.span = s.span AND c.start = s.start"""

Sums = dict[tuple[Any, ...], tuple[int, ...]]


@dataclass(frozen=True)
class Narrowed:
    """Of which tallies alone: scopes, and spans with the day on which each starts. Who was new is of any span: the
    first time of a person may go back or forth to any day."""

    scopes: list[str]
    spans: list[str]
    starts: list[datetime.date]


def fill_tallies(cursor: Any) -> None:
    """The tallies of everybody, into the empty table: of one scope and span after the other, for all at once would sort
    each row dozens of times over."""
    for scope in (EVERYTHING, *SCOPES):
        for span in _STARTS:
            sums = _sums([scope], [span], days=span == "all")
            cursor.execute(f"INSERT INTO impact_periodtally ({', '.join(COLUMNS)}) {sums}")


def sums_of(cursor: Any, people: Sequence[int], of: Narrowed | None = None) -> Sums:
    """What these people count in every calendar period, or in those that may change: cell -> ATT, REACH, TRAINED,
    NEW."""
    sums = _sums(
        [EVERYTHING, *SCOPES], list(_STARTS), days=True, people="WHERE person = ANY(%(people)s::bigint[])",
        narrowed=of is not None,
    )  # fmt: skip
    cursor.execute(sums, {"people": list(people)} | (vars(of) if of else {}))
    return {tuple(row[:KEYS]): tuple(row[KEYS:]) for row in cursor.fetchall()}


def _sums(
    scopes: Sequence[str], spans: Sequence[str], *, days: bool, people: str = "", narrowed: bool = False
) -> str:  # fmt: skip
    """The query; with `days` who was new on each of them too."""
    of_people, of_sessions = STORED_PERSON_AXES, _OF_SESSIONS
    if EVERYTHING not in scopes:
        of_people = {axis: column for axis, column in of_people.items() if axis in SCOPED_AXES}
        of_sessions = tuple(axis for axis in of_sessions if axis in SCOPED_AXES)
    starts = [f"('{span}', {_STARTS[span]})" for span in spans]
    return SUMS.format(
        people=people,
        of_scopes=OF_SCOPES if narrowed else "",
        of_spans=OF_SPANS if narrowed else "",
        scopes=", ".join(f"('{scope}=' || {scope})" if scope else "('')" for scope in scopes),
        spans=", ".join(starts),
        spans_of_new=", ".join([*(["('day', day)"] if days else []), *starts]),
        people_values=", ".join(f"('{axis}', coalesce(q.{column}, ''))" for axis, column in of_people.items()),
        session_values=", ".join(f"('{axis}', {axis})" for axis in of_sessions),
        scoped=", ".join(f"'{axis}'" for axis in ("", *SCOPED_AXES)),
    )


def move_tallies(cursor: Any, before: Sums, after: Sums) -> None:
    """Add what the same people count now and counted not before; most cells stay as they are and are not written."""
    nothing = (0,) * (len(COLUMNS) - KEYS)
    moved = []
    for cell in before.keys() | after.keys():
        now, then = after.get(cell, nothing), before.get(cell, nothing)
        if now != then:
            moved.append((*cell, *(one - other for one, other in zip(now, then, strict=True))))
    if moved:
        cursor.execute(MOVE, [list(column) for column in zip(*sorted(moved), strict=True)])
