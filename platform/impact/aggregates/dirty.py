"""Marks: what has to be folded before the next count."""

from collections.abc import Iterable

from django.db import connection

# By hand: a check-in writes one, and must not wait for what an insert of models costs.
MARK = "INSERT INTO impact_touched (kind, ref) SELECT %s, unnest(%s::bigint[])"


def mark(kind: str, refs: Iterable[int | None]) -> None:
    """Say that these sessions, slots or people have to be looked at again, in the transaction that changes them."""
    if found := sorted({ref for ref in refs if ref is not None}):
        with connection.cursor() as cursor:
            cursor.execute(MARK, [str(kind), found])
