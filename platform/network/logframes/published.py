"""What partners have published of a project: read from their snapshots as funders see them, so that nothing is told
that was not told before.

A number of filters that no published table has is not derived: it stays with the NGO.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import permutations
from typing import Any

from django.utils.translation import gettext as _
from django_tenants.utils import tenant_context

from impact.counting import BESIDE, CROSSED, LEVELS, Period, rolled_up, splits_people
from impact.disclosure import FUNDER_K
from impact.models import ReportingPeriod, Snapshot, TypedValue
from impact.publishing import Shown
from network.logframes.live import as_value
from network.logframes.values import HIDDEN, IN_CELLS, OF_PEOPLE, Value, read, together
from network.models import FrameIndicator, KeptSnapshot, Partner, Project
from tenants.models import Tenant

MOST_CROSSED = 2  # axes of a published table
SAME_AS_ALL = {"TRAINED": {"kind": "training"}}  # a filter that changes nothing


@dataclass(frozen=True)
class Publications:
    """What a partner has out: its periods with their newest content, numbers typed of days in them, and which periods
    it has handed in."""

    partner: Partner
    contents: dict[Period, dict[str, Any]] = field(default_factory=dict)
    typed: list[TypedValue] = field(default_factory=list)
    handed_in: list[Period] = field(default_factory=list)

    def of(self, asked: Period | None, project: Project) -> list[Period]:
        """The period that is asked for, where it is out; else periods without a day in common, the longest first
        chosen, that have days of the project."""
        if asked is not None:
            return [asked] if asked in self.contents else []
        found: list[Period] = []
        for period in sorted(self.contents, key=lambda one: (one.start - one.end, -one.end.toordinal())):
            inside = period.start <= (self.partner.left or project.ends_now) and period.end >= project.starts
            if inside and not any(period.start <= one.end and one.start <= period.end for one in found):
                found.append(period)
        return sorted(found, key=lambda one: one.start)


def publications_of(project: Project) -> list[Publications]:
    """Of each partner, those too that have left the network; numbers and codes alone leave an NGO."""
    here = {tenant.uuid: tenant for tenant in Tenant.objects.whole().filter(uuid__in=_uuids(project))}
    found = []
    for partner in project.partners.all():
        if tenant := here.get(partner.tenant):
            with tenant_context(tenant):
                found.append(publications_here(project, partner))
        else:
            found.append(_kept(partner))
    return found


def _uuids(project: Project) -> list[Any]:
    return [partner.tenant for partner in project.partners.all()]


def publications_here(project: Project, partner: Partner) -> Publications:
    """The same of the active NGO."""
    newest = Snapshot.objects.select_related("period").order_by("period_id", "-number").distinct("period_id")
    contents = {Period(one.period.start, one.period.end): one.data for one in newest}
    states = ReportingPeriod.objects.exclude(state=ReportingPeriod.State.OPEN)
    typed = TypedValue.objects.filter(project=project.code, voided_by=None).order_by("day", "pk")
    return Publications(partner, contents, list(typed), [Period(one.start, one.end) for one in states])


def _kept(partner: Partner) -> Publications:
    rows = KeptSnapshot.objects.filter(tenant=partner.tenant).order_by("number")
    contents = {Period(one.start, one.end): one.data for one in rows}
    return Publications(partner, contents, handed_in=list(contents))


def periods_out(every: Iterable[Publications]) -> list[Period]:
    """Every period that any partner has published, the newest first."""
    found = {period for one in every for period in one.contents}
    return sorted(found, key=lambda one: (one.end, one.start), reverse=True)


def read_published(
    project: Project, out: Publications, indicators: Iterable[FrameIndicator], asked: Period | None = None
) -> dict[str, Value]:
    """By the code of the indicator: over all that the partner has published, or over the period asked for."""
    indicators, periods = list(indicators), out.of(asked, project)
    if not periods:
        return {one.code: Value(why=_not_out(asked)) for one in indicators}
    shown = {period: _shown(out.contents[period], project.code) for period in periods}
    found = {}
    for one in indicators:
        if one.figure:
            values = [replace(_value(one, shown[period]), day=period.end) for period in periods]
            found[one.code] = together(one, values, of_one=True)
        else:
            found[one.code] = _typed(one, out, periods)
    return found


def _not_out(asked: Period | None) -> str:
    return _("not published for these dates") if asked else _("nothing published yet")


def _shown(content: dict[str, Any], code: str) -> Shown | None:
    """None where the project had no session in the period."""
    return Shown(content, FUNDER_K, code) if code in content["projects"] else None


def _typed(indicator: FrameIndicator, out: Publications, periods: Sequence[Period]) -> Value:
    rows = [row for row in out.typed if row.indicator == indicator.code and any(row.day in one for one in periods)]
    if not rows:
        return Value(why=_("No number was typed for these dates."))
    value = as_value(rows[-1])
    if indicator.unit == FrameIndicator.Unit.PEOPLE and 0 < (value.number or 0) < FUNDER_K:
        return replace(HIDDEN, day=value.day)
    return value


def _value(indicator: FrameIndicator, shown: Shown | None) -> Value:
    if shown is None:
        return _nothing(indicator)
    filters = {
        axis: value
        for axis, value in indicator.filters.items()
        if SAME_AS_ALL.get(indicator.figure, {}).get(axis) != value
    }
    if not filters:
        counted = shown.indicators.get(indicator.figure)
        value = read(indicator.figure, counted) if counted else HIDDEN
    else:
        value = _of_a_cell(indicator.figure, filters, shown)
    cut = {} if filters else {axis: _cut(axis, indicator.figure, shown) for axis in indicator.cut_by}
    return replace(value, cells={axis: cells for axis, cells in cut.items() if cells is not None})


def _nothing(indicator: FrameIndicator) -> Value:
    figure = indicator.figure
    return Value(why=_("no session in these dates")) if figure in ("PRO", "PRO_S", "GAIN") else Value(0)


def _of_a_cell(figure: str, filters: dict[str, str], shown: Shown) -> Value:
    """Where one filter is one row of a published table, or two are one cell of two axes crossed."""
    for axes in permutations(filters, len(filters) if len(filters) <= MOST_CROSSED else 0):
        cells = _cut(CROSSED.join(axes), figure, shown) if axes else None
        if cells is not None:
            count = cells.get(BESIDE.join(filters[axis] for axis in axes), 0)
            return HIDDEN if count is None else Value(count)
    return Value(why=_("not published with these filters; the NGO sees it live"), is_least=True)


def _cut(axis: str, figure: str, shown: Shown) -> dict[str, int | None] | None:
    """The cells of an axis, as they are shown or rolled up from what is; None where no table has them."""
    if figure not in IN_CELLS:
        return None
    tables = shown.tables()
    if axis in tables:
        return _of_figure(tables[axis], figure)
    finer = CROSSED.join(LEVELS[part][0] if part in LEVELS else part for part in axis.split(CROSSED))
    cells = _of_figure(tables[finer], figure) if finer in tables else None
    if cells is None or (figure in OF_PEOPLE and not splits_people(axis)):
        return None
    found: dict[str, int | None] = {}
    for value, count in cells.items():
        group = rolled_up(axis, value)
        before = found.get(group, 0)
        found[group] = None if before is None or count is None else before + count
    return found


def _of_figure(cells: dict[str, dict[str, int | None]], figure: str) -> dict[str, int | None] | None:
    if not all(figure in cell for cell in cells.values()):
        return None
    return {value: cell[figure] for value, cell in cells.items() if cell[figure] != 0}


def last_day(periods: Iterable[Period]) -> datetime.date | None:
    """Until when anything is published."""
    return max((one.end for one in periods), default=None)
