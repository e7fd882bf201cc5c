"""What marks read and write, each in one statement by hand: a room that checks in waits for nothing else.

A query of models costs more than the database takes for it.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from core.bulk_signals import rows_written
from sessions.models import Evidence

# Of people that remain, by whichever record; each part is found by an index.
_READ = """
SELECT recorded.events, running.people, listed.rows, listed.people, listed.states FROM
  (SELECT array_agg(client_event_id) AS events FROM training_sessions_evidence
   WHERE client_event_id = ANY(%(events)s)) recorded,
  (SELECT array_agg(coalesce(p.merged_into_id, p.id)) AS people FROM training_sessions_trainingsession_trainers t
   JOIN people_person p ON p.user_id = t.user_id WHERE t.trainingsession_id = %(session)s) running,
  (SELECT array_agg(r.id) AS rows, array_agg(coalesce(p.merged_into_id, p.id)) AS people, array_agg(r.status) AS states
   FROM people_person p JOIN training_sessions_registration r ON r.person_id = p.id AND r.session_id = %(session)s
   WHERE p.id = ANY(%(people)s) AND p.merged_into_id IS NULL OR p.merged_into_id = ANY(%(people)s)) listed"""

# What a mark says, each column as one array.
_SAYS = {
    "client_event_id": "uuid", "slot_id": "bigint", "person_id": "bigint", "minutes": "smallint", "source": "text",
    "recorded_by_id": "bigint", "device": "text", "device_time": "timestamptz", "corrected_time": "timestamptz",
}  # fmt: skip
_WRITE = f"""
INSERT INTO training_sessions_evidence ({", ".join(_SAYS)}, reason)
SELECT *, '' FROM unnest({", ".join(f"%s::{kind}[]" for kind in _SAYS.values())})"""  # noqa: S608  our names


@dataclass(frozen=True)
class Standing:
    """Events that are recorded, ids of the people who run the session, and of some people who is on its list."""

    events: set[uuid.UUID]
    running: set[int]
    listed: list[tuple[int, int, str]]
    """Registration, human, status: as whichever record they registered, so one human may have several."""


def read_standing(session: int, people: Collection[int], events: Collection[uuid.UUID] = ()) -> Standing:
    """Of `people`, ids of records that were not merged into another; after the locks that keep it so."""
    given: dict[str, Any] = {"session": session, "people": list(people), "events": list(events)}
    with connection.cursor() as cursor:
        cursor.execute(_READ, given)
        recorded, running, rows, humans, states = cursor.fetchone()
    return Standing(
        events=set(recorded or ()), running=set(running or ()),
        listed=list(zip(rows or (), humans or (), states or (), strict=True)),
    )  # fmt: skip


def write_marks(rows: Sequence[Evidence]) -> None:
    """Insert rows that void nothing, and tell of them as `bulk_create` does."""
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, [[getattr(row, name) for row in rows] for name in _SAYS])
        rows_written.send(Evidence, rows=rows)
