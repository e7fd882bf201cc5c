"""A change of what a tenant is: seen by one at a time, told to the apps above, and by every process at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django_tenants.utils import schema_context, schema_exists, tenant_context

from core.stamps import touch
from tenants.models import Tenant
from tenants.signals import tenant_changed

TENANTS = "tenants"  # the stamp of what processes remember of hosts and tenants


@contextmanager
def changing(tenant: Tenant) -> Iterator[Tenant]:
    """The tenant's row, locked, to be changed and saved within; what the apps above derive from it follows."""
    with schema_context("public"), transaction.atomic():
        locked = Tenant.objects.select_for_update().get(pk=tenant.pk)
        yield locked
        if schema_exists(locked.schema_name):
            with tenant_context(locked):
                tenant_changed.send(sender=None, tenant=locked)
        transaction.on_commit(forget_tenants)


def forget_tenants() -> None:
    """Every process of this machine asks anew who answers to a host; those of other machines do within seconds."""
    for name in (TENANTS, "pages"):
        touch(name)
