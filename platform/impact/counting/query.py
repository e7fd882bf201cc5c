"""Runs a query over the facts of the active tenant, for a period and a selection."""

from dataclasses import replace
from typing import Any

from django.db import connection as database

from impact.aggregates import refresh
from impact.facts.parameters import CountParameters
from impact.facts.period import Period
from impact.facts.planner import EVIDENCE, mend_statistics
from impact.facts.selection import EVERYTHING, Selection
from impact.facts.sources import facts_for
from tenants.connection import connection


def parameters_for(period: Period, selection: Selection = EVERYTHING) -> CountParameters:
    """What is asked of the active tenant; people are looked up where a person axis chooses them."""
    parameters = CountParameters(period, str(connection.tenant.time_zone), selection)
    if not selection.of_people:
        return parameters
    query = "SELECT person FROM reached WHERE {}".format(selection.person_condition())  # noqa: S608, UP032  our names
    return replace(parameters, people=tuple(row["person"] for row in select(query, parameters)))


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
