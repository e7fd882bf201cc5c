"""Chooses where facts are read: from the aggregate tables, or from the evidence as it is or as it was.

The aggregate tables hold what the evidence gives, so figures over either are the same text (impact.counting.figures).
Only what was known at an earlier moment, and the proof of the tables, is counted from the evidence.
"""

from core.dates import NEVER
from impact.facts import cte
from impact.facts.definitions import PERSON_COLUMNS, SESSION_COLUMNS
from impact.facts.parameters import CountParameters

# The aggregate tables under the names of the expressions that fill them.
STORED_ATTENDANCE_DAYS = "attendance_day AS NOT MATERIALIZED (SELECT * FROM impact_presenceday {attendance_where})"
STORED_SESSION_DAYS = "session_day AS (SELECT * FROM impact_sessionday {session_where})"
STORED_SESSION_BASE = "session_base AS (SELECT * FROM impact_sessionday {session_where})"
STORED_ONLINE_DAYS = "online_day AS (SELECT * FROM impact_onlineday {online_where})"
STORED_TEST_PAIRS = "test_pair AS (SELECT * FROM impact_testpair)"

# Those whose axes change within the period, or who did something online in it: of everybody else each row of the period
# has the axes of the last one.
MOVED = f"""
moved AS MATERIALIZED (
  SELECT person FROM impact_presenceday
  WHERE day BETWEEN %(start)s AND %(end)s AND changes_on <= %(end)s AND changes_on <> date '{NEVER}'
  UNION SELECT person FROM online_day WHERE day BETWEEN %(start)s AND %(end)s
)"""  # noqa: S608  our names
# What all figures and lists name, whatever the facts were read from.
DERIVED = """
held AS (
  SELECT session_id AS id, day FROM session_day
  WHERE opening AND state_held AND (attended > 0 OR most_heads > 0)
),
attendance AS (SELECT person, session_id, day FROM attendance_day WHERE starts),
completion AS (  -- CMP: of a session, or of an online course (session_id is null)
  SELECT person, session_id, day, trains FROM attendance_day WHERE completes
  UNION ALL SELECT person, NULL, day, true FROM online_day, generate_series(1, completions)
),
trained AS (SELECT person, session_id, day FROM completion WHERE trains),  -- awareness never trains
-- What people did in the period; `counts_in_reach` is what REACH counts, `in_room` goes before a lesson (rule 3).
activity AS (
  SELECT person, session_id, day, part_order, true AS in_room, true AS counts_in_reach, starts, trains, {axes},
         {columns}
  FROM attendance_day WHERE day BETWEEN %(start)s AND %(end)s {of_moved}
  UNION ALL
  SELECT person, NULL, day, 0, false, lessons > 0, false, completions > 0, {axes}, {no_columns}
  FROM online_day WHERE day BETWEEN %(start)s AND %(end)s
),
-- REACH, with each person's axes as at the latest attendance of the period, else the latest lesson (rule 3).
reached AS (
  SELECT DISTINCT ON (person) person, session_id, day, {axes}
  FROM activity WHERE counts_in_reach
  ORDER BY person, in_room DESC, day DESC, part_order DESC, session_id DESC, {axes}
)"""

NOW = {
    "canon": "coalesce(merged_into_id, id)", "merged": "merged_into_id IS NOT NULL", "person_kept": "NOT MATERIALIZED",
    **dict.fromkeys(("voided_then", "headcount_then", "evidence_then", "axes_when", "presence_of"), ""),
    **dict.fromkeys(("chosen_people", "chosen_sessions", "chosen_online"), ""),
    **dict.fromkeys(("attendance_where", "session_where", "online_where", "of_moved", "presence_days"), ""),
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
    "no_columns": ", ".join("''" for _column in SESSION_COLUMNS),
    "axes_then": ", ".join(f"coalesce(r.{axis}, o.{axis}, own.{axis}) AS {axis}" for axis in PERSON_COLUMNS),
    **{f"{table}_axes": ", ".join(f"{table}.{axis}" for axis in PERSON_COLUMNS) for table in ("r", "n")},
    **{f"{table}_columns": ", ".join(f"{table}.{column}" for column in SESSION_COLUMNS) for table in ("s", "b", "d")},
}


def facts_for(parameters: CountParameters) -> str:
    """The WITH clause of a count."""
    if parameters.reads_evidence:
        return with_clause(*cte.EXPRESSIONS, DERIVED, **_of_evidence(parameters))
    some = parameters.people is not None
    sessions = (STORED_SESSION_BASE, cte.WITH_PRESENCE) if some else (STORED_SESSION_DAYS,)
    tests = (cte.TESTS,) if some or parameters.with_scores else (STORED_TEST_PAIRS,)
    moved = (MOVED,) if parameters.of_moved else ()
    parts = (cte.ROOMS, *tests, STORED_ATTENDANCE_DAYS, *sessions, STORED_ONLINE_DAYS, *moved, DERIVED)
    return with_clause(*parts, **_of_tables(parameters))


def with_clause(*parts: str, **where: str) -> str:
    """Expressions that may be selected from; `where` narrows them."""
    return "WITH " + ",\n".join(parts).format(**NOW | where, **COLUMNS, **cte.RULES)


def _of_evidence(parameters: CountParameters) -> dict[str, str]:
    then = {"canon": NOW["canon"], "axes_when": "AND d.day BETWEEN %(start)s AND %(end)s"}  # of others nobody asks
    if parameters.period.merges_until is not None:
        then |= {"canon": CANON_THEN, "merged": f"{CANON_THEN} <> id", "person_kept": "MATERIALIZED"}
    if parameters.period.evidence_until is not None:
        then |= EVIDENCE_THEN
    return then | _chosen(parameters, then["canon"])


def _chosen(parameters: CountParameters, canon: str) -> dict[str, str]:
    """What narrows the expressions over the evidence."""
    found: dict[str, str] = {}
    if parameters.selection.of_sessions:  # an online course is in no session
        found |= {"chosen_sessions": parameters.selection.session_condition(), "chosen_online": "WHERE false"}
    if parameters.people is not None:
        found["chosen_people"] = f"WHERE {canon} = ANY(%(people)s::bigint[])"
    return found


def _of_tables(parameters: CountParameters) -> dict[str, str]:
    sessions = parameters.selection.aggregate_conditions()
    people = ["person = ANY(%(people)s::bigint[])"] if parameters.people is not None else []
    inside = "IN (SELECT session_id FROM impact_sessionday WHERE day BETWEEN %(start)s AND %(end)s)"
    found = _chosen(parameters, NOW["canon"])
    if people:  # what is read from the evidence beside the tables is asked of the period's sessions only
        found["chosen_sessions"] = f"{found.get('chosen_sessions', '')} AND s.id {inside}"
        # Of these sessions alone the presences are asked for, and the index of the days finds them.
        days = "(SELECT {}(day) FROM session_base)"
        found["presence_days"] = f"WHERE day BETWEEN {days.format('min')} AND {days.format('max')}"
    return found | {
        "attendance_where": _where(*people, *sessions),
        "session_where": _where(*sessions, *([f"session_id {inside}"] if people else [])),
        "online_where": _where(*people, *(["false"] if parameters.selection.of_sessions else [])),
        "presence_of": f"AND s.id {inside}",
        "of_moved": "AND person IN (SELECT person FROM moved)" if parameters.of_moved else "",
    }  # fmt: skip


def _where(*conditions: str) -> str:
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""
