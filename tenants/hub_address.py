"""The hub's address, where readers are sent whose NGO is not there for them."""

from urllib.parse import urlsplit

from django.conf import settings

from tenants.models import Domain, Tenant


def address_of_hub() -> str:
    """Scheme and port of WASL_BASE_URL, the hub's own host, without a slash at the end."""
    base = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    host = Domain.objects.filter(tenant__kind=Tenant.Kind.HUB, is_primary=True).values_list("domain", flat=True).first()
    port = f":{base.port}" if base.port else ""
    return f"{base.scheme}://{host or base.hostname}{port}"
