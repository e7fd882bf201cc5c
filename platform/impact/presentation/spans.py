"""Periods to choose from: years, their quarters and months, and the whole time of a project or a cycle."""

from dataclasses import dataclass

from impact.counting import Period, Selection
from impact.presentation.extent import Extent
from impact.presentation.query import FigureQuery, months, quarters, title_of
from impact.presentation.values import in_words


@dataclass(frozen=True)
class Span:
    """A period with the address that asks for it."""

    title: str
    query: str
    is_current: bool


def year_spans(asked: FigureQuery, extent: Extent) -> list[Span]:
    """The years with the filters in sight."""
    return [_span(asked, Period.year(year), str(year)) for year in extent.years]


def shorter_spans(asked: FigureQuery) -> list[Span]:
    """Quarters and months of the year in sight, with the filters in sight."""
    year = asked.period.start.year
    return [_span(asked, period, title_of(period)) for period in (*quarters(year), *months(year))]


def whole_spans(extent: Extent, asked: FigureQuery) -> list[Span]:
    """Each project, then each cycle, from its first half-day to its last."""
    spans = []
    for (axis, value), period in sorted(extent.spans.items(), key=lambda pair: (pair[0][0] != "project", pair[0][1])):
        own = FigureQuery(period, Selection({axis: value}))
        spans.append(Span(in_words(axis, value), own.query, own == asked))
    return spans


def _span(asked: FigureQuery, period: Period, title: str) -> Span:
    return Span(title, asked.over(period), period == asked.period)
