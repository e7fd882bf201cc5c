"""Finds how far the records reach, in one query: their years, the time of each project and cycle, the regions."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils import timezone

from impact.aggregates import refresh
from impact.counting import Period

REACH = """
SELECT
  -- of each row one of the four is not null: what it is the group of
  (SELECT json_agg(g) FROM (
     SELECT year, project, cycle, region, bool_or(held) AS held, min(start) AS start, max("end") AS end
     FROM (  -- some hundreds of kinds of session, before each is put into its four groups
       SELECT extract(year FROM day)::int AS year, project, cycle, region, bool_or(state_held) AS held,
              min(day) AS start, max(day) AS "end"
       FROM impact_sessionday GROUP BY 1, 2, 3, 4
     ) d GROUP BY GROUPING SETS ((year), (project), (cycle), (region))) g) AS groups,
  (SELECT json_agg(value) FROM impact_periodtally
   WHERE span = 'all' AND scope = '' AND axis = 'person_region' AND value <> '' AND reached > 0) AS person_regions,
  (SELECT json_agg(year) FROM (
     SELECT DISTINCT extract(year FROM done_at)::int AS year FROM courses_lessonprogress) l) AS online,
  EXISTS (SELECT 1 FROM people_disabilityquestion WHERE is_asked) AS asks_disability
"""


@dataclass
class Extent:
    """Of the active tenant. `spans`: axis and value -> from its first half-day to its last."""

    years: list[int] = field(default_factory=list)  # those with a day of a session or an online lesson, newest first
    default_year: int = 0  # that of the newest held session, else the newest, else this year
    spans: dict[tuple[str, str], Period] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    asks_disability: bool = False

    def offers(self, axis: str) -> bool:
        """Whether figures are told apart by it on pages: disability where the NGO asks."""
        return axis != "disability" or self.asks_disability


def read_extent() -> Extent:
    """The active tenant's, of what is counted: an event is in no figure."""
    refresh()
    with connection.cursor() as cursor:
        cursor.execute(REACH)
        groups, person_regions, online, asks_disability = cursor.fetchone()
    found: dict[str, dict[Any, Any]] = {
        axis: {row[axis]: row for row in groups or [] if row[axis]} for axis in ("year", "project", "cycle", "region")
    }
    years = sorted({*found["year"], *(online or [])}, reverse=True)
    held = max((year for year, row in found["year"].items() if row["held"]), default=0)
    default_year = held or (years[0] if years else timezone.localdate().year)
    extent = Extent(years, default_year, asks_disability=asks_disability)
    for axis in ("project", "cycle"):
        for value, row in found[axis].items():
            extent.spans[axis, value] = Period(_day(row["start"]), _day(row["end"]))
    extent.choices = {axis: sorted(found[axis]) for axis in ("region", "project", "cycle")}
    extent.choices["person_region"] = sorted(person_regions or [])
    return extent


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)
