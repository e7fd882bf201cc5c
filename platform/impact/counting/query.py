"""Runs a query over the facts of the active tenant, for a period and a selection."""

from dataclasses import replace
from typing import Any

from django.db import connection as database
from django.utils.functional import SimpleLazyObject

from impact.aggregates import refresh
from impact.facts.parameters import CountParameters
from impact.facts.period import Period
from impact.facts.planner import EVIDENCE, mend_statistics
from impact.facts.selection import EVERYTHING, Selection
from impact.facts.sources import facts_for
from tenants.connection import connection

# Whom an axis of people chooses: by their latest attendance in the period.
CHOSEN = "SELECT person FROM reached WHERE {condition}"
CHOSEN_CHAINED = "SELECT person FROM chosen"


def parameters_for(period: Period, selection: Selection = EVERYTHING) -> CountParameters:
    """What is asked of the active tenant. Where a person axis chooses people they are looked up when they are asked
    for, once for all counts that these parameters are passed on to."""
    parameters = CountParameters(period, str(connection.tenant.time_zone), selection)
    if not selection.of_people:
        return parameters
    people: Any = SimpleLazyObject(lambda: _chosen_people(parameters))
    return replace(parameters, people=people)


def _chosen_people(parameters: CountParameters) -> tuple[int, ...]:
    chained = not parameters.reads_evidence
    query = CHOSEN_CHAINED if chained else CHOSEN.format(condition=parameters.selection.person_condition())
    found = select(query, replace(parameters, of_moved=chained))
    return tuple(row["person"] for row in found)


def select(query: str, parameters: CountParameters, **more: Any) -> list[dict[str, Any]]:
    """Rows of `query` over the facts of the active tenant, as dictionaries; the aggregate tables are brought up to date
    first. `more` are what this one query asks for beside."""
    if not parameters.reads_evidence:
        refresh()
    with database.cursor() as cursor:
        if parameters.reads_evidence:
            mend_statistics(cursor, EVIDENCE)
        cursor.execute(facts_for(parameters) + query, parameters.as_query() | more)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
