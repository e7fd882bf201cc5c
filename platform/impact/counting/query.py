"""Runs a query over the facts of the active tenant."""

from typing import Any

from django.db import connection

from impact.aggregates import keep_up
from impact.facts.planner import EVIDENCE, mend_statistics
from impact.facts.sources import facts_for, is_of_evidence


def select(query: str, given: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows of `query` over the facts of the active tenant, as dictionaries; the kept tables are brought up to date."""
    of_evidence = is_of_evidence(given)
    if not of_evidence:
        keep_up()
    with connection.cursor() as cursor:
        if of_evidence:
            mend_statistics(cursor, EVIDENCE)
        cursor.execute(facts_for(given) + query, given)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
