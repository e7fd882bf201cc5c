"""NGOs that come and leave, what they bring, and what the network counts then."""

from django_tenants.utils import schema_context

from impact.counting import Period, count_network
from sessions.models import Evidence
from sessions.records.actions import import_rows
from tenants.models import Domain, Tenant
from tenants.signals import tenant_leaving
from tests.reference.rows import attendance, person, session, slot, workbook
from tests.support.changes import void

YEAR, NEXT = Period.year(2019), Period.year(2020)


def leave(tenant):
    """What a removal does to the network, without the time it takes to drop a schema."""
    tenant_leaving.send(sender=None, tenant=tenant)
    Domain.objects.filter(tenant=tenant).delete()
    Tenant.objects.filter(pk=tenant.pk).delete()


def come(schema, **who):
    """An NGO in the schema that another left: itself again by its UUID, else a new one."""
    with schema_context("public"):
        return Tenant.objects.create(schema_name=schema, name_fr="Another", languages=["fr"], **who)


def counted(period=YEAR, by=None):
    return count_network(Tenant.objects.whole().order_by("schema_name"), period, by)


def everything(period=YEAR):
    return [counted(period), *(counted(period, by)["by"] for by in ("region", "month", "category", "project"))]


def bring(tenant, people, *, day="2019-05-06", ref="S", mails=True, **cells):
    """People by number: the same number in two NGOs is the same mail address."""
    names = [f"P{number}" for number in people]
    import_rows(tenant=tenant, rows=workbook(
        people=[person(name, email=f"{name.lower()}@example.org" if mails else None) for name in names],
        sessions=[session(ref, **cells)], slots=[slot(ref, 1, day)],
        attendance=[attendance(ref, 1, name) for name in names],
    ))  # fmt: skip


def take_back(tenant, ref):
    """Nobody was there after all."""
    with tenant:
        for row in Evidence.objects.filter(slot__session__ref=ref, voids__isnull=True):
            void(row)
