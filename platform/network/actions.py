"""Rolls the figures up: each tenant is counted in its own schema, only counts reach the public one."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django_tenants.utils import schema_context, tenant_context

from core.codes import CODE_LISTS_VERSION
from impact.counting import Part, Period, add_up, additive, express, measure_part, recall
from network.models import RolledUpFigures, left_scope
from tenants.models import Tenant

AXES = ("region", "month", "category")


def roll_up_network(*, years: Iterable[int]) -> list[int]:
    """Count every NGO, once, and the network over each year and keep the result, replacing the last one. Of NGOs that
    have left, what was kept.

    The years that cannot be counted any more are left as they were counted last, and given back.
    """
    tenants, lost = list(Tenant.objects.whole().order_by("schema_name")), []
    for year in years:
        period, parts = Period.year(year), []
        for tenant in tenants:
            with tenant_context(tenant):
                part = measure_part(period, AXES)
                counted = express(part.row, period, part.tests)
            parts.append(part)
            _keep(period, counted)
        memory = recall(period)
        if memory.lost_on:
            lost.append(year)
            continue
        for part in memory.parts:
            _keep(period, _as_counted(part, period))
        _keep(period, add_up(parts, period, AXES, memory))
    return lost


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
