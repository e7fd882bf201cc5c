"""Attendances month by month, for a line to compare with: one count over the attendances and nothing else."""

from impact.counting import Period, Selection
from impact.counting.calendar import scope_of
from impact.counting.query import select
from impact.counting.tenant import parameters

BY_MONTH = """
SELECT to_char(day, 'YYYY-MM') AS month, count(*) AS attendances
FROM attendance WHERE day BETWEEN %(start)s AND %(end)s GROUP BY 1
"""
TALLIED = """
SELECT to_char(start, 'YYYY-MM') AS month, attendances FROM impact_periodtally
WHERE span = 'month' AND scope = %(scope)s AND axis = '' AND start BETWEEN %(start)s AND %(end)s
"""


def attendances_by_month(period: Period, selection: Selection) -> dict[str, int]:
    """Every month of the period, in order; of whole months from what is tallied of them."""
    given, scope = parameters(period, selection), scope_of(selection)
    tallied = scope is not None and period.has_whole_months
    rows = select(TALLIED, given | {"scope": scope}) if tallied else select(BY_MONTH, given)
    counted = {row["month"]: row["attendances"] for row in rows}
    return {month: counted.get(month, 0) for month in period.months()}
