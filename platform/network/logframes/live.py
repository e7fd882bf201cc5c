"""What the active NGO has achieved, live: counted from its evidence, or typed with its document."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from impact.counting import Period, Selection, count_tenant, measure_supplementary
from impact.models import TypedValue
from network.logframes.reading import span_of
from network.logframes.values import IN_CELLS, Value, plain, read
from network.models import FrameIndicator, Partner, Project
from sessions.models import TrainingSession

CERTIFICATES = "CERT"


def selection_of(project: Project, indicator: FrameIndicator) -> Selection:
    """The sessions and people that an indicator is about."""
    return Selection({**indicator.filters, "project": project.code})


def measure_live(project: Project, partner: Partner, indicators: Iterable[FrameIndicator]) -> dict[str, Value]:
    """By the code of the indicator. Those of the same filters are counted together."""
    indicators, span = list(indicators), span_of(project, partner)
    if span is None:
        return {one.code: Value(why=_("It has not joined the project yet.")) for one in indicators}
    found = _typed(project, [one for one in indicators if not one.figure])
    computed = [one for one in indicators if one.figure]
    if computed and not TrainingSession.objects.filter(project=project.code).exists():
        words = _("No session here belongs to the project yet.")
        return found | {one.code: Value(why=words) for one in computed}
    groups: dict[tuple[Any, ...], list[FrameIndicator]] = {}
    for one in computed:
        groups.setdefault(tuple(sorted(one.filters.items())), []).append(one)
    for some in groups.values():
        found |= _counted(span, selection_of(project, some[0]), some)
    return found


def _counted(span: Period, selection: Selection, indicators: list[FrameIndicator]) -> dict[str, Value]:
    axes = sorted({axis for one in indicators for axis in one.cut_by})
    counted = count_tenant(span, axes, selection)
    figures, cells = counted["indicators"], counted.get("by", {})
    if any(one.figure == CERTIFICATES for one in indicators):
        figures |= {CERTIFICATES: measure_supplementary(span, selection)[CERTIFICATES]}
    found = {}
    for one in indicators:
        value = read(one.figure, figures[one.figure])
        cut = {axis: _cells(cells[axis], one.figure) for axis in one.cut_by if one.figure in IN_CELLS}
        found[one.code] = Value(value.number, value.n, value.of, day=span.end, why=value.why, cells=cut)
    return found


def _cells(cells: dict[str, dict[str, int]], figure: str) -> dict[str, int]:
    return {value: cell[figure] for value, cell in cells.items() if cell[figure]}


def _typed(project: Project, indicators: list[FrameIndicator]) -> dict[str, Value]:
    """The newest number of each that was not corrected since."""
    found = {one.code: Value(why=_("No number was typed yet.")) for one in indicators}
    if not indicators:
        return found
    rows = TypedValue.objects.filter(project=project.code, indicator__in=found, voided_by=None)
    for row in rows.order_by("day", "pk"):
        found[row.indicator] = as_value(row)
    return found


def as_value(row: TypedValue) -> Value:
    return Value(plain(row.value), day=row.day, ref=str(row.uuid), document=row.document_name)
