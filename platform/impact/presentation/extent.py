"""Finds how far the records reach, in one query: their years, the time of each project and cycle, the regions."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils import timezone

from impact.counting import Period

REACH = """
SELECT
  (SELECT json_agg(g) FROM (
     SELECT s.project, c.code AS cycle, s.region, s.state = 'held' AS held, min(sl.date) AS start, max(sl.date) AS end
     FROM training_sessions_slot sl
     JOIN training_sessions_trainingsession s ON s.id = sl.session_id
     LEFT JOIN training_sessions_cycle c ON c.id = s.cycle_id
     GROUP BY s.project, c.code, s.region, s.state = 'held', extract(year FROM sl.date)) g) AS groups,
  (SELECT json_agg(DISTINCT person_region) FROM people_person WHERE person_region <> '') AS person_regions,
  (SELECT json_agg(DISTINCT extract(year FROM done_at)::int) FROM courses_lessonprogress) AS online,
  EXISTS (SELECT 1 FROM people_disabilityquestion WHERE is_asked) AS asks_disability
"""


@dataclass
class Extent:
    """Of the active tenant. `spans`: axis and value -> from its first half-day to its last."""

    years: list[int] = field(default_factory=list)  # those with a half-day or an online lesson, newest first
    default_year: int = 0  # that of the newest held session, else the newest, else this year
    spans: dict[tuple[str, str], Period] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    asks_disability: bool = False

    def offers(self, axis: str) -> bool:
        """Whether figures are told apart by it on pages: disability where the NGO asks."""
        return axis != "disability" or self.asks_disability


def read_extent() -> Extent:
    """The active tenant's."""
    with connection.cursor() as cursor:
        cursor.execute(REACH)
        groups, person_regions, online, asks_disability = cursor.fetchone()
    days = [(_day(row["start"]), _day(row["end"]), row) for row in groups or []]
    years = sorted({*(start.year for start, _end, _row in days), *(online or [])}, reverse=True)
    held = max((end.year for _start, end, row in days if row["held"]), default=0)
    default_year = held or (years[0] if years else timezone.localdate().year)
    extent = Extent(years, default_year, asks_disability=asks_disability)
    for start, end, row in days:
        for axis in ("project", "cycle"):
            if row[axis]:
                known = extent.spans.get((axis, row[axis]), Period(start, end))
                extent.spans[axis, row[axis]] = Period(min(known.start, start), max(known.end, end))
    extent.choices = {axis: _values(days, axis) for axis in ("region", "project", "cycle")}
    extent.choices["person_region"] = sorted(person_regions or [])
    return extent


def _values(days: list[tuple[Any, Any, dict[str, Any]]], axis: str) -> list[str]:
    return sorted({row[axis] for _start, _end, row in days if row[axis]})


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)
