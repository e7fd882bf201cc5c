"""Folding marks into the kept tables; making the tables anew."""

from typing import Any

from django.db import transaction

from core.locks import wait_for
from impact.aggregates.tallies import fill_tallies, move_tallies, sums_of
from impact.counting import cte
from impact.counting.definitions import DEFINITION_VERSION, PERSON_COLUMNS, SESSION_COLUMNS
from impact.counting.facts import KEPT_SEEN, with_clause
from impact.counting.planner import KEPT, mend_statistics
from impact.models import Kept
from tenants.connection import connection

ONE_AT_A_TIME = "aggregates"  # whoever folds or makes anew waits for the other
FORMAT = 1  # of the kept tables: raised when what they hold changes

_BOTH = (*PERSON_COLUMNS, *SESSION_COLUMNS)
PRESENCE_DAY = ("person", "session_id", "day", "part_order", "half_days", "minutes", "starts", "completes", "trains",
                *_BOTH)  # fmt: skip
SESSION_DAY = ("session_id", "day", "opening", "state_held", "role", "audience", "delivered", "heads", "head_minutes",
               "most_heads", "half_days", "minutes", "attendances", "completions", "attended",
               *SESSION_COLUMNS)  # fmt: skip
ONLINE_DAY = ("record", "person", "day", "lessons", "completions", *PERSON_COLUMNS)
TEST_PAIR = ("session_id", "pre", "pre_maximum", "post", "post_maximum", "people")
# Table -> its columns, the expression that fills it and what that is made of; what came in the rooms is filled first.
TABLES = {
    "presenceday": (PRESENCE_DAY, "seen", (cte.ROOMS, cte.TESTS, cte.SEEN)),
    "sessionday": (SESSION_DAY, "session_day", (cte.ROOMS, KEPT_SEEN, cte.SESSION_DAYS, cte.WITH_PRESENCE)),
    "testpair": (TEST_PAIR, "test_pair", (cte.ROOMS, cte.TESTS)),
    "onlineday": (ONLINE_DAY, "online_day", (cte.ROOMS, cte.ONLINE)),
}
# What narrows these expressions to what is folded.
OF_GIVEN = {
    "chosen_sessions": "AND s.id = ANY(%(sessions)s::bigint[])",
    "seen_where": "WHERE session_id = ANY(%(sessions)s::bigint[])",
    "chosen_online": "WHERE record = ANY(%(records)s::bigint[])",
    # Who came since the people were read is not theirs: a mark brings them with the next fold.
    "chosen_people": "WHERE coalesce(merged_into_id, id) = ANY(%(people)s::bigint[])",
}
STATE = "SELECT EXISTS (SELECT 1 FROM impact_touched), (SELECT max(made_with) FROM impact_kept)"
TAKE = "DELETE FROM impact_touched RETURNING kind, ref"
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


def keep_up() -> None:
    """Bring the active tenant's tables in line with everything written so far."""
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        touched, made = cursor.fetchone()
    if made != made_with():
        make_anew()
    elif touched:
        _fold()


def made_with() -> str:
    """What the tables depend on beside the evidence."""
    return f"{FORMAT} {DEFINITION_VERSION} {connection.tenant.time_zone}"


@transaction.atomic
def make_anew() -> None:
    """Everything from the evidence: once, after an upgrade that changes how the tables are made."""
    with connection.cursor() as cursor:
        wait_for(ONE_AT_A_TIME)
        mend_statistics(cursor)
        cursor.execute("SET LOCAL work_mem = '64MB'")  # whole tables are sorted, once
        cursor.execute(TAKE)
        for table in (*TABLES, "periodtally"):
            cursor.execute(f"DELETE FROM impact_{table}")  # noqa: S608  our names
        for table in TABLES:
            _fill(cursor, table, {})
        mend_statistics(cursor, KEPT)
        fill_tallies(cursor)
    Kept.objects.all().delete()
    Kept.objects.create(made_with=made_with())


@transaction.atomic
def _fold() -> None:
    with connection.cursor() as cursor:
        wait_for(ONE_AT_A_TIME)
        mend_statistics(cursor)
        given = _affected(cursor)
        before = sums_of(cursor, given["people"])
        for table in TABLES:
            _remove(cursor, table, given)
        for table in TABLES:
            _fill(cursor, table, given)
        mend_statistics(cursor, KEPT)
        move_tallies(cursor, before, sums_of(cursor, given["people"]))


def _affected(cursor: Any) -> dict[str, list[int]]:
    """Sessions, records of people, and people, whose rows may differ from what is kept. A mark whose transaction ends
    after this is left for the next fold."""
    cursor.execute(TAKE)
    taken = cursor.fetchall()
    given = {f"{kind}s": [ref for one, ref in taken if one == kind] for kind in ("session", "slot")}
    given["people"] = [ref for one, ref in taken if one == "person"]
    for name, query in (("records", RECORDS), ("sessions", SESSIONS), ("people", PEOPLE)):
        cursor.execute(query, given)
        given[name] = sorted({row[0] for row in cursor.fetchall()})
    return given


def _remove(cursor: Any, table: str, given: dict[str, Any]) -> None:
    column, ids = ("record", "records") if table == "onlineday" else ("session_id", "sessions")
    cursor.execute(f"DELETE FROM impact_{table} WHERE {column} = ANY(%({ids})s::bigint[])", given)  # noqa: S608  our names


def _fill(cursor: Any, table: str, given: dict[str, Any]) -> None:
    """The rows of the given sessions and records; of all when nothing is given."""
    columns, source, parts = TABLES[table]
    names = ", ".join(columns)
    facts = with_clause(*parts, **(OF_GIVEN if given else {}))
    statement = f"INSERT INTO impact_{table} ({names}) {facts} SELECT {names} FROM {source}"  # noqa: S608  our names
    cursor.execute(statement, given | {"zone": str(connection.tenant.time_zone)})
