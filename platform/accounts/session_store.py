"""The session backend: rows in the tenant's schema, signed for it; a row copied to another tenant signs nobody in."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from tenants.connection import connection


class SessionStore(DatabaseStore):
    """The database store with the schema's name in its signature."""

    @property
    def key_salt(self) -> str:
        return f"wasl.session.{connection.schema_name}"
