"""Has PostgreSQL analyse again the tables of whose size its planner is badly wrong.

Its statistics may be of a table that was empty, whose pages are full since: those of an import that failed, or a table
whose rows are still uncommitted when it is looked at. It then takes a whole table for one row and loops over every pair
of rows: minutes for two thousand people (seen in tests/impact/test_planner.py). Autovacuum mends this some minutes
later; whoever imports a register and opens the dashboard will not wait for that.
"""

from typing import Any

EVIDENCE = (
    "people_person", "training_sessions_trainingsession", "training_sessions_slot", "training_sessions_evidence",
    "training_sessions_registration", "training_sessions_testscore", "training_sessions_headcount",
    "courses_enrolment", "courses_lessonprogress",
)  # fmt: skip
AGGREGATES = ("impact_presenceday", "impact_sessionday", "impact_onlineday", "impact_testpair", "impact_periodtally")
# Less than one row a page is believed only of a table that was looked at while empty; a real one has dozens.
MISJUDGED = """
SELECT relname FROM pg_class
WHERE oid = ANY(%s::regclass[]) AND reltuples >= 0 AND reltuples < relpages ORDER BY relname"""


def mend_statistics(cursor: Any, tables: tuple[str, ...] = EVIDENCE + AGGREGATES) -> list[str]:
    """Have those of the tables looked at again of which the planner believes too little; their names.

    Costs one short query when all is well. A role that does not own the tables gets a warning and the old statistics.
    """
    cursor.execute(MISJUDGED, [list(tables)])
    misjudged = [name for (name,) in cursor.fetchall()]
    if misjudged:  # in one order: two that do it at once do not wait for each other crosswise
        cursor.execute(f"ANALYZE {', '.join(misjudged)}")
    return misjudged
