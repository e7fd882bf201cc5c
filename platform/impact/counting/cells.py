"""ATT, REACH and TRAINED split by one axis (definitions.md, section 3, rule 2)."""

from typing import Any

from core.codes import UNKNOWN
from impact.counting.calendar import count_raw
from impact.facts.period import Period

EMPTY = {"ATT": 0, "REACH": 0, "TRAINED": 0}


def count_by(axis: str, period: Period, parameters: dict[str, Any]) -> dict[str, dict[str, int]]:
    """Cell -> {ATT, REACH, TRAINED}; `unknown` is always there, and for `month` every month of the period."""
    return arrange(axis, period, count_raw(period, [axis], parameters, tests=False).cells[axis])


def arrange(axis: str, period: Period, counted: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """The cells in their order: by code, every month of the period, `unknown` last."""
    counted = dict(sorted(counted.items()))
    listed = {month: dict(EMPTY) for month in period.months()} if axis == "month" else {}
    unknown = counted.pop(UNKNOWN, dict(EMPTY))
    return listed | counted | {UNKNOWN: unknown}
