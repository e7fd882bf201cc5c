"""A test client of one tenant's host."""

from typing import Any

from django.db import connection
from django.test import Client

from tenants.models import Tenant
from tests import database


class TenantClient(Client):
    """A test client of one tenant's host."""

    def __init__(self, tenant: Tenant, **kwargs: Any) -> None:
        host = database.provisioning.default_host(tenant.schema_name)
        super().__init__(headers={"host": host}, **kwargs)
        self.tenant = tenant

    def request(self, **request: Any) -> Any:
        before = connection.tenant
        try:
            return super().request(**request)
        finally:
            connection.set_tenant(before)

    def force_login(self, user: Any, backend: str | None = None) -> None:
        with self.tenant:
            super().force_login(user, backend)
