"""Measures what the network knows of one tenant: raw counts, joint sessions, cells, opaque people."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from impact.counting.figures import arrange
from impact.counting.linking import Member, members_of
from impact.counting.query import parameters_for, select
from impact.counting.tenant import count_raw
from impact.facts.period import Period
from tenants.connection import connection

SHARED = """
SELECT s.id, s.shared_key, o.day, sl.date, sl.part, sl.minutes, (h.id IS NOT NULL) AS held,
       (s.role = 'organised') AS organised, (s.audience = 'professional') AS professional
FROM session s
JOIN opening o ON o.session_id = s.id
JOIN slot sl ON sl.session_id = s.id
LEFT JOIN held h ON h.id = s.id
WHERE s.shared_key <> ''
"""
EXTENT = """
SELECT least((SELECT min(day) FROM session_day), (SELECT min(day) FROM online_day)) AS first,
       greatest((SELECT max(day) FROM session_day), (SELECT max(day) FROM online_day)) AS last
"""


@dataclass(frozen=True)
class Part:
    """What the network knows of one tenant, named by its UUID: raw counts and groups of test scores, half-days of joint
    sessions, cells by axis, opaque people, and which of their records were merged into which.

    Of one that has left, people are numbers in `row` alone.
    """

    tenant: str
    row: dict[str, int]
    tests: list[dict[str, Any]]
    shared: list[dict[str, Any]]
    cells: dict[str, dict[str, dict[str, int]]]
    people: list[Member] = field(default_factory=list)
    merged: dict[int, int] = field(default_factory=dict)


def measure_part(period: Period, axes: Iterable[str], tokens: Mapping[int, frozenset[str]] | None = None) -> Part:
    """The active tenant's part. `tokens`: what `tokens_of_people` gave, for who measures many periods."""
    parameters, axes = parameters_for(period), list(axes)
    raw = count_raw(parameters, axes)
    cells = {axis: arrange(axis, period, raw.cells[axis]) for axis in axes}
    people, merged = members_of(parameters, tokens)
    shared = select(SHARED, parameters)
    return Part(str(connection.tenant.uuid), raw.row, raw.tests, shared, cells, people, merged)


def days_of_records() -> tuple[datetime.date, datetime.date] | None:
    """From which day to which the active tenant has anything that a figure may count; None where it has nothing."""
    (row,) = select(EXTENT, parameters_for(Period.year(datetime.MINYEAR)))
    return (row["first"], row["last"]) if row["first"] else None
