"""Reads from an address which figures are asked for: a period and filters."""

import calendar
import datetime
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from core.dates import long_date, month_name, year_of
from impact.counting import Period, PeriodError, Selection
from impact.presentation.extent import Extent
from impact.presentation.naming import AXES
from impact.presentation.values import all_choices, in_words, is_offered

FILTERS = (
    "category_group", "category", "sex", "age_band", "age_group", "disability", "institution_type", "person_region",
    "person_country", "language", "region", "country", "session_language", "modality", "project", "cycle", "phase",
    "kind", "audience",
)  # fmt: skip
PER_QUARTER = 3
DECEMBER = 12


@dataclass(frozen=True)
class FigureQuery:
    """A period with filters, and the period that it is compared with, if one was chosen; `query` is the address that
    asks for it again."""

    period: Period
    selection: Selection
    against: Period | None = None

    @classmethod
    def read(cls, query: QueryDict, default_year: int) -> "FigureQuery":
        """From `year=2019`, or `start` and `end`, the axes, and `against_start` and `against_end`. Raises Http404 for a
        period that is none."""
        values = {axis: str(query[axis]) for axis in FILTERS if query.get(axis) and is_offered(axis)}
        first, last = query.get("against_start", ""), query.get("against_end", "")
        against = _parsed(first, last) if first or last else None
        return cls(_period(query, default_year), Selection(values), against)

    @property
    def query(self) -> str:
        days = {"start": self.period.start.isoformat(), "end": self.period.end.isoformat()}
        if self.against:
            days |= {"against_start": self.against.start.isoformat(), "against_end": self.against.end.isoformat()}
        return urlencode(days | self.selection.values)

    def with_values(self, **values: str) -> str:
        """The query with further filters."""
        return FigureQuery(self.period, Selection(self.selection.values | values), self.against).query

    def over(self, period: Period) -> str:
        """The query of another period with the same filters, beside the one before it."""
        return FigureQuery(period, self.selection).query

    @property
    def title(self) -> str:
        """`2019`, `2nd quarter of 2019`, `March 2019` or the two days."""
        return title_of(self.period)

    @property
    def before(self) -> Period:
        """The period that this one is compared with: the chosen one, else the one before, of the same kind: year,
        quarter, month, else as many days."""
        return self.against or period_before(self.period)

    def filters(self, extent: Extent) -> list[dict[str, Any]]:
        """Every axis with its choices and what is chosen."""
        found = all_choices(extent)
        return [
            {"axis": axis, "label": AXES[axis], "choices": found[axis], "chosen": self.selection.values.get(axis, "")}
            for axis in FILTERS
            if len(found.get(axis, ())) > 1 and extent.offers(axis)
        ]

    def chosen(self) -> list[tuple[Any, str]]:
        """The filters in words."""
        return [(AXES[axis], in_words(axis, value)) for axis, value in self.selection.values.items()]


def _period(query: QueryDict, default_year: int) -> Period:
    if asked := query.get("year", ""):
        if (year := year_of(asked)) is None:
            raise Http404
        return Period.year(year)
    if "start" not in query and "end" not in query:
        return Period.year(default_year)
    return _parsed(query.get("start", ""), query.get("end", ""))


def _parsed(start: str, end: str) -> Period:
    try:
        return Period.parse(start, end)
    except PeriodError as error:
        raise Http404 from error


def quarters(year: int) -> list[Period]:
    """The four quarters."""
    return [_months(year, 3 * number + 1, 3 * number + PER_QUARTER) for number in range(4)]


def months(year: int) -> list[Period]:
    """The twelve months."""
    return [_months(year, number, number) for number in range(1, DECEMBER + 1)]


def _months(year: int, first: int, last: int) -> Period:
    return Period(datetime.date(year, first, 1), datetime.date(year, last, calendar.monthrange(year, last)[1]))


def title_of(period: Period) -> str:
    """The period as readers call it."""
    start, end = period.start, period.end
    if period == Period.year(start.year):
        return str(start.year)
    for number, quarter in enumerate(quarters(start.year), start=1):
        if quarter == period:
            return _("quarter %(number)s of %(year)s") % {"number": number, "year": start.year}
    if period == _months(start.year, start.month, start.month):
        return f"{month_name(start)} {start.year}"
    if start == end:
        return long_date(start)
    return _("%(start)s to %(end)s") % {"start": long_date(start), "end": long_date(end)}


def period_before(period: Period) -> Period:
    """See `FigureQuery.before`."""
    year = period.start.year
    if period == Period.year(year):
        return Period.year(year - 1)
    for same in (quarters, months):
        row = [*same(year - 1), *same(year)]
        if period in row:
            return row[row.index(period) - 1]
    days = (period.end - period.start).days + 1
    day = datetime.timedelta(days=1)
    return Period(period.start - days * day, period.start - day)
