"""Sums over calendar periods, moved by what some people count: taken off before their rows change, added after."""

from collections.abc import Sequence
from typing import Any

from impact.counting.definitions import PERSON_AXES, PERSON_COLUMNS, SESSION_AXES, SESSION_COLUMNS

SPANS = ("month", "quarter", "year")
# The month is no axis here: its cells are the tallies of the months.
_OF_SESSIONS = tuple(axis for axis in SESSION_AXES if axis != "month")
_SPANS = ", ".join(f"('{span}', date_trunc('{span}', day)::date)" for span in SPANS)
_AXES = ", ".join(PERSON_COLUMNS)
_PEOPLE_VALUES = ", ".join(f"('{axis}', coalesce(q.{column}, ''))" for axis, column in PERSON_AXES.items())
_SESSION_VALUES = ", ".join(f"('{axis}', {axis})" for axis in _OF_SESSIONS)

# The same reading of the rules as impact.counting.figures, of every calendar period at once.
ADD = f"""
WITH doing AS (
  SELECT person, session_id, day, part_order, true AS in_room, true AS sighted, starts, trains, {_AXES},
         {", ".join(SESSION_COLUMNS)}
  FROM impact_presenceday {{people}}
  UNION ALL
  SELECT person, NULL, day, 0, false, lessons > 0, false, completions > 0, {_AXES}, '', '', '', '', '', ''
  FROM impact_onlineday {{people}}
),
spanned AS (SELECT d.*, s.span, s.start FROM doing d CROSS JOIN LATERAL (VALUES {_SPANS}) s (span, start)),
latest AS (
  SELECT DISTINCT ON (span, start, person) span, start, person, {_AXES} FROM spanned WHERE sighted
  ORDER BY span, start, person, in_room DESC, day DESC, part_order DESC, session_id DESC, {_AXES}
),
done AS (
  SELECT span, start, person, count(*) FILTER (WHERE starts) AS attendances, bool_or(sighted) AS sighted,
         bool_or(trains) AS trained
  FROM spanned GROUP BY span, start, person
),
counted AS (
  SELECT d.span, d.start, v.axis, v.value, sum(d.attendances) AS attendances, count(*) FILTER (WHERE d.sighted) AS reached,
         count(*) FILTER (WHERE d.trained) AS trained, 0 AS new
  FROM done d LEFT JOIN latest q ON q.span = d.span AND q.start = d.start AND q.person = d.person
  CROSS JOIN LATERAL (VALUES ('', ''), {_PEOPLE_VALUES}) v (axis, value)
  GROUP BY 1, 2, 3, 4
  UNION ALL
  SELECT span, start, axis, value, sum(attendances), count(*) FILTER (WHERE sighted), count(*) FILTER (WHERE trained), 0
  FROM (
    SELECT d.span, d.start, v.axis, v.value, d.person, count(*) FILTER (WHERE starts) AS attendances,
           bool_or(sighted) AS sighted, bool_or(trains) AS trained
    FROM spanned d CROSS JOIN LATERAL (VALUES {_SESSION_VALUES}) v (axis, value) GROUP BY 1, 2, 3, 4, 5
  ) c GROUP BY 1, 2, 3, 4
  UNION ALL
  SELECT s.span, s.start, '', '', 0, 0, 0, count(*)
  FROM (SELECT person, min(day) AS day FROM doing WHERE trains GROUP BY person) f
  CROSS JOIN LATERAL (VALUES ('day', day), {_SPANS}) s (span, start) GROUP BY 1, 2
)
INSERT INTO impact_periodtally AS t (span, start, axis, value, attendances, reached, trained, new)
SELECT span, start, axis, value, {{sign}} * sum(attendances), {{sign}} * sum(reached), {{sign}} * sum(trained),
       {{sign}} * sum(new)
FROM counted GROUP BY span, start, axis, value
ON CONFLICT (span, start, axis, value) DO UPDATE
SET attendances = t.attendances + excluded.attendances, reached = t.reached + excluded.reached,
    trained = t.trained + excluded.trained, new = t.new + excluded.new"""  # noqa: S608  our names


def add_people(cursor: Any, people: Sequence[int] | None = None, *, sign: int = 1) -> None:
    """Add what these people count in every calendar period, or with sign -1 take it off; all people when none given."""
    where = "" if people is None else "WHERE person = ANY(%(people)s)"
    cursor.execute(ADD.format(people=where, sign=sign), {"people": people})
