"""Marks what has to be counted again, and takes the marks when it is (impact.aggregates.refreshing)."""

from collections.abc import Iterable
from typing import Any

from django.db import connection

ONE_AT_A_TIME = "aggregates"  # whoever refreshes, rebuilds or keeps a count
# By hand: a check-in writes one, and must not wait for what an insert of models costs.
MARK = "INSERT INTO impact_touched (kind, ref) SELECT %s, unnest(%s::bigint[])"
TAKE = "DELETE FROM impact_touched RETURNING kind, ref"


def mark_dirty(kind: str, refs: Iterable[int | None]) -> None:
    """Say that these sessions, slots or people have to be looked at again, in the transaction that changes them."""
    if found := sorted({ref for ref in refs if ref is not None}):
        with connection.cursor() as cursor:
            cursor.execute(MARK, [str(kind), found])


def take_marks(cursor: Any) -> dict[str, list[int]]:
    """Everything marked so far, by kind; whoever takes it has it counted again in the same transaction. A mark whose
    transaction ends after this is left for the next time."""
    cursor.execute(TAKE)
    taken: dict[str, list[int]] = {"session": [], "slot": [], "person": []}
    for kind, ref in cursor.fetchall():
        taken[kind].append(ref)
    return taken
