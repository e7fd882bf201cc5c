"""Adds the figures of tenants up to those of the network: what may be summed is, unique people are joined by tokens.

Nothing joins two tenants: each is counted in its own schema, and only counts and opaque tokens leave it. Of an NGO that
has left, what was kept is added (`impact.counting.memory`). A joint session, known by its `shared_key` in two NGOs,
counts once in S_PLAN, S_HELD, H_DEL and PRO_S.
"""

import datetime
from collections import Counter
from collections.abc import Iterable
from typing import Any

from core.codes import UNKNOWN
from impact.counting.figures import roll_up
from impact.counting.memory import CONDITIONS, NOTHING, Memory, people_of, recall
from impact.counting.parts import Part, measure_part
from impact.counting.tenant import additive, professional_sessions
from impact.facts.definitions import BESIDE, CROSSED, LEVELS, definition_version
from impact.facts.period import Period
from tenants.reaching import ask_each

UNKNOWABLE: dict[str, None] = {"ATT": None, "REACH": None, "TRAINED": None}
NOT_KNOWN = {  # what would need the past of every person, or who was not named
    **{code: {"value": None, "additive": False} for code in ("NEW", "RET", "CUM")},
    "RANGE": {"low": None, "high": None, "additive": False},
    "PRO": {"n": None, "N": None, "percent": None, "known": None, "of": None, "additive": False},
    "GAIN": {
        **dict.fromkeys(("pairs", "of", "pre_percent", "post_percent", "hake_g", "improved")),
        "additive": False,
    },
}


def count_network(tenants: Iterable[Any], period: Period, by: str | None = None) -> dict[str, Any]:
    """Every indicator over `tenants` and the NGOs that have left; `by` adds the cells of one axis. Those whose machine
    is away are left out and named. Shape: interfaces.md."""
    axes = [by] if by else []
    parts, away = ask_each(tenants, lambda tenant: measure_part(period, axes))
    counted = add_up(parts, period, axes, recall(period))
    return counted | ({"away": away} if away else {})


def add_up(parts: list[Part], period: Period, axes: Iterable[str], memory: Memory = NOTHING) -> dict[str, Any]:
    """The network's figures. Of those that are not additive only unique people, linked over tokens, and PRO_S, whose
    sessions can be told apart, are known; the others are null.

    Where an NGO has left and nothing of these dates was kept, everything is null; where they could be counted whole for
    the last time before what is told, `last_full_count` says when.
    """
    every, axes = [*parts, *memory.parts], list(axes)
    row = _sum([part.row for part in every], Joint([part.shared for part in every], period))
    counted: dict[str, Any] = {
        "scope": "network",
        "from": period.start.isoformat(),
        "to": period.end.isoformat(),
        "definition_version": definition_version(axes),
        "indicators": additive(row)
        | NOT_KNOWN
        | {code: people_of(code, parts, memory) for code in CONDITIONS}
        | {"PRO_S": professional_sessions(row)},
    }
    if cells := {axis: sum_cells([cells_of(part, axis) for part in every]) for axis in axes}:
        # Of who has left each axis was kept alone.
        crossed = [axis for axis in axes if CROSSED in axis and memory.parts]
        counted["by"] = cells | {axis: {f"{UNKNOWN}{BESIDE}{UNKNOWN}": dict(UNKNOWABLE)} for axis in crossed}
    if memory.lost_on:
        counted = _without_numbers(counted) | {"last_full_count": memory.lost_on.isoformat()}
    elif memory.last and any(counted["indicators"][code]["value"] is None for code in CONDITIONS):
        counted["last_full_count"] = memory.last.full_on.isoformat()
    return counted


def _without_numbers(counted: dict[str, Any]) -> dict[str, Any]:
    """The same with null for every number: what is left over the others is no figure of the network."""
    figures = {
        code: {part: value if part == "additive" else None for part, value in figure.items()}
        for code, figure in counted["indicators"].items()
    }
    by = {axis: {UNKNOWN: dict(UNKNOWABLE)} for axis in counted.get("by", {})}
    return counted | {"indicators": figures} | ({"by": by} if by else {})


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


def cells_of(part: Part, axis: str) -> dict[str, dict[str, int]]:
    """The cells of a part; of a level from those of its axis, where an NGO has left before there were levels. Of an
    axis that came after it had left everybody is unknown."""
    if axis not in part.cells and axis in LEVELS:
        return roll_up(axis, part.cells.get(LEVELS[axis][0], {}))
    if axis not in part.cells and CROSSED not in axis and part.row:
        return {UNKNOWN: {"ATT": part.row["attendances"]}}
    return part.cells.get(axis, {})


def sum_cells(per_tenant: list[dict[str, dict[str, int]]]) -> dict[str, dict[str, int | None]]:
    """ATT adds up over tenants; unique people do not."""
    unknown = next((cell for cells in per_tenant for cell in cells if set(cell.split(BESIDE)) == {UNKNOWN}), UNKNOWN)
    cells = [*sorted({cell for cells in per_tenant for cell in cells} - {unknown}), unknown]
    return {
        cell: {"ATT": sum(cells[cell]["ATT"] for cells in per_tenant if cell in cells), "REACH": None, "TRAINED": None}
        for cell in cells
    }
