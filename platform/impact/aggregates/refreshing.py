"""Brings the aggregate tables in line with the evidence: by the marks of what was written, or all anew."""

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection as database
from django.db import transaction

from core.locks import wait_for
from impact.aggregates import cached
from impact.aggregates.chains import LINKS, chain
from impact.aggregates.dirty import ONE_AT_A_TIME, take_marks
from impact.aggregates.narrowing import narrow
from impact.aggregates.tallies import fill_tallies, move_tallies, sums_of
from impact.facts import cte
from impact.facts.definitions import CHAINED, PERSON_COLUMNS, SESSION_COLUMNS
from impact.facts.planner import AGGREGATES, mend_statistics
from impact.facts.sources import STORED_ATTENDANCE_DAYS, with_clause
from impact.models import AggregateBuild
from tenants.connection import connection

FORMAT = "1 6"  # of the aggregate tables: raised when what they hold changes

_BOTH = (*PERSON_COLUMNS, *SESSION_COLUMNS)
PRESENCE_DAY = ("person", "session_id", "day", "part_order", "half_days", "minutes", "starts", "completes", "trains",
                *_BOTH)  # fmt: skip
SESSION_DAY = ("session_id", "day", "opening", "state_held", "role", "delivered", "heads", "head_minutes",
               "most_heads", "half_days", "minutes", "attendances", "completions", "attended",
               *SESSION_COLUMNS)  # fmt: skip
ONLINE_DAY = ("record", "person", "day", "lessons", "completions", *PERSON_COLUMNS)
TEST_PAIR = ("session_id", "person", "pre", "pre_maximum", "post", "post_maximum", "people")
# Table -> its columns, the expression that fills it and what that is made of; in the order in which one needs another.
TABLES = {
    "onlineday": (ONLINE_DAY, "online_day", (cte.ROOMS, cte.ONLINE)),
    "presenceday": (PRESENCE_DAY, "attendance_day", (cte.ROOMS, cte.TESTS, cte.ATTENDANCE_DAYS)),
    "sessionday": (
        SESSION_DAY,
        "session_day",
        (cte.ROOMS, STORED_ATTENDANCE_DAYS, cte.SESSION_DAYS, cte.WITH_PRESENCE),
    ),
    "testpair": (TEST_PAIR, "test_pair", (cte.ROOMS, cte.TESTS)),
}
# What narrows these expressions to what the marks name.
OF_AFFECTED = {
    "chosen_sessions": "AND s.id = ANY(%(sessions)s::bigint[])",
    "attendance_where": "WHERE session_id = ANY(%(sessions)s::bigint[])",
    "chosen_online": "WHERE record = ANY(%(records)s::bigint[])",
    # Who came since the people were read is not theirs: a mark brings them the next time.
    "chosen_people": "WHERE coalesce(merged_into_id, id) = ANY(%(people)s::bigint[])",
}
STATE = """
SELECT EXISTS (SELECT 1 FROM impact_touched), (SELECT max(made_with) FROM impact_kept),
       (SELECT stamp FROM impact_kept LIMIT 1)"""
RECORDS = """
SELECT id FROM people_person WHERE id = ANY(%(people)s::bigint[]) OR merged_into_id = ANY(%(people)s::bigint[])"""
# All sessions that a record may count in, or keep somebody from counting in.
SESSIONS = """
SELECT unnest(%(sessions)s::bigint[])
UNION SELECT session_id FROM training_sessions_slot WHERE id = ANY(%(slots)s::bigint[])
UNION SELECT sl.session_id FROM training_sessions_evidence e JOIN training_sessions_slot sl ON sl.id = e.slot_id
      WHERE e.person_id = ANY(%(records)s::bigint[])
UNION SELECT session_id FROM training_sessions_registration WHERE person_id = ANY(%(records)s::bigint[])
UNION SELECT session_id FROM training_sessions_testscore WHERE person_id = ANY(%(records)s::bigint[])
UNION SELECT t.trainingsession_id FROM training_sessions_trainingsession_trainers t
      JOIN people_person p ON p.user_id = t.user_id WHERE p.id = ANY(%(records)s::bigint[])
UNION SELECT session_id FROM impact_presenceday WHERE person = ANY(%(records)s::bigint[])"""
# Whoever counts in these sessions, or counted in them so far, or online; a test alone counts too (GAIN).
PEOPLE = """
SELECT person FROM impact_presenceday WHERE session_id = ANY(%(sessions)s::bigint[])
UNION SELECT coalesce(p.merged_into_id, p.id) FROM training_sessions_slot sl
      JOIN training_sessions_evidence e ON e.slot_id = sl.id JOIN people_person p ON p.id = e.person_id
      WHERE sl.session_id = ANY(%(sessions)s::bigint[])
UNION SELECT coalesce(p.merged_into_id, p.id) FROM training_sessions_testscore t
      JOIN people_person p ON p.id = t.person_id WHERE t.session_id = ANY(%(sessions)s::bigint[])
UNION SELECT person FROM impact_onlineday WHERE record = ANY(%(records)s::bigint[])
UNION SELECT coalesce(merged_into_id, id) FROM people_person WHERE id = ANY(%(records)s::bigint[])"""


@dataclass
class Affected:
    """Ids of all whose rows may differ from what is stored: sessions, records of people, and people."""

    sessions: list[int]
    slots: list[int]
    people: list[int]
    records: list[int]


def refresh() -> UUID:
    """Bring the active tenant's tables in line with everything written so far; their stamp, another after each
    change."""
    with database.cursor() as cursor:
        cursor.execute(STATE)
        is_dirty, made, stamp = cursor.fetchone()
    if made != made_with():
        return rebuild()
    return _apply_dirty() if is_dirty else stamp


def made_with() -> str:
    """What the tables depend on beside the evidence."""
    return f"{FORMAT} {connection.tenant.time_zone}"


@transaction.atomic
def rebuild() -> UUID:
    """Everything from the evidence: once, after an upgrade that changes how the tables are made."""
    with database.cursor() as cursor:
        wait_for(ONE_AT_A_TIME)
        mend_statistics(cursor)
        cursor.execute("SET LOCAL work_mem = '64MB'")  # whole tables are sorted, once
        cached.forget(cursor, datetime.date.min)
        take_marks(cursor)
        for table in (*TABLES, "periodtally"):
            cursor.execute(f"DELETE FROM impact_{table}")  # noqa: S608  our names
        for table in TABLES:
            _fill(cursor, table)
        mend_statistics(cursor, AGGREGATES)
        fill_tallies(cursor)
    AggregateBuild.objects.all().delete()
    return AggregateBuild.objects.create(made_with=made_with()).stamp


@transaction.atomic
def _apply_dirty() -> UUID:
    """Count again what the marks name, and nothing else."""
    with database.cursor() as cursor:
        wait_for(ONE_AT_A_TIME)
        mend_statistics(cursor)
        affected = _affected(cursor)
        # What a record is, or did online, moves what it counts anywhere; a session alone what is of its days and kind.
        narrowed = None if affected.records else narrow(cursor, affected.sessions, OF_AFFECTED)
        before, since = sums_of(cursor, affected.people, narrowed), cached.first_day(cursor, vars(affected))
        for table in TABLES:
            _remove(cursor, table, affected)
        for table in TABLES:
            _fill(cursor, table, affected)
        mend_statistics(cursor, AGGREGATES)
        chain(cursor, affected.people)
        move_tallies(cursor, before, sums_of(cursor, affected.people, narrowed))
        days = [day for day in (since, cached.first_day(cursor, vars(affected))) if day]
        return cached.forget(cursor, min(days, default=None))


def _affected(cursor: Any) -> Affected:
    taken = take_marks(cursor)
    affected = Affected(taken["session"], taken["slot"], taken["person"], records=[])
    affected.records = _ids(cursor, RECORDS, affected)
    affected.sessions = _ids(cursor, SESSIONS, affected)
    affected.people = _ids(cursor, PEOPLE, affected)
    return affected


def _ids(cursor: Any, query: str, affected: Affected) -> list[int]:
    cursor.execute(query, vars(affected))
    return sorted({row[0] for row in cursor.fetchall()})


def _remove(cursor: Any, table: str, affected: Affected) -> None:
    column, ids = ("record", "records") if table == "onlineday" else ("session_id", "sessions")
    statement = f"DELETE FROM impact_{table} WHERE {column} = ANY(%({ids})s::bigint[])"  # noqa: S608  our names
    cursor.execute(statement, vars(affected))


def _fill(cursor: Any, table: str, affected: Affected | None = None) -> None:
    """The rows of the affected sessions and records; of all where none are named, and then they are chained and stand
    in the order of their days."""
    columns, source, parts = TABLES[table]
    if table == "presenceday" and affected is None:
        columns, source = (*columns, *CHAINED), f"({LINKS.format(rows=source, learners='')}) linked ORDER BY day"
    names = ", ".join(columns)
    facts = with_clause(*parts, **(OF_AFFECTED if affected else {}))
    statement = f"INSERT INTO impact_{table} ({names}) {facts} SELECT {names} FROM {source}"  # noqa: S608  our names
    cursor.execute(statement, (vars(affected) if affected else {}) | {"zone": str(connection.tenant.time_zone)})
