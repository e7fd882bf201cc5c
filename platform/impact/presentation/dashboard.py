"""Draws the charts of the dashboard from the count's own numbers; nothing is computed that `count` does not print."""

import dataclasses
import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.charts import BarChart, ColumnChart, Row, bar_chart, column_chart
from core.codes import NOT_PROFESSIONAL, UNKNOWN
from core.dates import month_name, number
from core.languages import active
from core.line_charts import LineChart, line_chart
from core.tables import Column as TableColumn
from core.tables import DataTable, Link, data_table
from impact.counting import Period
from impact.presentation.naming import AXES, name_of
from impact.presentation.query import FigureQuery, months, title_of
from impact.presentation.tiles import Tile, region_tiles
from impact.presentation.values import in_words

Cells = dict[str, dict[str, Any]]
Behind = Callable[[str, str, str], str]  # code, axis, value: the address of what stands behind a cell

MOST_BARS = 8  # of one chart, before “others”
FEW_BARS = 6  # of one that is as high as the line over time
NOT_SHOWN = gettext_lazy("The numbers here are not shown, so that nobody can be recognised.")


@dataclass(frozen=True)
class Drawing:
    """A chart with the sentence that says what it shows, and its full table."""

    identity: str
    title: str
    caption: str
    sentence: str
    chart: BarChart | ColumnChart | LineChart
    tiles: Sequence[Tile] = ()

    @property
    def is_tall(self) -> bool:
        """Whether it has many rows: two others stand beside it, one above the other."""
        return self.identity == "category" or len(getattr(self.chart, "bars", ())) > FEW_BARS


def evidence_of(asked: FigureQuery) -> Behind:
    """The address of what stands behind a cell of what was asked."""

    def behind(code: str, axis: str, value: str) -> str:
        query = asked.over(_month(value, asked.period)) if axis == "month" else asked.with_values(**{axis: value})
        return f"{reverse('impact:evidence', args=[code])}?{query}"

    return behind


def _month(code: str, inside: Period) -> Period:
    year, number_of_month = map(int, code.split("-"))
    whole = months(year)[number_of_month - 1]
    return Period(max(whole.start, inside.start), min(whole.end, inside.end))


def professional_attendances(by_category: Cells) -> int:
    """Attendances by people of a professional category; unknown is neither."""
    return sum(cell["ATT"] for code, cell in by_category.items() if code not in (UNKNOWN, *NOT_PROFESSIONAL))


def draw_regions(cells: Cells, behind: Behind | None = None) -> Drawing:
    """Attendances by region of the session, the largest first; the table adds unique people per region."""
    found = sorted((pair for pair in cells.items() if any(pair[1].values())), key=lambda pair: -pair[1]["ATT"])
    named = [(in_words("region", code), cell) for code, cell in found]
    rows = [Row(name, cell["ATT"], number(cell["ATT"])) for name, cell in _foremost(named, "ATT")]
    chart = bar_chart(rows, rtl=active() == "ar", unit_label=_("Attendances"), label_header=_("Region"))
    sentence = _("No session was held in this period.")
    if named:
        sentence = _("Most attendances were in %(region)s: %(count)s.") % {
            "region": named[0][0],
            "count": number(named[0][1]["ATT"]),
        }
    return Drawing(
        "regions", _("By region"), _("Attendances by region"), sentence,
        _with_table(chart, _("Region"), named, _links("region", found, behind)), region_tiles(cells),
    )  # fmt: skip


def draw_axis(axis: str, cells: Cells, behind: Behind | None = None) -> Drawing:
    """People reached by an axis of people, the largest first, those of unknown value last."""
    known = sorted((pair for pair in cells.items() if pair[0] != UNKNOWN), key=lambda pair: -pair[1]["REACH"])
    known = [pair for pair in [*known, (UNKNOWN, cells[UNKNOWN])] if any(pair[1].values())]
    named = [(in_words(axis, code), cell) for code, cell in known]
    rows = [Row(name, cell["REACH"], number(cell["REACH"])) for name, cell in _foremost(named, "REACH")]
    label = str(AXES[axis])
    chart = bar_chart(rows, rtl=active() == "ar", unit_label=_("People reached"), label_header=label)
    sentence = _("Nobody was reached in this period.")
    if named and named[0][1]["REACH"]:
        sentence = _("Most of the people reached: %(name)s, %(count)s.") % {
            "name": named[0][0], "count": number(named[0][1]["REACH"]),
        }  # fmt: skip
    caption = _("People reached: %(axis)s") % {"axis": label}
    return Drawing(axis, label, caption, sentence, _with_table(chart, label, named, _links(axis, known, behind)))


def _foremost(named: Sequence[tuple[str, dict[str, Any]]], code: str) -> list[tuple[str, dict[str, Any]]]:
    """The first eight by a figure that adds up over them, then all others as one: the table beneath has each."""
    if len(named) <= MOST_BARS + 1:
        return list(named)
    others = sum(cell[code] for _name, cell in named[MOST_BARS:])
    return [*named[:MOST_BARS], (_("Others"), {code: others})]


def draw_published(axis: str, cells: Cells, caption: str) -> Drawing:
    """Attendances by an axis as published: a bar for what is shown; how many are hidden is said, the table names
    them."""
    found = [(in_words(axis, code), cell["ATT"]) for code, cell in cells.items() if cell["ATT"] != 0]
    found.sort(key=lambda pair: -(pair[1] or 0))
    shown = [(name, count) for name, count in found if count is not None]
    label, hidden = name_of(axis), len(found) - len(shown)
    chart = bar_chart(
        [Row(name, count, number(count)) for name, count in shown],
        rtl=active() == "ar", unit_label=_("Attendances"), label_header=label,
    )  # fmt: skip
    table = [(name, _("not shown") if count is None else number(count)) for name, count in found]
    columns = [TableColumn(label), TableColumn(_("Attendances"), numeric=True)]
    chart = dataclasses.replace(chart, table=data_table("", columns, table))
    sentence = _("No session was held in this period.")
    if shown:
        sentence = _("The most: %(name)s, %(count)s.") % {"name": shown[0][0], "count": number(shown[0][1])}
        if hidden:
            more = ngettext("%(count)s more is not shown.", "%(count)s more are not shown.", hidden)
            sentence += " " + more % {"count": number(hidden)}
    elif hidden:
        sentence = str(NOT_SHOWN)
    tiles = region_tiles(cells) if axis == "region" else ()
    return Drawing(axis, label, caption, sentence, chart, tiles)


def draw_months(cells: Cells) -> Drawing:
    """Attendances month by month; a count that is hidden is None and says so."""
    months = [(code, cell) for code, cell in cells.items() if code != UNKNOWN]
    days = {code: datetime.date.fromisoformat(f"{code}-01") for code, _cell in months}
    rows = [Row(_short(days[code]), cell["ATT"], _count(cell["ATT"])) for code, cell in months]
    chart = column_chart(rows, rtl=active() == "ar", unit_label=_("Attendances"), label_header=_("Month"))
    code, busiest = max(months, key=lambda pair: pair[1]["ATT"] or 0)
    hides = any(cell["ATT"] is None for _code, cell in months)
    sentence = str(NOT_SHOWN) if hides else _("No session was held in this period.")
    if busiest["ATT"]:
        sentence = _("The busiest month was %(month)s with %(count)s attendances.") % {
            "month": month_name(days[code]),
            "count": number(busiest["ATT"]),
        }
    named = [(f"{month_name(days[code])} {days[code].year}", cell) for code, cell in months]
    return Drawing("months", _("By month"), _("Attendances by month"), sentence, _with_table(chart, _("Month"), named))


def draw_over_time(cells: Cells, before: dict[str, int], asked: FigureQuery, behind: Behind | None = None) -> Drawing:
    """Attendances over the months as a line beside that of the period before; of one month alone, a column."""
    drawn = draw_months(cells)
    listed = [(code, cell) for code, cell in cells.items() if code != UNKNOWN]
    if len(listed) < 2:
        return drawn
    days = [datetime.date.fromisoformat(f"{code}-01") for code, _cell in listed]
    rows = [Row(_short(day), cell["ATT"], number(cell["ATT"])) for day, (_code, cell) in zip(days, listed, strict=True)]
    then = list(before.values())
    chart = line_chart(
        rows, then if any(then) and len(then) == len(rows) else (), rtl=active() == "ar", unit_label=_("Attendances")
    )
    sentence = drawn.sentence
    if chart.before:
        lines = _("The line is %(period)s, the dotted one %(before)s.")
        sentence += " " + lines % {"period": asked.title, "before": title_of(asked.before)}
    named = [(f"{month_name(day)} {day.year}", cell) for day, (_code, cell) in zip(days, listed, strict=True)]
    table = _with_table(chart, _("Month"), named, _links("month", listed, behind))
    return dataclasses.replace(drawn, sentence=sentence, chart=table)


def _links(axis: str, found: Sequence[tuple[str, Any]], behind: Behind | None) -> list[Callable[[str], str]] | None:
    """For each row of a table, the address behind a figure of it."""
    if behind is None:
        return None
    return [lambda code, value=value: behind(code, axis, value) for value, _cell in found]  # type: ignore[misc]


def _count(value: int | None) -> str:
    return "•" if value is None else number(value)


def _short(day: datetime.date) -> str:
    """A month's name short enough to stand under a column."""
    return month_name(day) if active() == "ar" else date_format(day, "N")


def _with_table(
    chart: Any, header: str, named: list[tuple[str, dict[str, Any]]], links: list[Callable[[str], str]] | None = None
) -> Any:
    """The chart with attendances and, where they are known, unique people in its table, each with its evidence."""
    unique = bool(named) and named[0][1]["REACH"] is not None
    columns = [TableColumn(header), TableColumn(_("Attendances"), numeric=True)]
    if unique:
        columns += [TableColumn(_("People reached"), numeric=True), TableColumn(_("People trained"), numeric=True)]
    codes = ("ATT", "REACH", "TRAINED") if unique else ("ATT",)

    def value(at: int, code: str) -> object:
        count = named[at][1][code]
        if count is None:
            return _("not shown")
        return Link(number(count), links[at](code)) if links and count else number(count)

    rows = [(name, *(value(at, code) for code in codes)) for at, (name, _cell) in enumerate(named)]
    table: DataTable = data_table("", columns, rows)
    return dataclasses.replace(chart, table=table)
