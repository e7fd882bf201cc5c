"""Counts the active tenant over a period, as the command `count` prints it (interfaces.md, "The count's JSON")."""

from collections.abc import Iterable, Sequence
from typing import Any

from core.rounding import hours, percent
from impact.counting.caching import count_once
from impact.counting.calendar import attendances_by_month, count_calendar, scope_of, span_of
from impact.counting.chained import may_chain
from impact.counting.figures import EMPTY, Raw, arrange, count_all
from impact.counting.query import parameters_for
from impact.facts.definitions import definition_version
from impact.facts.parameters import CountParameters
from impact.facts.period import Period
from impact.facts.selection import EVERYTHING, Selection
from sessions.pre_post_tests.gains import summarize_gain
from tenants.connection import connection


def count_tenant(
    period: Period, by: str | Iterable[str] | None = None, selection: Selection = EVERYTHING
) -> dict[str, Any]:
    """Every indicator of the active tenant; `by` adds the cells of one axis, of two crossed
    (`sex,category_group`), or of several. Shape: interfaces.md."""
    return count_asked(parameters_for(period, selection), by)


def count_asked(parameters: CountParameters, by: str | Iterable[str] | None = None) -> dict[str, Any]:
    """The same of what `parameters_for` gave, for who asks several things of one selection."""
    axes, period = [by] if isinstance(by, str) else list(by or ()), parameters.period
    raw = count_raw(parameters, axes)
    counted = express(raw.row, period, raw.tests)
    if axes:
        counted["definition_version"] = definition_version(axes)
        counted["by"] = {axis: arrange(axis, period, raw.cells[axis]) for axis in axes}
    return counted


def count_before(parameters: CountParameters) -> tuple[dict[str, int], dict[str, int]]:
    """Of the period that another is compared with: the raw counts, but for who was new, and the attendances of each
    month. Whom an axis of people chooses is gone through once for both."""
    if not parameters.selection.of_people:
        return count_raw(parameters, tests=False, new=False).row, attendances_by_month(parameters)
    raw = count_raw(parameters, ["month"], tests=False, new=False)
    months = raw.cells["month"]
    return raw.row, {month: months.get(month, EMPTY)["ATT"] for month in parameters.period.months()}


def count_raw(parameters: CountParameters, axes: Sequence[str] = (), *, tests: bool = True, new: bool = True) -> Raw:
    """What the figures are made of, before rounding: in people, sessions and minutes, which can be summed. Without
    `new` who is (and CUM) may be left out."""
    scope = scope_of(parameters)
    if scope is not None and (span := span_of(parameters.period, scope, axes)):
        tallied = count_calendar(parameters, axes, span=span, scope=scope, tests=tests)
        if tallied is not None:
            return tallied
    if may_chain(parameters, axes):
        return count_once(parameters, axes, tests=tests, new=new)
    return count_all(parameters, axes, scope=scope, tests=tests)


def express(row: dict[str, int], period: Period, tests: list[dict[str, Any]]) -> dict[str, Any]:
    """The indicators of the active tenant, whose raw counts are `row` and whose groups of test scores are `tests`."""
    return {
        "scope": f"tenant:{connection.tenant.schema_name}",
        "from": period.start.isoformat(),
        "to": period.end.isoformat(),
        "definition_version": definition_version(),
        "indicators": additive(row) | _unique(row) | {"GAIN": summarize_gain(tests) | {"additive": False}},
    }


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
