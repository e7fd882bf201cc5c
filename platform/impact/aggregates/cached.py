"""Keeps counts that took long, until something is counted again in their days or before.

Sessions that are counted again may change a count of any period that ends on their first day or later, and of no other:
what says of a day which is the person's next (impact.aggregates.chains) is compared with the end of the period, and
beyond it all days are alike. Where a record of a person changed, the first of all days of that person is the one.
"""

import datetime
import json
from typing import Any
from uuid import UUID, uuid4

from django.db import connection as database
from django.db import transaction

from core.locks import take_if_free
from impact.aggregates.dirty import ONE_AT_A_TIME

MOST = 200  # of a tenant; the oldest go
FIND = "SELECT result FROM impact_cachedcount WHERE key = %s"
UNCHANGED = "SELECT 1 FROM impact_kept WHERE stamp = %s"
KEEP = """
INSERT INTO impact_cachedcount (key, ends_on, result, made_at) VALUES (%s, %s, %s, statement_timestamp())
ON CONFLICT (key) DO UPDATE SET result = excluded.result, made_at = excluded.made_at"""
LIMIT = """
DELETE FROM impact_cachedcount
WHERE id IN (SELECT id FROM impact_cachedcount ORDER BY made_at DESC, id DESC OFFSET %s)"""
STAMP = "UPDATE impact_kept SET stamp = %s"
FORGET = "DELETE FROM impact_cachedcount WHERE ends_on >= %s"
OF_SESSIONS = "SELECT min(day) FROM impact_sessionday WHERE session_id = ANY(%(sessions)s::bigint[])"
OF_PEOPLE = """
SELECT least((SELECT min(day) FROM impact_presenceday WHERE person = ANY(%(people)s::bigint[])),
             (SELECT min(day) FROM impact_onlineday WHERE person = ANY(%(people)s::bigint[])))"""


def find(key: str) -> Any:
    """What was kept under this name, as it was given; None where nothing is. The tables have been refreshed."""
    with database.cursor() as cursor:
        cursor.execute(FIND, [key])
        row = cursor.fetchone()
    return row and _loaded(row[0])


@transaction.atomic
def keep(key: str, ends_on: datetime.date, result: Any, as_of: UUID) -> None:
    """Keep what was counted of a period that ends then, from the tables as they were `as_of` a refresh; nothing of
    tables that were refreshed meanwhile, or are just now."""
    if not take_if_free(ONE_AT_A_TIME):
        return
    with database.cursor() as cursor:
        cursor.execute(UNCHANGED, [as_of])
        if cursor.fetchone():
            cursor.execute(KEEP, [key, ends_on, json.dumps(result)])
            cursor.execute(LIMIT, [MOST])


def everything() -> list[tuple[str, Any]]:
    """All that is kept, with its name."""
    with database.cursor() as cursor:
        cursor.execute("SELECT key, result FROM impact_cachedcount ORDER BY id")
        return [(key, _loaded(result)) for key, result in cursor.fetchall()]


def drop(keys: list[str]) -> None:
    """Keep what has these names no more."""
    with database.cursor() as cursor:
        cursor.execute("DELETE FROM impact_cachedcount WHERE key = ANY(%s)", [keys])


def first_day(cursor: Any, affected: dict[str, Any]) -> datetime.date | None:
    """The first day on which these sessions are, or these people did anything if a record of theirs changed; None where
    there is none."""
    days = []
    for query in (OF_SESSIONS, *([OF_PEOPLE] if affected["records"] else [])):
        cursor.execute(query, affected)
        days.append(cursor.fetchone()[0])
    return min((day for day in days if day), default=None)


def forget(cursor: Any, since: datetime.date | None) -> UUID:
    """Take away every count of a period that ends on this day or later, none without a day; the new stamp of the
    tables. What is kept from now on is of the tables as this transaction leaves them."""
    stamp = uuid4()
    cursor.execute(STAMP, [stamp])
    if since:
        cursor.execute(FORGET, [since])
    return stamp


def _loaded(result: Any) -> Any:
    return json.loads(result) if isinstance(result, str) else result
