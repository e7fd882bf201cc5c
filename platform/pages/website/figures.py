"""What was published of one project: the newest published period that has figures of it, with k = 10."""

from dataclasses import dataclass

from impact.counting import Period
from impact.disclosure import PUBLIC_K
from impact.models import Snapshot
from impact.presentation import IndicatorRow, indicator_rows, title_of
from impact.publishing import Published

SHOWN = ("S_HELD", "H_DEL", "ATT", "REACH", "TRAINED")


@dataclass(frozen=True)
class ProjectFigures:
    """The rows in words and the period they are of."""

    title: str
    rows: list[IndicatorRow]


def project_figures(code: str) -> ProjectFigures | None:
    """None where nothing of the project is published."""
    newest = Snapshot.objects.select_related("period").order_by("period_id", "-number").distinct("period_id")
    for snapshot in sorted(newest, key=lambda one: (one.period.end, one.period.start), reverse=True):
        if code in snapshot.data["projects"]:
            shown = Published(snapshot, PUBLIC_K, code)
            counted = {name: count for name, count in shown.indicators.items() if shown.knows(name)}
            return ProjectFigures(
                title_of(Period(snapshot.period.start, snapshot.period.end)), indicator_rows(counted, SHOWN)
            )
    return None
