"""Adds the figures of tenants up to those of the network: what may be summed is, unique people are joined by tokens.

Nothing joins two tenants: each is counted in its own schema, and only counts and opaque tokens leave it. A joint
session, known by its `shared_key` in two NGOs, counts once in S_PLAN, S_HELD, H_DEL and PRO_S.
"""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django_tenants.utils import tenant_context

from impact.counting.figures import arrange
from impact.counting.linking import Member, members_of, unique_people
from impact.counting.query import parameters_for, select
from impact.counting.tenant import additive, count_raw, professional_sessions
from impact.facts.definitions import DEFINITION_VERSION
from impact.facts.period import Period

SHARED = """
SELECT s.id, s.shared_key, o.day, sl.date, sl.part, sl.minutes, (h.id IS NOT NULL) AS held,
       (s.role = 'organised') AS organised, (s.audience = 'professional') AS professional
FROM session s
JOIN opening o ON o.session_id = s.id
JOIN slot sl ON sl.session_id = s.id
LEFT JOIN held h ON h.id = s.id
WHERE s.shared_key <> ''
"""
NOT_KNOWN = {  # what would need the past of every person, or who was not named
    **{code: {"value": None, "additive": False} for code in ("NEW", "RET", "CUM")},
    "RANGE": {"low": None, "high": None, "additive": False},
    "PRO": {"n": None, "N": None, "percent": None, "known": None, "of": None, "additive": False},
    "GAIN": {
        **dict.fromkeys(("pairs", "of", "pre_percent", "post_percent", "hake_g", "improved")),
        "additive": False,
    },
}


@dataclass(frozen=True)
class Part:
    """What the network knows of one tenant: raw counts and groups of test scores, half-days of joint sessions, cells by
    axis, opaque people."""

    row: dict[str, int]
    tests: list[dict[str, Any]]
    shared: list[dict[str, Any]]
    cells: dict[str, dict[str, dict[str, int]]]
    people: list[Member]


def measure_part(period: Period, axes: Iterable[str]) -> Part:
    """The active tenant's part."""
    parameters, axes = parameters_for(period), list(axes)
    raw = count_raw(parameters, axes)
    cells = {axis: arrange(axis, period, raw.cells[axis]) for axis in axes}
    return Part(raw.row, raw.tests, select(SHARED, parameters), cells, members_of(parameters))


def count_network(tenants: Iterable[Any], period: Period, by: str | None = None) -> dict[str, Any]:
    """Every indicator over `tenants`; `by` adds the cells of one axis. Shape: interfaces.md."""
    parts = []
    for tenant in tenants:
        with tenant_context(tenant):
            parts.append(measure_part(period, [by] if by else []))
    return add_up(parts, period, [by] if by else [])


def add_up(parts: list[Part], period: Period, axes: Iterable[str]) -> dict[str, Any]:
    """The network's figures. Of those that are not additive only unique people, linked over tokens, and PRO_S, whose
    sessions can be told apart, are known; the others are null."""
    row = _sum([part.row for part in parts], Joint([part.shared for part in parts], period))
    counted: dict[str, Any] = {
        "scope": "network",
        "from": period.start.isoformat(),
        "to": period.end.isoformat(),
        "definition_version": DEFINITION_VERSION,
        "indicators": additive(row)
        | NOT_KNOWN
        | {
            "REACH": unique_people((part.people for part in parts), "reached"),
            "TRAINED": unique_people((part.people for part in parts), "trained"),
            "PRO_S": professional_sessions(row),
        },
    }
    if cells := {axis: sum_cells([part.cells[axis] for part in parts]) for axis in axes}:
        counted["by"] = cells
    return counted


class Joint:
    """What the sums count too often because NGOs held a session together.

    A joint session falls into the period of its earliest copy, so that periods add up whatever the copies say.
    """

    def __init__(self, per_tenant: list[list[dict[str, Any]]], period: Period) -> None:
        self.period = period
        self.half_days = [(tenant, row) for tenant, rows in enumerate(per_tenant) for row in rows]
        copies = {(tenant, row["id"]): row for tenant, rows in enumerate(per_tenant) for row in rows}
        self.copies = sorted(copies.values(), key=lambda row: row["day"])

    def surplus(self, *, held: bool = False, also: str = "") -> int:
        """Copies in the period less joint sessions in it: of all, or of the held ones, or of those with a property
        that one held copy has."""
        copies = [copy for copy in self.copies if copy["held"] or not held]
        counted = sum(copy["day"] in self.period and (not also or copy[also]) for copy in copies)
        first: dict[str, datetime.date] = {}
        for copy in copies:  # the earliest comes first
            first.setdefault(copy["shared_key"], copy["day"])
        having = {copy["shared_key"] for copy in copies if not also or copy[also]}
        return counted - sum(first[key] in self.period for key in having)

    def surplus_minutes(self) -> int:
        """Minutes delivered counted too often: a half-day of one key counts once, as in the NGO that had it longest."""
        minutes = Counter[tuple[str, datetime.date, str, int]]()
        for tenant, row in self.half_days:
            if row["held"] and row["date"] in self.period:
                minutes[row["shared_key"], row["date"], row["part"], tenant] += row["minutes"]
        longest: dict[tuple[str, datetime.date, str], int] = {}
        for (key, day, part, _tenant), sum_of_tenant in minutes.items():
            longest[key, day, part] = max(longest.get((key, day, part), 0), sum_of_tenant)
        return minutes.total() - sum(longest.values())


def _sum(rows: list[dict[str, int]], joint: Joint) -> dict[str, int]:
    """The tenants' raw counts added up, what a joint session doubled taken off."""
    summed = Counter[str]()
    for row in rows:
        summed.update(row)
    summed.subtract(
        {
            "planned": joint.surplus(),
            "held": joint.surplus(held=True),
            "organised": joint.surplus(held=True, also="organised"),
            "for_professionals": joint.surplus(held=True, also="professional"),
            "delivered": joint.surplus_minutes(),
        }
    )
    return summed


def sum_cells(per_tenant: list[dict[str, dict[str, int]]]) -> dict[str, dict[str, int | None]]:
    """ATT adds up over tenants; unique people do not."""
    cells = [*sorted({cell for cells in per_tenant for cell in cells} - {"unknown"}), "unknown"]
    return {
        cell: {"ATT": sum(cells[cell]["ATT"] for cells in per_tenant if cell in cells), "REACH": None, "TRAINED": None}
        for cell in cells
    }
