"""Advisory locks, scoped to the tenant's schema: for what two must not do at once where no row could be locked.

They last until the transaction ends. What concerns the whole database locks it by itself (tenants.provisioning).
"""

from collections.abc import Iterable

from django.db import connection

LOCK = """
SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || thing, 0)) FROM unnest(%s::text[]) thing"""

TRY = "SELECT pg_try_advisory_xact_lock(hashtextextended(current_schema() || %s, 0))"


def wait_for(*thing: str) -> None:
    """Let nobody else of this tenant past here for the same `thing` until the transaction ends."""
    _take([repr(thing)])


def take_if_free(*thing: str) -> bool:
    """The same without waiting: whether nobody else was at it."""
    with connection.cursor() as cursor:
        cursor.execute(TRY, [repr(thing)])
        return bool(cursor.fetchone()[0])


def wait_for_each(things: Iterable[str]) -> None:
    """The same for several, in one order, so that two do not wait for each other crosswise."""
    _take(sorted(things))


def _take(things: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [things])
