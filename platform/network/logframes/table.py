"""Lays a logframe out: results, their indicators, what was to be reached and what is, of each partner and together.

Screen, sheets, documents and the interface for programs all show these rows, so that their numbers are the same.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from impact.counting import Period
from impact.presentation import NAMES, title_of
from impact.presentation import in_words as value_in_words
from network.logframes.progress import Point, Progress, judge
from network.logframes.published import Publications, periods_out, read_published
from network.logframes.reading import indicators_of, results_of
from network.logframes.values import NONE, Value, adds_up, in_words, plain, together, unit_of
from network.models import Aim, FrameIndicator, FrameResult, Logframe, Partner, Project

Kind = Aim.Kind


@dataclass(frozen=True)
class Aims:
    """What was to be reached, of the whole or of a partner."""

    baseline: Point | None = None
    milestones: tuple[Point, ...] = ()
    target: Point | None = None


@dataclass(frozen=True)
class Line:
    """One reading of an indicator: of the whole, a partner or a value of an axis; `live` where the NGO reads itself."""

    name: str
    aims: Aims
    achieved: Value
    text: str
    progress: Progress | None
    live: Value | None = None
    live_text: str = ""
    axis: str = ""
    cell: str = ""
    left: datetime.date | None = None


@dataclass(frozen=True)
class IndicatorRows:
    """An indicator with its lines: `whole`, a line to each partner, and to each value of its axes."""

    indicator: FrameIndicator
    whole: Line
    partners: list[Line]
    cells: list[Line]
    url: str = ""  # of the evidence, for who may see it

    @property
    def name(self) -> tuple[str, str]:
        return self.indicator.name

    @property
    def unit(self) -> str:
        return str(FrameIndicator.Unit(unit_of(self.indicator)).label)

    @property
    def is_typed(self) -> bool:
        return not self.indicator.figure

    @property
    def how(self) -> str:
        """How its value is known, in words: the figure and its filters."""
        if not self.indicator.figure:
            return _("typed with its document")
        named = str(NAMES[self.indicator.figure].name)
        filters = [value_in_words(axis, value) for axis, value in self.indicator.filters.items()]
        return " · ".join([named, *filters])

    @property
    def sources(self) -> str:
        """Of verification: as the frame says, and the documents of numbers that were typed."""
        documents = [line.achieved.document for line in self.partners if line.achieved.document]
        return "; ".join(filter(None, [self.indicator.sources[0], *dict.fromkeys(documents)]))


@dataclass(frozen=True)
class ResultRows:
    """A statement with its indicators."""

    result: FrameResult
    rows: list[IndicatorRows]


@dataclass(frozen=True)
class LogframeTable:
    """Everything that is shown of a logframe: `until` is the last day of what is published, `out` the periods that
    are, `out_of` how many of the partners have published any."""

    project: Project
    frame: Logframe
    results: list[ResultRows]
    asked: Period | None = None
    out: list[Period] = field(default_factory=list)
    published_by: list[str] = field(default_factory=list)
    not_published_by: list[str] = field(default_factory=list)

    @property
    def rows(self) -> Iterable[IndicatorRows]:
        return (row for result in self.results for row in result.rows)

    @property
    def years(self) -> list[int]:
        """Of milestones, for whom a column each."""
        return sorted({point.day.year for row in self.rows for point in row.whole.aims.milestones})

    @property
    def as_of(self) -> str:
        return title_of(self.asked) if self.asked else ""


def table_of_network(
    project: Project, frame: Logframe, every: Sequence[Publications], asked: Period | None = None
) -> LogframeTable:
    """Of all partners, as published."""
    indicators = indicators_of(frame)
    values = {out.partner.pk: read_published(project, out, indicators, asked) for out in every}
    partners = [out.partner for out in every]

    def rows_of(one: FrameIndicator) -> IndicatorRows:
        own = {partner.pk: values[partner.pk][one.code] for partner in partners}
        lines = [
            _line(one, partner.name, aims_of(one, partner), own[partner.pk], left=partner.left) for partner in partners
        ]
        achieved = together(one, list(own.values())) if own else NONE
        return IndicatorRows(one, _line(one, "", aims_of(one), achieved), lines, _cells(one, None, achieved))

    has = [out.partner.name for out in every if out.of(asked, project)]
    return LogframeTable(
        project, frame, [ResultRows(one, _rows(one, indicators, rows_of)) for one in results_of(frame)], asked,
        periods_out(every), has, [partner.name for partner in partners if partner.name not in has],
    )  # fmt: skip


def table_of_partner(
    project: Project, frame: Logframe, out: Publications, live: Mapping[str, Value], urls: Mapping[str, str],
    asked: Period | None = None,
) -> LogframeTable:  # fmt: skip
    """Of one NGO alone: live and as published. `urls` lead to the evidence, by code."""
    indicators, partner = indicators_of(frame), out.partner
    published = read_published(project, out, indicators, asked)

    def rows_of(one: FrameIndicator) -> IndicatorRows:
        line = _line(one, partner.name, aims_of(one, partner), published[one.code], live[one.code], left=partner.left)
        cells = _cells(one, partner, published[one.code], live[one.code])
        return IndicatorRows(one, line, [line], cells, urls.get(one.code, ""))

    return LogframeTable(
        project, frame, [ResultRows(one, _rows(one, indicators, rows_of)) for one in results_of(frame)], asked,
        periods_out([out]),
    )  # fmt: skip


def _rows(result: FrameResult, indicators: list[FrameIndicator], rows_of: object) -> list[IndicatorRows]:
    return [rows_of(one) for one in indicators if one.result_id == result.pk]  # type: ignore[operator]


def aims_of(indicator: FrameIndicator, partner: Partner | None = None, axis: str = "", cell: str = "") -> Aims:
    """As set; of the whole also as the sum of what partners set out to reach, where it may be summed and each has."""
    every = [aim for aim in indicator.aims.all() if (aim.axis, aim.cell) == (axis, cell)]
    own = [aim for aim in every if aim.partner_id == (partner.pk if partner else None)]
    if partner is None and not any(aim.kind == Kind.TARGET for aim in own) and adds_up(indicator):
        partners = {one.pk for one in indicator.result.logframe.project.partners.all()}
        of_partners = [aim for aim in every if aim.partner_id is not None]
        own = [*own, *_summed(of_partners, partners, {aim.kind for aim in own})]
    points = {kind: [Point(aim.day, plain(aim.value)) for aim in own if aim.kind == kind] for kind in Kind}
    return Aims(
        max(points[Kind.BASELINE], key=lambda one: one.day, default=None),
        tuple(sorted(points[Kind.MILESTONE], key=lambda one: one.day)),
        max(points[Kind.TARGET], key=lambda one: one.day, default=None),
    )


def _summed(aims: list[Aim], partners: set[int], known: set[str]) -> list[Aim]:
    """A target that every partner has, with the baselines, and milestones of a day on which all of them have one."""
    having = {kind: {aim.partner_id for aim in aims if aim.kind == kind} for kind in Kind}
    if having[Kind.TARGET] != partners:
        return []
    found = []
    for kind in set(Kind) - known:
        of_kind = [aim for aim in aims if aim.kind == kind]
        days = {aim.day for aim in of_kind}
        if kind == Kind.MILESTONE:
            days = {day for day in days if {aim.partner_id for aim in of_kind if aim.day == day} == partners}
        elif days:
            days = {max(days)}
        for day in days:
            some = [aim for aim in of_kind if kind != Kind.MILESTONE or aim.day == day]
            found.append(Aim(kind=kind, day=day, value=sum((Decimal(aim.value) for aim in some), Decimal())))
    return found


def _line(
    indicator: FrameIndicator, name: str, aims: Aims, achieved: Value, live: Value | None = None,
    axis: str = "", cell: str = "", left: datetime.date | None = None,
) -> Line:  # fmt: skip
    value = live if live is not None else achieved
    return Line(
        name, aims, achieved, in_words(achieved, indicator), _progress(indicator, aims, value), live,
        in_words(live, indicator) if live else "", axis, cell, left,
    )  # fmt: skip


def _progress(indicator: FrameIndicator, aims: Aims, value: Value) -> Progress | None:
    """None where nothing can be said: no target, no number, a number of which parts are hidden, people who cannot be
    summed."""
    if aims.target is None or value.number is None or value.day is None or value.is_least:
        return None
    start = aims.baseline or Point(indicator.result.logframe.project.starts, 0)
    return judge(start, aims.milestones, aims.target, value.number, value.day)


def _cells(
    indicator: FrameIndicator, partner: Partner | None, achieved: Value, live: Value | None = None
) -> list[Line]:
    """A line to each value of its axes that anybody has, or that a target names."""
    found = []
    for axis in indicator.cut_by:
        counted, now = achieved.cells.get(axis), (live.cells.get(axis) if live else None)
        named = {aim.cell for aim in indicator.aims.all() if aim.axis == axis}
        for cell in sorted({*(counted or ()), *(now or ()), *named}):
            value = _of_cell(counted, cell, achieved)
            own = _of_cell(now, cell, live) if live else None
            aims = aims_of(indicator, partner, axis, cell)
            found.append(_line(indicator, value_in_words(axis, cell), aims, value, own, axis, cell))
    return found


def _of_cell(cells: Mapping[str, int | None] | None, cell: str, of: Value) -> Value:
    """Where parts of the total are hidden, so are theirs."""
    if cells is None:
        return Value(why=_("no table by it is published"))
    count = cells.get(cell, 0)
    return Value(count, is_hidden=count is None, is_least=of.is_least, day=of.day)
