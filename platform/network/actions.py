"""Rolls the figures up: each tenant is counted in its own schema, only counts reach the public one."""

from collections.abc import Iterable
from typing import Any

from django_tenants.utils import schema_context, tenant_context

from core.codes import CODE_LISTS_VERSION
from impact.counting import Period, add_up, express, measure_part
from network.models import RolledUpFigures
from tenants.models import Tenant

AXES = ("region", "month", "category")


def roll_up_network(*, years: Iterable[int]) -> None:
    """Count every NGO, once, and the network over each year and keep the result, replacing the last one."""
    tenants = list(Tenant.objects.whole().order_by("schema_name"))
    for year in years:
        period, parts = Period.year(year), []
        for tenant in tenants:
            with tenant_context(tenant):
                part = measure_part(period, AXES)
                counted = express(part.row, period, part.tests)
            parts.append(part)
            _keep(period, counted)
        _keep(period, add_up(parts, period, AXES))


def _keep(period: Period, counted: dict[str, Any]) -> None:
    """Figures bear the version of the code lists that their cells are named by."""
    figures = counted | {"code_lists_version": CODE_LISTS_VERSION}
    with schema_context("public"):
        RolledUpFigures.objects.update_or_create(
            scope=counted["scope"], start=period.start, end=period.end, defaults={"figures": figures}
        )
