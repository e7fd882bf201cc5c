"""Rolls the figures up: each tenant is counted in its own schema, only counts reach the public one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django_tenants.utils import schema_context

from core.codes import CODE_LISTS_VERSION
from impact.counting import Part, Period, add_up, additive, express, measure_part, recall
from network.models import RolledUpFigures, left_scope
from tenants.models import Tenant
from tenants.reaching import ask_each

AXES = ("region", "month", "category")


@dataclass
class RollUp:
    """What could not be counted anew: years that lack the part of an NGO that has left, NGOs whose machine is away."""

    lost: list[int] = field(default_factory=list)
    away: list[str] = field(default_factory=list)


def roll_up_network(*, years: Iterable[int]) -> RollUp:
    """Count every NGO, once, and the network over each year and keep the result, replacing the last one. Of NGOs that
    have left, what was kept.

    What cannot be counted is left as it was counted last: such years, an NGO that is away, and, while one is, the sums.
    """
    tenants, told = list(Tenant.objects.whole().order_by("schema_name")), RollUp()
    for year in years:
        period = Period.year(year)
        counted, told.away = ask_each(tenants, partial(_count, period))
        for _part, figures in counted:
            _keep(period, figures)
        memory = recall(period)
        if memory.lost_on:
            told.lost.append(year)
            continue
        for part in memory.parts:
            _keep(period, _as_counted(part, period))
        if not told.away:
            _keep(period, add_up([part for part, _figures in counted], period, AXES, memory))
    return told


def _count(period: Period, _tenant: Tenant) -> tuple[Part, dict[str, Any]]:
    part = measure_part(period, AXES)
    return part, express(part.row, period, part.tests)


def _as_counted(part: Part, period: Period) -> dict[str, Any]:
    """What may be added of an NGO that has left, as `count` would print it."""
    row = Counter(part.row)  # of dates without a record nothing is kept: nothing is 0
    return {
        "scope": left_scope(part.tenant), "from": period.start.isoformat(), "to": period.end.isoformat(),
        "indicators": additive(row),
    }  # fmt: skip


def _keep(period: Period, counted: dict[str, Any]) -> None:
    """Figures bear the version of the code lists that their cells are named by."""
    figures = counted | {"code_lists_version": CODE_LISTS_VERSION}
    with schema_context("public"):
        RolledUpFigures.objects.update_or_create(
            scope=counted["scope"], start=period.start, end=period.end, defaults={"figures": figures}
        )
