"""Counts the people of each cycle (definitions.md, CYCLE): of a repeated one the union of its attendees; a sequential
one is complete for those who completed every part."""

from dataclasses import dataclass
from typing import Any

from impact.counting.query import parameters_for, select
from impact.facts.period import Period
from sessions.models import Cycle

# The parts of a cycle are all its sessions that were not cancelled, whatever was chosen and in whichever period.
REACHED = """
, part AS (
  SELECT s.id AS session_id, c.id AS cycle_id
  FROM session s JOIN training_sessions_cycle c ON c.code = s.cycle WHERE s.state <> 'cancelled'
),
parts AS (SELECT cycle_id, count(*) AS parts FROM part GROUP BY 1),
whole AS (
  SELECT t.cycle_id, x.person, max(x.day) AS day
  FROM completion x JOIN part t ON t.session_id = x.session_id
  GROUP BY t.cycle_id, x.person
  HAVING count(DISTINCT x.session_id) = (SELECT parts FROM parts WHERE parts.cycle_id = t.cycle_id)
)
SELECT t.cycle_id, parts.parts,
  count(DISTINCT p.session_id) AS held,
  (SELECT count(*) FROM attendance a JOIN part y ON y.session_id = a.session_id
   WHERE y.cycle_id = t.cycle_id AND a.day BETWEEN %(start)s AND %(end)s) AS attendances,
  count(DISTINCT p.person) AS reached,
  (SELECT count(*) FROM whole w WHERE w.cycle_id = t.cycle_id AND w.day BETWEEN %(start)s AND %(end)s) AS complete
FROM part t JOIN parts USING (cycle_id)
JOIN presence p ON p.session_id = t.session_id AND p.day BETWEEN %(start)s AND %(end)s
GROUP BY t.cycle_id, parts.parts
"""


@dataclass(frozen=True)
class CycleReach:
    """One cycle in a period. `complete` is None for a repeated one, which nobody needs to follow twice."""

    cycle: Cycle
    parts: int
    held: int
    attendances: int
    reached: int
    complete: int | None


def measure_cycles(period: Period) -> list[CycleReach]:
    """The cycles of the active tenant that somebody attended in the period, by name."""
    rows = {row.pop("cycle_id"): row for row in select(REACHED, parameters_for(period))}
    found = []
    for cycle in Cycle.objects.filter(pk__in=rows).order_by("name", "code"):
        row = rows[cycle.pk]
        complete = row.pop("complete")
        found.append(CycleReach(cycle, complete=complete if cycle.kind == Cycle.Kind.SEQUENTIAL else None, **row))
    return found


def read_cycles(period: Period) -> list[dict[str, Any]]:
    """The same as data, each with its name as it is now."""
    return [
        {"code": one.cycle.code, "name": str(one.cycle), "is_sequential": one.complete is not None, "parts": one.parts,
         "held": one.held, "reached": one.reached, "complete": one.complete}
        for one in measure_cycles(period)
    ]  # fmt: skip
