"""The session backend: rows in the tenant's schema, signed for it; a row copied to another tenant signs nobody in."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from tenants.connection import connection

_READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(DatabaseStore):
    """The database store with the schema's name in its signature."""

    @property
    def key_salt(self) -> str:
        return f"wasl.session.{connection.schema_name}"

    def load(self) -> dict[str, Any]:
        """What is kept; nothing and no key where there is none. By hand: every page of somebody signed in asks."""
        with connection.cursor() as cursor:
            cursor.execute(_READ, [self.session_key, timezone.now()])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])
