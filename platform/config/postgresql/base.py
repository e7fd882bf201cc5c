"""The database backend of django-tenants, without its clearing of the content-type cache at every change of tenant, and
listing tables by an index.

Content types live in the public schema alone and have the same ids everywhere (docs/decisions/0002-tenants.md), so
the cache holds for all tenants; clearing it costs a query for each page type in every request.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django_tenants.postgresql_backend.base import DatabaseWrapper as TenantDatabaseWrapper

from config.postgresql.introspection import SchemaIntrospection


class DatabaseWrapper(TenantDatabaseWrapper):
    """django-tenants' wrapper, keeping the content types it knows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.introspection = SchemaIntrospection(self)

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:
        cache = ContentType.objects._cache  # type: ignore[attr-defined]  # Django's own, not in the stubs
        known = dict(cache)
        super().set_tenant(tenant, include_public)
        cache.update(known)
