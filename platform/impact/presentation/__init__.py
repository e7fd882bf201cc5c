"""Figures in words and drawings, as pages, reports and sheets show them alike. Nothing is counted here.

What other apps may import stands here: what is asked for (`FigureQuery`), the names of the indicators (`NAMES`) and the
axes (`AXES`, `in_words` of a value), indicators as rows (`indicator_rows`), as big numbers (`BigNumber`) and as charts
(`Drawing`), and counts on the tiles of the regions (`tiles_of`).
"""

from impact.presentation.crossing import draw_crossing
from impact.presentation.dashboard import Drawing, draw_months, draw_published, professional_attendances
from impact.presentation.headline import MEANINGS, BigNumber, compare
from impact.presentation.naming import AXES, NAMES
from impact.presentation.query import FigureQuery, title_of
from impact.presentation.rows import IndicatorRow, indicator_rows, steps_of
from impact.presentation.tiles import tiles_of
from impact.presentation.values import in_words

__all__ = [
    "AXES",
    "MEANINGS",
    "NAMES",
    "BigNumber",
    "Drawing",
    "FigureQuery",
    "IndicatorRow",
    "compare",
    "draw_crossing",
    "draw_months",
    "draw_published",
    "in_words",
    "indicator_rows",
    "professional_attendances",
    "steps_of",
    "tiles_of",
    "title_of",
]
