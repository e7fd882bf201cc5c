"""Figures in words and drawings, as pages, reports and sheets show them alike. Nothing is counted here.

What other apps may import stands here: what is asked for (`FigureQuery`), the names of the indicators (`NAMES`), and
indicators as rows (`indicator_rows`), as big numbers (`BigNumber`) and as charts (`Drawing`).
"""

from impact.presentation.dashboard import Drawing, draw_months, draw_published, professional_attendances
from impact.presentation.headline import MEANINGS, BigNumber, compare
from impact.presentation.naming import NAMES
from impact.presentation.query import FigureQuery, title_of
from impact.presentation.rows import IndicatorRow, indicator_rows, steps_of

__all__ = [
    "MEANINGS",
    "NAMES",
    "BigNumber",
    "Drawing",
    "FigureQuery",
    "IndicatorRow",
    "compare",
    "draw_months",
    "draw_published",
    "indicator_rows",
    "professional_attendances",
    "steps_of",
    "title_of",
]
