"""A test client of one tenant's host."""

from typing import Any

from django.db import connection, transaction
from django.test import Client

from tenants.models import Tenant
from tests import database


class TenantClient(Client):
    """A test client of one tenant's host."""

    def __init__(self, tenant: Tenant, **kwargs: Any) -> None:
        host = database.provisioning.default_host(tenant.schema_name)
        super().__init__(headers={"host": host}, **kwargs)
        self.tenant, self.host = tenant, host

    def ask(self, method: str, path: str, data: Any = None, **kwargs: Any) -> Any:
        """The answer; whatever it wrote is taken back, and so is signing out."""
        cookies, point = self.cookies.copy(), transaction.savepoint()
        try:
            return getattr(self, method.lower())(path, data, **kwargs)
        finally:
            transaction.savepoint_rollback(point)
            self.cookies = cookies

    def request(self, **request: Any) -> Any:
        before = connection.tenant
        try:
            return super().request(**request)
        finally:
            connection.set_tenant(before)

    def force_login(self, user: Any, backend: str | None = None) -> None:
        with self.tenant:
            super().force_login(user, backend)
