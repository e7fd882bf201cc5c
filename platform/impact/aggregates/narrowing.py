"""Tells which tallies may change when sessions are counted again: those of their days, and of what they are."""

import datetime
from typing import Any

from impact.aggregates.tallies import ALL_TIME, EVERYTHING, SCOPES, Narrowed
from impact.facts import cte
from impact.facts.sources import with_clause

MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}
# As they were counted so far, and as they are now.
DAYS = """
SELECT day, {columns} FROM impact_sessionday WHERE session_id = ANY(%(sessions)s::bigint[])
UNION SELECT sl.date, {columns_now} FROM slot sl JOIN session s ON s.id = sl.session_id"""


def narrow(cursor: Any, sessions: list[int], chosen: dict[str, str]) -> Narrowed:
    """What these sessions are in and were; `chosen` narrows the expressions over the evidence to them."""
    query = DAYS.format(columns=", ".join(SCOPES), columns_now=", ".join(f"s.{scope}" for scope in SCOPES))
    cursor.execute(with_clause(cte.ROOMS, **chosen) + query, {"sessions": sessions, "people": []})
    rows = cursor.fetchall()
    scopes = {f"{axis}={value}" for _day, *values in rows for axis, value in zip(SCOPES, values, strict=True)}
    spans = {(span, _start(day, months)) for day, *_values in rows for span, months in MONTHS_OF.items()}
    spans.add(("all", datetime.date.fromisoformat(ALL_TIME)))
    return Narrowed([EVERYTHING, *sorted(scopes)], [span for span, _start in spans], [start for _span, start in spans])


def _start(day: datetime.date, months: int) -> datetime.date:
    return day.replace(month=(day.month - 1) // months * months + 1, day=1)
