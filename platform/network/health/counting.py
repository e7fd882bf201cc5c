"""Counts how each NGO is, in its own schema; only numbers and a day reach the public one."""

import logging
from datetime import date, timedelta
from typing import Any

from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from django_tenants.utils import schema_context, tenant_context
from wagtail.models import Page

from accounts.models import User
from core.storage import tenant_storage
from courses.translating.matrix import read_rows, totals
from impact.counting import Period, Selection
from impact.models import ReportingPeriod
from impact.presentation import FigureQuery
from impact.quality import find_gaps
from sessions.models import Evidence
from tenants.models import Tenant, TenantHealth

logger = logging.getLogger(__name__)
LATE = timedelta(days=30)  # after its end a period that is not published is late
SIZE = """
SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) FROM pg_class c
WHERE c.relnamespace = to_regnamespace(quote_ident(%s)) AND c.relkind = 'r'"""


def count_health() -> None:
    """Every NGO, one after the other. One whose schema cannot be read is named as broken; the others are
    counted."""
    with schema_context("public"):
        tenants = list(Tenant.objects.whole().filter(kind=Tenant.Kind.NGO))
    for tenant in tenants:
        try:
            with tenant_context(tenant), timezone.override(tenant.time_zone), transaction.atomic():
                numbers = measure(tenant)
        except (DatabaseError, OSError, LookupError) as error:  # its tables or files are not as they should be
            logger.error("%s: its health cannot be counted: %s", tenant.schema_name, type(error).__name__)
            numbers = {"is_broken": True}
        with schema_context("public"):
            TenantHealth.objects.update_or_create(
                tenant=tenant,
                defaults=NOTHING | numbers | tasks_of(tenant.schema_name) | {"counted_at": timezone.now()},
            )


NOTHING: dict[str, Any] = {
    "is_broken": False, "last_active_on": None, "gaps": 0, "late_periods": 0, "texts": 0, "texts_done": 0,
    "bytes_stored": 0,
}  # fmt: skip


def measure(tenant: Tenant) -> dict[str, Any]:
    """The numbers of the active tenant."""
    today = timezone.localdate()
    asked = FigureQuery(Period(date(today.year - 1, 1, 1), today), Selection())
    written = [total for total in totals(read_rows()) if total.language in tenant.languages]
    late = ReportingPeriod.objects.exclude(state=ReportingPeriod.State.PUBLISHED).filter(end__lt=today - LATE)
    return {
        "last_active_on": _last_active_on(),
        "gaps": sum(gap.count for gap in find_gaps(asked)),
        "late_periods": late.count(),
        "texts": sum(total.of for total in written),
        "texts_done": sum(total.filled for total in written),
        "bytes_stored": _bytes_of_tables(tenant.schema_name) + _bytes_of_files(),
    }


def tasks_of(schema: str) -> dict[str, int]:
    """Those of the tenant's queue that wait or run, and those that failed."""
    states = list(DBTaskResult.objects.filter(queue_name=schema).values_list("status", flat=True))
    failed = states.count("FAILED")
    return {"open_tasks": len(states) - failed - states.count("SUCCESSFUL"), "failed_tasks": failed}


def _last_active_on() -> date | None:
    """The day on which somebody last signed in, marked a presence or wrote a page."""
    moments = [
        User.objects.aggregate(at=Max("last_login"))["at"],
        Evidence.objects.aggregate(at=Max("server_time"))["at"],
        Page.objects.aggregate(at=Max("latest_revision_created_at"))["at"],
    ]
    last = max((moment for moment in moments if moment), default=None)
    return timezone.localdate(last) if last else None


def _bytes_of_tables(schema: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(SIZE, [schema])
        return int(cursor.fetchone()[0])


def _bytes_of_files() -> int:
    return sum(tenant_storage.size(name) for name in tenant_storage.walk())
