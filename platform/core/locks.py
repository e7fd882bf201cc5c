"""Waiting for whoever is at the same thing, where there is no row yet that could be locked."""

from django.db import connection


def wait_for(*thing: str) -> None:
    """Let nobody else of this tenant past here for the same `thing` until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || %s, 0))", [repr(thing)])
