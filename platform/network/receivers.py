"""Keeps the place of a partner that leaves in past figures; forgets figures and offers of a tenant that is removed."""

from typing import Any

from django.db import transaction
from django.dispatch import receiver

from impact.counting import Period
from impact.models import ReportingPeriod
from impact.signals import period_accepted
from network.keeping import keep_period, keep_place
from network.models import Departure, LibraryOffer, OpenSession, RolledUpFigures, left_scope
from tenants.models import Tenant
from tenants.signals import tenant_dropped, tenant_leaving


@receiver(period_accepted)
def keep_what_was_accepted(period: ReportingPeriod, **kwargs: object) -> None:
    """Once the acceptance is written: every NGO is counted, and none waits for another meanwhile."""
    transaction.on_commit(lambda: keep_period(Period(period.start, period.end)), robust=True)


@receiver(tenant_leaving)
def keep_its_place(tenant: Tenant, **kwargs: Any) -> None:
    """What cannot be kept stops the leaving."""
    keep_place(tenant)


@receiver(tenant_dropped)
def forget_figures(schema: str, **kwargs: object) -> None:
    """The tenant's own figures; of a partner that keeps its place they stand under its UUID. Those of the network
    stand until they are rolled up again."""
    own = RolledUpFigures.objects.filter(scope=f"tenant:{schema}")
    uuid = Tenant.objects.filter(schema_name=schema).values_list("uuid", flat=True).first()
    if uuid and Departure.objects.filter(tenant=uuid).exists():
        RolledUpFigures.objects.filter(scope=left_scope(uuid)).delete()
        own.update(scope=left_scope(uuid))
    own.delete()


@receiver(tenant_dropped)
def forget_offers(schema: str, **kwargs: object) -> None:
    """What the tenant has offered: the packed modules went with its files; its open sessions are nobody's."""
    LibraryOffer.objects.filter(source=schema).delete()
    OpenSession.objects.filter(source=schema).delete()
