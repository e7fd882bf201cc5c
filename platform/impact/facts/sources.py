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
STORED_SESSION_DAYS = "session_day AS NOT MATERIALIZED (SELECT * FROM impact_sessionday {session_where})"
STORED_SESSION_BASE = "session_base AS NOT MATERIALIZED (SELECT * FROM impact_sessionday {session_where})"
STORED_ONLINE_DAYS = "online_day AS (SELECT * FROM impact_onlineday {online_where})"
STORED_TEST_PAIRS = "test_pair AS (SELECT * FROM impact_testpair)"

# Those whose axes change within the period, or who did something online in it: of everybody else each row of the period
# has the axes of the last one.
CHANGED = f"""
  SELECT person FROM impact_presenceday
  WHERE day BETWEEN %(start)s AND %(end)s AND changes_on <= %(end)s AND changes_on <> date '{NEVER}'"""  # noqa: S608
MOVED = f"""
moved AS MATERIALIZED ({CHANGED}
  UNION SELECT person FROM online_day WHERE day BETWEEN %(start)s AND %(end)s
)"""  # noqa: S608  our names
# What all figures and lists name, whatever the facts were read from.
HELD = """
held AS (
  SELECT session_id AS id, day FROM session_day
  WHERE opening AND state_held AND (attended > 0 OR most_heads > 0)
)"""
DONE = """
attendance AS (SELECT person, session_id, day FROM attendance_day WHERE starts),
completion AS (  -- CMP: of a session, or of an online course (session_id is null)
  SELECT person, session_id, day, trains FROM attendance_day WHERE completes
  UNION ALL SELECT person, NULL, day, true FROM online_day, generate_series(1, completions)
),
trained AS (SELECT person, session_id, day FROM completion WHERE trains),  -- awareness never trains
-- What people did in the period; `counts_in_reach` is what REACH counts, `in_room` goes before a lesson (rule 3).
{activity} AS (
  SELECT person, session_id, day, part_order, true AS in_room, true AS counts_in_reach, starts, trains, {axes},
         {columns} {amounts}
  FROM attendance_day WHERE day BETWEEN %(start)s AND %(end)s {of_moved}
  UNION ALL
  SELECT person, NULL, day, 0, false, lessons > 0, false, completions > 0, {axes}, {no_columns} {no_amounts}
  FROM online_day WHERE day BETWEEN %(start)s AND %(end)s
),
-- REACH, with each person's axes as at the latest attendance of the period, else the latest lesson (rule 3).
{reached} AS (
  SELECT DISTINCT ON (person) person, session_id, day, {axes}
  FROM {activity} WHERE counts_in_reach
  ORDER BY person, in_room DESC, day DESC, part_order DESC, session_id DESC, {axes}
)"""
# Of those who moved, whom an axis of people chooses.
CHOSEN_MOVED = """
reached AS (SELECT * FROM {reached} WHERE {is_chosen}),
activity AS (SELECT * FROM {activity} WHERE person IN (SELECT person FROM reached))"""
# Rows of those who did not move, of the chosen sessions and people: every row of theirs has the axes of the last one.
MINE = """
mine AS MATERIALIZED (
  SELECT person, session_id, day, half_days, minutes, starts, completes, trains, next_day, next_trained, first_trained
         {told}
  FROM impact_presenceday
  WHERE day BETWEEN %(start)s AND %(end)s AND {is_mine} AND person NOT IN (SELECT person FROM moved)
)"""
LAST_OF_MINE = "SELECT person FROM mine WHERE next_day > %(end)s"
ANY_OF_MINE = "SELECT DISTINCT person FROM mine"  # of chosen sessions the next day may be at another
# Whom an axis of people chooses; days of sessions as those make them. A session is held where one of them came, be it
# on a day outside of the period.
CHOSEN_DAYS = """
chosen AS ({one_of_mine} UNION ALL SELECT person FROM reached),
came AS (
  SELECT session_id, day, sum(half_days) AS half_days, sum(minutes) AS minutes,
         count(*) FILTER (WHERE starts) AS attendances, count(*) FILTER (WHERE completes) AS completions
  FROM (
    SELECT session_id, day, half_days, minutes, starts, completes FROM mine
    UNION ALL SELECT session_id, day, half_days, minutes, starts, completes FROM activity WHERE in_room
  ) d GROUP BY session_id, day
),
came_outside AS (
  SELECT DISTINCT d.session_id
  FROM (
    SELECT session_id FROM session_base WHERE day BETWEEN %(start)s AND %(end)s
      AND session_id NOT IN (SELECT session_id FROM came)
    GROUP BY session_id HAVING bool_or(state_held AND most_heads = 0) AND max(attended) > sum(attendances)
  ) s
  JOIN impact_presenceday d ON d.session_id = s.session_id AND d.day NOT BETWEEN %(start)s AND %(end)s
  JOIN chosen ON chosen.person = d.person
),
session_day AS (
  SELECT b.session_id, b.day, b.opening, b.state_held, b.role, b.audience, b.delivered, b.heads, b.head_minutes,
         b.most_heads, coalesce(c.half_days, 0) AS half_days, coalesce(c.minutes, 0) AS minutes,
         coalesce(c.attendances, 0) AS attendances, coalesce(c.completions, 0) AS completions,
         (b.session_id IN (SELECT session_id FROM came)
          OR b.session_id IN (SELECT session_id FROM came_outside))::int AS attended
  FROM session_base b LEFT JOIN came c ON c.session_id = b.session_id AND c.day = b.day
  WHERE b.day BETWEEN %(start)s AND %(end)s
)"""
# Nobody is chosen twice, so what each of them did is joined to them.
CHOSEN_TEST_PAIRS = "test_pair AS (SELECT t.* FROM impact_testpair t JOIN chosen ON chosen.person = t.person)"

NOW = {
    "canon": "coalesce(merged_into_id, id)", "merged": "merged_into_id IS NOT NULL", "person_kept": "NOT MATERIALIZED",
    **dict.fromkeys(("voided_then", "headcount_then", "evidence_then", "axes_when", "presence_of"), ""),
    **dict.fromkeys(("chosen_people", "chosen_sessions", "chosen_online"), ""),
    **dict.fromkeys(("attendance_where", "session_where", "online_where", "of_moved", "presence_days"), ""),
    **dict.fromkeys(("amounts", "no_amounts"), ""), "activity": "activity", "reached": "reached",
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
        return with_clause(*cte.EXPRESSIONS, HELD, DONE, **_of_evidence(parameters))
    where = _of_tables(parameters)
    if parameters.of_moved:
        return with_clause(STORED_ATTENDANCE_DAYS, STORED_ONLINE_DAYS, MOVED, *_beside_moved(parameters), **where)
    some = parameters.people is not None
    sessions = (STORED_SESSION_BASE, cte.WITH_PRESENCE) if some else (STORED_SESSION_DAYS,)
    tests = (cte.TESTS,) if some or parameters.with_scores else (STORED_TEST_PAIRS,)
    return with_clause(cte.ROOMS, *tests, STORED_ATTENDANCE_DAYS, *sessions, STORED_ONLINE_DAYS, HELD, DONE, **where)


def _beside_moved(parameters: CountParameters) -> tuple[str, ...]:
    if parameters.selection.of_people:
        return (DONE, CHOSEN_MOVED, MINE, STORED_SESSION_BASE, CHOSEN_DAYS, HELD, CHOSEN_TEST_PAIRS)
    return (STORED_SESSION_DAYS, STORED_TEST_PAIRS, HELD, DONE, *([MINE] if parameters.selection else []))


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
    some = parameters.people is not None and not parameters.of_moved
    people = ["person = ANY(%(people)s::bigint[])"] if some else []
    inside = "IN (SELECT session_id FROM impact_sessionday WHERE day BETWEEN %(start)s AND %(end)s)"
    found = {} if parameters.of_moved else _chosen(parameters, NOW["canon"])
    if people:  # what is read from the evidence beside the tables is asked of the period's sessions only
        found["chosen_sessions"] = f"{found.get('chosen_sessions', '')} AND s.id {inside}"
        # Of these sessions alone the presences are asked for, and the index of the days finds them.
        days = "(SELECT {}(day) FROM session_base)"
        found["presence_days"] = f"WHERE day BETWEEN {days.format('min')} AND {days.format('max')}"
    if parameters.of_moved:
        found |= _of_moved(parameters)
    return found | {
        "attendance_where": _where(*people, *sessions),
        "session_where": _where(*sessions, *([f"session_id {inside}"] if people else [])),
        "online_where": _where(*people, *(["false"] if parameters.selection.of_sessions else [])),
        "presence_of": f"AND s.id {inside}",
    }  # fmt: skip


def _of_moved(parameters: CountParameters) -> dict[str, str]:
    selection = parameters.selection
    rows = selection.aggregate_conditions()
    told = "".join(f", {column}" for column in parameters.told)
    found = {"of_moved": "AND person IN (SELECT person FROM moved)", "is_mine": " AND ".join(rows), "told": told}
    if not selection.of_people:
        return found
    return found | {
        "activity": "activity_of_moved",
        "reached": "reached_of_moved",
        "amounts": ", half_days, minutes, completes",
        "no_amounts": ", 0, 0, completions > 0",
        "is_chosen": selection.person_condition(),
        "is_mine": " AND ".join([*rows, selection.person_condition(of_table=True)]),
        "one_of_mine": ANY_OF_MINE if rows else LAST_OF_MINE,
    }


def _where(*conditions: str) -> str:
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""
