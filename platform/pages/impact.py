"""Figures of a public impact page: one published snapshot with k = 10, never a live counter."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.tables import DataTable
from impact.counting import CROSSED, Period
from impact.disclosure import PUBLIC_K
from impact.models import Snapshot
from impact.presentation import (
    Drawing,
    IndicatorRow,
    draw_crossing,
    draw_months,
    draw_published,
    indicator_rows,
    title_of,
)
from impact.publishing import Published, restatement_reasons

SWITCHES = {
    "show_held": ("S_HELD",),
    "show_hours": ("H_DEL",),
    "show_attendances": ("ATT",),
    "show_completions": ("CMP",),
    "show_certificates": ("CERT",),
    "show_reached": ("REACH",),
    "show_trained": ("TRAINED",),
    "show_share": ("PRO",),
    "show_professional_sessions": ("PRO_S",),
    "show_gain": ("GAIN",),
}


@dataclass(frozen=True)
class PublicFigures:
    """The figures of one period in words, the drawings, and the other published periods."""

    snapshot: Snapshot
    title: str
    rows: list[IndicatorRow]
    drawings: list[Drawing]
    crossings: list[DataTable]
    hides: bool
    withholds: bool  # late evidence
    anonymised: int
    causes: list[str]
    periods: list[tuple[str, str, bool]]

    @property
    def is_restated(self) -> bool:
        return self.snapshot.number > 0


def public_figures(page: Any, asked: str, *, is_drawn: bool = True) -> PublicFigures | None:
    """The newest snapshot of the asked period (`2019-01-01_2019-12-31`), else the last whole year, else the last one;
    None where nothing is published. `is_drawn`: with the drawings that the page wants."""
    found = {_key(one): one for one in _newest()}
    years = [one for one in found.values() if _is_year(one)]
    snapshot = found.get(asked) if asked else next(iter([*years, *found.values()]), None)
    if snapshot is None:
        return None
    shown = Published(snapshot, PUBLIC_K)
    codes = {code for switch, codes in SWITCHES.items() if getattr(page, switch) for code in codes}
    indicators = {code: counted for code, counted in shown.indicators.items() if shown.knows(code)}
    tables = shown.tables() if page.show_tables and is_drawn else {}
    drawings = []
    if tables:
        places, work = shown.level("region"), shown.level("category")
        by_place = _("Attendances by region") if places == "region" else _("Attendances by country")
        by_work = _("Attendances by profession") if work == "category" else _("Attendances by group of professions")
        drawings = [
            draw_published(places, tables[places], by_place),
            draw_months(_without_hidden(tables["month"])),
            draw_published(work, tables[work], by_work),
        ]
    return PublicFigures(
        snapshot=snapshot,
        title=_title(snapshot),
        rows=indicator_rows(indicators, codes),
        drawings=drawings,
        crossings=[draw_crossing(axis, cells) for axis, cells in tables.items() if CROSSED in axis],
        hides=shown.hides_anything,
        withholds=shown.withholds,
        anonymised=shown.anonymised,
        causes=restatement_reasons(shown),
        periods=[(key, _title(one), one == snapshot) for key, one in found.items()],
    )


def _newest() -> list[Snapshot]:
    newest = Snapshot.objects.select_related("period").order_by("period_id", "-number").distinct("period_id")
    return sorted(newest, key=lambda one: (one.period.end, one.period.start), reverse=True)


def _is_year(snapshot: Snapshot) -> bool:
    return Period(snapshot.period.start, snapshot.period.end) == Period.year(snapshot.period.start.year)


def _key(snapshot: Snapshot) -> str:
    return f"{snapshot.period.start}_{snapshot.period.end}"


def _title(snapshot: Snapshot) -> str:
    return title_of(Period(snapshot.period.start, snapshot.period.end))


def _without_hidden(cells: dict[str, Any]) -> dict[str, Any]:
    """Months whose count is hidden are drawn as none; the table says that they are not shown."""
    return {value: cell | {"REACH": None, "TRAINED": None} for value, cell in cells.items()}
