"""Chains the days of each person: which comes next, which next one trains, when their axes change; and since when they
are trained.

With these columns whoever counts the unique people of any period takes each person's last day in it by a condition, and
neither sorts nor groups by person (impact.counting.chained).
"""

from collections.abc import Sequence
from typing import Any

from core.dates import NEVER
from impact.facts.definitions import CHAINED, PERSON_COLUMNS

_NEVER = f"date '{NEVER}'"
_NEXT = f"coalesce(lag(day) OVER w, {_NEVER})"
_NEXT_TRAINED = f"coalesce(min(day) FILTER (WHERE trains) OVER later, {_NEVER})"
_MONTH = "extract(year FROM {0}) * 12 + extract(month FROM {0})"
_AXES = ", ".join(PERSON_COLUMNS)
_LATER_AXES = ", ".join(f"lag({column}) OVER w" for column in PERSON_COLUMNS)
# From the last day to the first, in the order in which the latest attendance of a person is told (rule 3).
LINKS = f"""
SELECT *, {_MONTH.format("next_day")} <> {_MONTH.format("day")} AS ends_month,
       {_MONTH.format("next_trained")} <> {_MONTH.format("day")} AS ends_month_trained
FROM (
  SELECT d.*, {_NEXT} AS next_day, {_NEXT_TRAINED} AS next_trained,
         coalesce(lag(day) OVER region, {_NEVER}) AS next_in_region,
         coalesce(min(day) FILTER (WHERE trains) OVER later_in_region, {_NEVER}) AS next_trained_in_region,
         CASE WHEN lag(day) OVER w IS NULL OR ({_AXES}) IS NOT DISTINCT FROM ({_LATER_AXES})
              THEN {_NEVER} ELSE lag(day) OVER w END AS changes_on,
         coalesce(least(min(day) FILTER (WHERE trains) OVER (PARTITION BY person), o.learned), {_NEVER})
           AS first_trained
  FROM {{rows}} d
  LEFT JOIN (  -- an online course trains too
    SELECT person AS learner, min(day) AS learned FROM impact_onlineday
    WHERE completions > 0 {{learners}} GROUP BY person
  ) o ON o.learner = d.person
  WINDOW w AS (PARTITION BY person ORDER BY day DESC, part_order DESC, session_id DESC),
         later AS (w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
         region AS (PARTITION BY person, region ORDER BY day DESC, part_order DESC, session_id DESC),
         later_in_region AS (region ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
) chained"""  # noqa: S608  our names
_OWN = LINKS.format(
    rows="(SELECT id, person, session_id, day, part_order, trains, region, "  # noqa: S608  our names
    f"{_AXES} FROM impact_presenceday WHERE person = ANY(%(people)s::bigint[]))",
    learners="AND person = ANY(%(people)s::bigint[])",
)
MEND = f"""
UPDATE impact_presenceday t SET ({", ".join(CHAINED)}) = ROW ({", ".join(f"l.{name}" for name in CHAINED)})
FROM ({_OWN}) l
WHERE l.id = t.id
  AND ({", ".join(f"t.{name}" for name in CHAINED)}) IS DISTINCT FROM ({", ".join(f"l.{name}" for name in CHAINED)})"""  # noqa: S608


def chain(cursor: Any, people: Sequence[int]) -> None:
    """Link anew the days of these people, some of whose rows have come or gone; rows whose links hold stay as they
    are."""
    cursor.execute(MEND, {"people": list(people)})
