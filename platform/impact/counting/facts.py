"""Where the facts of a count come from: the kept tables as they are, or the evidence, as it is or as it was.

The kept tables hold what the evidence gives, so figures over either are the same text (impact.counting.figures). Only
what was known at an earlier moment, and the proof of the tables, is counted from the evidence.
"""

from typing import Any

from django.db import connection

from impact.counting import cte
from impact.counting.definitions import PERSON_COLUMNS, SESSION_COLUMNS
from impact.counting.planner import EVIDENCE, mend_statistics
from impact.counting.selection import EVERYTHING, Selection

# The kept tables under the names of the expressions that fill them.
KEPT_SEEN = "seen AS NOT MATERIALIZED (SELECT * FROM impact_presenceday {seen_where})"
KEPT_SESSION_DAY = "session_day AS (SELECT * FROM impact_sessionday {session_where})"
KEPT_SESSION_BASE = "session_base AS (SELECT * FROM impact_sessionday {session_where})"
KEPT_ONLINE = "online_day AS (SELECT * FROM impact_onlineday {online_where})"
KEPT_TESTS = "test_pair AS (SELECT * FROM impact_testpair)"

# What all figures and lists name, whatever the facts were read from.
DERIVED = """
held AS (
  SELECT session_id AS id, day FROM session_day
  WHERE opening AND state_held AND (attended > 0 OR most_heads > 0)
),
attendance AS (SELECT person, session_id, day FROM seen WHERE starts),
completion AS (  -- CMP: of a session, or of an online course (session_id is null)
  SELECT person, session_id, day, trains FROM seen WHERE completes
  UNION ALL SELECT person, NULL, day, true FROM online_day, generate_series(1, completions)
),
trained AS (SELECT person, session_id, day FROM completion WHERE trains),  -- awareness never trains
-- What people did in the period; `sighted` is what REACH counts, `in_room` goes before a lesson (rule 3).
doing AS (
  SELECT person, session_id, day, part_order, true AS in_room, true AS sighted, starts, trains, {axes}, {columns}
  FROM seen WHERE day BETWEEN %(start)s AND %(end)s
  UNION ALL
  SELECT person, NULL, day, 0, false, lessons > 0, false, completions > 0, {axes}, '', '', '', '', '', ''
  FROM online_day WHERE day BETWEEN %(start)s AND %(end)s
),
-- REACH, with each person's axes as at the latest attendance of the period, else the latest lesson (rule 3).
reached AS (
  SELECT DISTINCT ON (person) person, session_id, day, {axes}
  FROM doing WHERE sighted
  ORDER BY person, in_room DESC, day DESC, part_order DESC, session_id DESC, {axes}
)"""

NOW = {
    "canon": "coalesce(merged_into_id, id)", "merged": "merged_into_id IS NOT NULL", "person_kept": "NOT MATERIALIZED",
    **dict.fromkeys(("voided_then", "headcount_then", "evidence_then", "axes_when", "presence_of"), ""),
    **dict.fromkeys(("chosen_people", "chosen_sessions", "chosen_online"), ""),
    **dict.fromkeys(("seen_where", "session_where", "online_where"), ""),
}  # fmt: skip
CANON_THEN_OF = """coalesce((SELECT m.kept_id FROM people_merge m WHERE m.absorbed_id = {person}.id
    AND m.made_at <= %(merges_until)s AND (m.ended_at IS NULL OR m.ended_at > %(merges_until)s)
    ORDER BY m.id DESC LIMIT 1), {person}.id)"""  # who a person was at a moment
CANON_THEN = CANON_THEN_OF.format(person="people_person")
EVIDENCE_THEN = {
    "voided_then": "AND v.server_time <= %(evidence_until)s",
    "headcount_then": "AND h.server_time <= %(evidence_until)s",
    "evidence_then": "AND e.server_time <= %(evidence_until)s",
}
COLUMNS = {
    "axes": ", ".join(PERSON_COLUMNS),
    "columns": ", ".join(SESSION_COLUMNS),
    "axes_then": ", ".join(f"coalesce(r.{axis}, o.{axis}, own.{axis}) AS {axis}" for axis in PERSON_COLUMNS),
    **{f"{table}_axes": ", ".join(f"{table}.{axis}" for axis in PERSON_COLUMNS) for table in ("r", "n")},
    **{f"{table}_columns": ", ".join(f"{table}.{column}" for column in SESSION_COLUMNS) for table in ("s", "b", "d")},
}


def facts_for(given: dict[str, Any]) -> str:
    """The WITH clause of a count: `given` holds its period, and perhaps a `selection`, the ids of its `people`, the
    moments `evidence_until` and `merges_until`, or `from_evidence`; `scores` asks for each person's (`score`)."""
    if is_of_evidence(given):
        return with_clause(*cte.NOTIONS, DERIVED, **_of_evidence(given))
    some = given.get("people") is not None
    sessions = (KEPT_SESSION_BASE, cte.WITH_PRESENCE) if some else (KEPT_SESSION_DAY,)
    tests = (cte.TESTS,) if some or given.get("scores") else (KEPT_TESTS,)
    parts = (cte.ROOMS, *tests, KEPT_SEEN, *sessions, KEPT_ONLINE, DERIVED)
    return with_clause(*parts, **_of_tables(given))


def with_clause(*parts: str, **where: str) -> str:
    """Expressions that may be selected from; `where` narrows them."""
    return "WITH " + ",\n".join(parts).format(**NOW | where, **COLUMNS, **cte.RULES)


def is_of_evidence(given: dict[str, Any]) -> bool:
    """Whether the kept tables cannot tell: they hold the present alone."""
    moments = (given.get("evidence_until"), given.get("merges_until"))
    return bool(given.get("from_evidence")) or any(moment is not None for moment in moments)


def _of_evidence(given: dict[str, Any]) -> dict[str, str]:
    then = {"canon": NOW["canon"], "axes_when": "AND d.day BETWEEN %(start)s AND %(end)s"}  # of others nobody asks
    if given.get("merges_until") is not None:
        then |= {"canon": CANON_THEN, "merged": f"{CANON_THEN} <> id", "person_kept": "MATERIALIZED"}
    if given.get("evidence_until") is not None:
        then |= EVIDENCE_THEN
    return then | _chosen(given, then["canon"])


def _chosen(given: dict[str, Any], canon: str) -> dict[str, str]:
    """What narrows the expressions over the evidence."""
    chosen: Selection = given.get("selection", EVERYTHING)
    found: dict[str, str] = {}
    if chosen.of_sessions:  # an online course is in no session
        found |= {"chosen_sessions": chosen.session_condition(), "chosen_online": "WHERE false"}
    if given.get("people") is not None:
        found["chosen_people"] = f"WHERE {canon} = ANY(%(people)s::bigint[])"
    return found


def _of_tables(given: dict[str, Any]) -> dict[str, str]:
    chosen: Selection = given.get("selection", EVERYTHING)
    sessions = chosen.kept_condition()
    people = ["person = ANY(%(people)s::bigint[])"] if given.get("people") is not None else []
    inside = "IN (SELECT session_id FROM impact_sessionday WHERE day BETWEEN %(start)s AND %(end)s)"
    found = _chosen(given, NOW["canon"])
    if people:  # what is read from the evidence beside the tables is asked of the period's sessions only
        found["chosen_sessions"] = f"{found.get('chosen_sessions', '')} AND s.id {inside}"
    return found | {
        "seen_where": _where(*people, *sessions),
        "session_where": _where(*sessions, *([f"session_id {inside}"] if people else [])),
        "online_where": _where(*people, *(["false"] if chosen.of_sessions else [])),
        "presence_of": f"AND s.id {inside}",
    }  # fmt: skip


def _where(*conditions: str) -> str:
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""


def select(query: str, given: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows of `query` over the facts of the active tenant, as dictionaries; the kept tables are brought up to date."""
    of_evidence = is_of_evidence(given)
    if not of_evidence:
        from impact.aggregates import keep_up  # which fills them with these very facts

        keep_up()
    with connection.cursor() as cursor:
        if of_evidence:
            mend_statistics(cursor, EVIDENCE)
        cursor.execute(facts_for(given) + query, given)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
