"""Attendances month by month, for a line to compare with: one count over the attendances and nothing else."""

from impact.counting import Period, Selection
from impact.counting.facts import select
from impact.counting.tenant import parameters

BY_MONTH = """
SELECT to_char(day, 'YYYY-MM') AS month, count(*) AS attendances
FROM attendance WHERE day BETWEEN %(start)s AND %(end)s GROUP BY 1
"""


def attendances_by_month(period: Period, selection: Selection) -> dict[str, int]:
    """Every month of the period, in order."""
    counted = {row["month"]: row["attendances"] for row in select(BY_MONTH, parameters(period, selection))}
    return {month: counted.get(month, 0) for month in period.months()}
