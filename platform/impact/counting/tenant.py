"""The figures of the active tenant over a period, as `count` prints them (interfaces.md, "The count's JSON")."""

from collections.abc import Iterable
from typing import Any

from core.rounding import hours, percent
from impact.counting.calendar import count_raw
from impact.counting.cells import arrange
from impact.counting.query import select
from impact.facts.definitions import DEFINITION_VERSION
from impact.facts.period import Period
from impact.facts.selection import EVERYTHING, Selection
from sessions.pre_post_tests.gains import summarize_gain
from tenants.connection import connection


def count_tenant(
    period: Period, by: str | Iterable[str] | None = None, selection: Selection = EVERYTHING
) -> dict[str, Any]:
    """Every indicator of the active tenant; `by` adds the cells of one axis, or of several. Shape: interfaces.md."""
    axes = [by] if isinstance(by, str) else list(by or ())
    raw = count_raw(period, axes, parameters(period, selection))
    counted = express(raw.row, period, raw.tests)
    if axes:
        counted["by"] = {axis: arrange(axis, period, raw.cells[axis]) for axis in axes}
    return counted


def express(row: dict[str, int], period: Period, tests: list[dict[str, Any]]) -> dict[str, Any]:
    """The indicators of the active tenant, whose raw counts are `row` and whose groups of test scores are `tests`."""
    return {
        "scope": f"tenant:{connection.tenant.schema_name}",
        "from": period.start.isoformat(),
        "to": period.end.isoformat(),
        "definition_version": DEFINITION_VERSION,
        "indicators": additive(row) | _unique(row) | {"GAIN": summarize_gain(tests) | {"additive": False}},
    }


def parameters(period: Period, selection: Selection = EVERYTHING) -> dict[str, Any]:
    """What the facts ask for, for the active tenant; people are looked up where a person axis chooses them."""
    given = {
        "start": period.start, "end": period.end, "zone": str(connection.tenant.time_zone),
        "evidence_until": period.evidence_until, "merges_until": period.merges_until,
        "selection": selection, **selection.parameters(),
    }  # fmt: skip
    if selection.of_people:
        query = "SELECT person FROM reached WHERE {}".format(selection.person_condition())  # noqa: S608, UP032  our names
        given["people"] = [row["person"] for row in select(query, given)]
    return given


def measure(period: Period, given: dict[str, Any] | None = None) -> dict[str, int]:
    """The active tenant's raw counts, in people, sessions and minutes: what can be summed without rounding."""
    return count_raw(period, (), given or parameters(period), tests=False).row


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
