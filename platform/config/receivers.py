"""Reactions that need every app."""

from django.dispatch import receiver

from config.stripping import strip_tenant
from tenants.models import Tenant
from tenants.signals import tenant_restored


@receiver(tenant_restored)
def strip_restored_files(tenant: Tenant, **kwargs: object) -> None:
    """A backup may be older than the stripping of uploads; `strip_metadata` names what cannot be read."""
    strip_tenant(tenant)
