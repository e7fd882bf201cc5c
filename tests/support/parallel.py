"""The same action, called several times at once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection

from tenants.models import Tenant

TAPS = 4


def tap(tenant: Tenant, act: Any, **given: Any) -> list[Any]:
    """The answers of the same action called several times at once."""

    def once(_number: int) -> Any:
        connection.set_tenant(tenant)
        try:
            return act(**given)
        finally:
            connection.close()

    with ThreadPoolExecutor(TAPS) as pool:
        return list(pool.map(once, range(TAPS)))
