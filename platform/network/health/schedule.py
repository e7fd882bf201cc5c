"""When the worker counts: by night, and as soon as it can where nobody has counted yet."""

from datetime import timedelta

from django.utils import timezone

from network.health.tasks import count_health_of_all
from tenants.models import Tenant, TenantHealth

NIGHT = range(1, 6)  # hours of the hub's clock
NEXT, OVERDUE = timedelta(hours=20), timedelta(hours=30)


def is_due(hub: Tenant) -> bool:
    """Whether the numbers are a night old."""
    last = TenantHealth.objects.order_by("-counted_at").values_list("counted_at", flat=True).first()
    if last is None:
        return Tenant.objects.filter(kind=Tenant.Kind.NGO).exists()
    age = timezone.now() - last
    return age > OVERDUE or (age > NEXT and timezone.localtime(timezone=hub.time_zone).hour in NIGHT)


def count_if_due(hub: Tenant) -> None:
    """Ask the worker for it."""
    if is_due(hub):
        count_health_of_all.enqueue()
