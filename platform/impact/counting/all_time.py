"""Every indicator of an NGO over all its records: what must not change when it moves to another machine."""

from typing import Any

from django_tenants.utils import tenant_context

from impact.counting.parts import days_of_records
from impact.counting.tenant import count_tenant
from impact.facts.period import Period
from tenants.models import Tenant


def count_all_time(tenant: Tenant) -> dict[str, Any]:
    """As `count` prints it, from the first day of the records to the last; nothing where there are none."""
    with tenant_context(tenant):
        days = days_of_records()
        return count_tenant(Period(*days)) if days else {}
