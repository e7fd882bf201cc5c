"""Roll the figures up: each tenant is counted in its own schema, only counts reach the public one."""

from collections.abc import Iterable
from typing import Any

from django_tenants.utils import schema_context, tenant_context

from impact.counting import Period, count_network, count_tenant
from network.models import RolledUpFigures
from tenants.models import Tenant

AXES = ("region", "month", "category")


def roll_up_network(*, years: Iterable[int]) -> None:
    """Count every NGO and the network over each year and keep the result, replacing the last one."""
    tenants = list(Tenant.objects.order_by("schema_name"))
    for year in years:
        period = Period.year(year)
        for tenant in tenants:
            with tenant_context(tenant):
                counted = count_tenant(period)
            _keep(period, counted)
        network = count_network(tenants, period)
        for axis in AXES:
            network.setdefault("by", {}).update(count_network(tenants, period, axis)["by"])
        _keep(period, network)


def _keep(period: Period, counted: dict[str, Any]) -> None:
    with schema_context("public"):
        RolledUpFigures.objects.update_or_create(
            scope=counted["scope"], start=period.start, end=period.end, defaults={"figures": counted}
        )
