"""The typed database connection: it stands in one tenant's schema, or in `public`."""

from typing import TYPE_CHECKING, Protocol, cast

from django.db import connection as django_connection
from django.db.backends.utils import CursorWrapper

if TYPE_CHECKING:
    from tenants.models import Tenant


class TenantConnection(Protocol):
    """What we use of it; django-tenants has no type stubs."""

    schema_name: str
    tenant: "Tenant"  # where only a schema was entered, a stand-in that knows its name alone
    in_atomic_block: bool

    def cursor(self) -> CursorWrapper: ...
    def set_tenant(self, tenant: "Tenant") -> None: ...
    def set_schema_to_public(self) -> None: ...


connection = cast(TenantConnection, django_connection)
