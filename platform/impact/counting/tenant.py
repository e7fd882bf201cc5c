"""The figures of the active tenant over a period, as `count` prints them (interfaces.md, "The count's JSON")."""

from collections.abc import Iterable
from typing import Any

from core.rounding import hours, percent
from impact.counting.cells import count_by
from impact.counting.definitions import DEFINITION_VERSION
from impact.counting.facts import select
from impact.counting.period import Period
from impact.counting.selection import EVERYTHING, Selection
from sessions.gains import summarize_gain
from tenants.connection import connection

FIGURES = """
, closing AS (SELECT * FROM held WHERE day BETWEEN %(start)s AND %(end)s),
room AS (  -- per held session of the period: the identified inside the period, the highest head-count
  SELECT c.id, c.role, c.audience,
         (SELECT count(DISTINCT p.person) FROM presence p
          WHERE p.session_id = c.id AND p.day BETWEEN %(start)s AND %(end)s) AS identified,
         coalesce((SELECT max(h.people) FROM head h JOIN slot sl ON sl.id = h.slot_id
                   WHERE sl.session_id = c.id), 0) AS unidentified
  FROM closing c
),
half_day AS (  -- slots of held sessions, by their own date
  SELECT sl.id, sl.minutes, coalesce(h.people, 0) AS people
  FROM slot sl JOIN held ON held.id = sl.session_id LEFT JOIN head h ON h.slot_id = sl.id
  WHERE sl.date BETWEEN %(start)s AND %(end)s
),
present AS (SELECT * FROM presence WHERE day BETWEEN %(start)s AND %(end)s),
first_trained AS (SELECT person, min(day) AS day FROM trained GROUP BY person)
SELECT
  (SELECT count(*) FROM opening o JOIN session s ON s.id = o.session_id
   WHERE o.day BETWEEN %(start)s AND %(end)s) AS planned,
  (SELECT count(*) FROM room) AS held,
  (SELECT count(*) FROM room WHERE role = 'organised') AS organised,
  (SELECT count(*) FROM room WHERE audience = 'professional') AS for_professionals,
  (SELECT coalesce(sum(minutes), 0) FROM half_day) AS delivered,
  (SELECT count(*) FROM attendance WHERE day BETWEEN %(start)s AND %(end)s) AS attendances,
  (SELECT count(*) FROM present) AS half_days,
  (SELECT coalesce(sum(people), 0) FROM half_day) AS half_days_headcounted,
  (SELECT coalesce(sum(minutes), 0) FROM present) AS person_minutes,
  (SELECT coalesce(sum(people * minutes), 0) FROM half_day) AS person_minutes_headcounted,
  (SELECT count(*) FROM completion WHERE day BETWEEN %(start)s AND %(end)s) AS completions,
  (SELECT count(*) FROM reached) AS reached,
  (SELECT count(DISTINCT person) FROM trained WHERE day BETWEEN %(start)s AND %(end)s) AS trained,
  (SELECT count(*) FROM first_trained WHERE day BETWEEN %(start)s AND %(end)s) AS new,
  (SELECT count(*) FROM first_trained WHERE day <= %(end)s) AS cumulative,
  (SELECT coalesce(sum(unidentified), 0) FROM room) AS headcount,
  (SELECT coalesce(max(identified + unidentified), 0) FROM room) AS fullest,
  (SELECT count(*) FROM reached WHERE category <> '') AS known,
  (SELECT count(*) FROM reached WHERE category NOT IN ('', 'general_public', 'student')) AS professionals
"""

# Scores as they are: means are taken over exact fractions, a numeric division would blur ties.
TESTS = """
, counted AS (
  SELECT t.*
  FROM score t JOIN held ON held.id = t.session_id AND held.day BETWEEN %(start)s AND %(end)s
  WHERE NOT EXISTS (SELECT 1 FROM runner r WHERE r.session_id = t.session_id AND r.person = t.person)
)
SELECT pre.score AS pre, pre.maximum AS pre_maximum, post.score AS post, post.maximum AS post_maximum,
       count(*) AS people
FROM (SELECT * FROM counted WHERE kind = 'pre') pre
FULL JOIN (SELECT * FROM counted WHERE kind = 'post') post USING (session_id, person)
GROUP BY 1, 2, 3, 4
"""


def count_tenant(
    period: Period, by: str | Iterable[str] | None = None, selection: Selection = EVERYTHING
) -> dict[str, Any]:
    """Every indicator of the active tenant; `by` adds the cells of one axis, or of several. Shape: interfaces.md."""
    given = parameters(period, selection)
    counted = express(measure(period, given), period, given)
    if by:
        axes = [by] if isinstance(by, str) else by
        counted["by"] = {axis: count_by(axis, period, given) for axis in axes}
    return counted


def express(row: dict[str, int], period: Period, given: dict[str, Any] | None = None) -> dict[str, Any]:
    """The indicators of the active tenant, whose raw counts are `row`."""
    given = given or parameters(period)
    return {
        "scope": f"tenant:{connection.tenant.schema_name}",
        "from": period.start.isoformat(),
        "to": period.end.isoformat(),
        "definition_version": DEFINITION_VERSION,
        "indicators": additive(row) | _unique(row) | {"GAIN": _gain(given)},
    }


def parameters(period: Period, selection: Selection = EVERYTHING) -> dict[str, Any]:
    """What the facts ask for, for the active tenant; people are looked up where a person axis chooses them."""
    given = {
        "start": period.start, "end": period.end, "zone": str(connection.tenant.time_zone),
        "evidence_until": period.evidence_until, "merges_until": period.merges_until,
        "selection": selection, **selection.parameters(),
    }  # fmt: skip
    if selection.of_people:
        query = "SELECT person FROM reached WHERE {}".format(selection.person_condition())  # noqa: S608, UP032  our names
        given["people"] = [row["person"] for row in select(query, given)]
    return given


def measure(period: Period, given: dict[str, Any] | None = None) -> dict[str, int]:
    """The active tenant's raw counts, in people, sessions and minutes: what can be summed without rounding."""
    (row,) = select(FIGURES, given or parameters(period))
    return {name: int(value) for name, value in row.items()}


def additive(row: dict[str, int]) -> dict[str, dict[str, Any]]:
    """The indicators that may be summed over sessions, months and tenants."""
    return {
        "S_PLAN": {"value": row["planned"], "additive": True},
        "S_HELD": {"value": row["held"], "organised": row["organised"], "additive": True},
        "H_DEL": {"value": hours(row["delivered"]), "additive": True},
        "ATT": {"value": row["attendances"], "additive": True},
        "HDP": {"value": row["half_days"], "headcounted": row["half_days_headcounted"], "additive": True},
        "PH": {
            "value": hours(row["person_minutes"]),
            "headcounted": hours(row["person_minutes_headcounted"]),
            "additive": True,
        },
        "CMP": {"value": row["completions"], "additive": True},
        "HC": {"value": row["headcount"], "additive": True},
    }


def _unique(row: dict[str, int]) -> dict[str, dict[str, Any]]:
    reached = row["reached"]
    return {
        "REACH": {"value": reached, "additive": False},
        "TRAINED": {"value": row["trained"], "additive": False},
        "NEW": {"value": row["new"], "additive": False},
        "RET": {"value": row["trained"] - row["new"], "additive": False},
        "CUM": {"value": row["cumulative"], "additive": False},
        "RANGE": {"low": max(reached, row["fullest"]), "high": reached + row["headcount"], "additive": False},
        "PRO": {
            "n": row["professionals"],
            "N": row["known"],
            "percent": percent(row["professionals"], row["known"]),
            "known": row["known"],
            "of": reached,
            "additive": False,
        },
        "PRO_S": professional_sessions(row),
    }


def professional_sessions(row: dict[str, int]) -> dict[str, Any]:
    """PRO_S: the share of the held sessions whose audience is professional."""
    n, held = row["for_professionals"], row["held"]
    return {"n": n, "N": held, "percent": percent(n, held), "additive": False}


def _gain(given: dict[str, Any]) -> dict[str, Any]:
    return summarize_gain(select(TESTS, given)) | {"additive": False}
