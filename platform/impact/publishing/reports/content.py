"""Writes what a report says, in the active language; its file formats (PDF, sheets, CSV, IATI) only set it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.dates import long_date, number
from impact.counting import Period, count_tenant, read_cycles, supplementary
from impact.disclosure.layout import AXES
from impact.facts.definitions import AXES as COUNTED_AXES
from impact.facts.definitions import CROSSED, parts_of, splits_people
from impact.models import Snapshot
from impact.presentation import NAMES, FigureQuery, IndicatorRow, draw_months, draw_published, indicator_rows, title_of
from impact.presentation.crossing import crossed_of
from impact.presentation.naming import name_of
from impact.presentation.tiles import Tile
from impact.presentation.values import in_words, is_offered
from impact.publishing.published import Published
from impact.publishing.reasons import restatement_reasons

CROSSED_AXES = (
    "sex,category_group",
    "age_group,category_group",
    "sex,disability",
)  # beside each axis, in the files of live figures

TOTALS_ONLY = gettext_lazy(
    "Days of this period were published before by region, profession, sex and age: only totals are given here, so that "
    "nobody can be told by subtraction."
)
UNIQUE_PEOPLE = gettext_lazy(
    "People reached and people trained are unique people: they must never be added over months, regions, "
    "projects or organisations."
)


@dataclass(frozen=True)
class AxisTable:
    """Counts by one axis, or of cycles: a row per value, None where the count is hidden."""

    axis: str
    title: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[str, Sequence[int | str | None]]]  # a word where there is nothing to count
    additive: tuple[bool, ...]  # of each column
    note: str
    sentence: str  # what the chart of its attendances shows
    is_drawn: bool = True
    tiles: Sequence[Tile] = ()
    short: tuple[str, ...] = ()  # of months: names that stand under a column
    over: tuple[tuple[str, int], ...] = ()  # of two axes crossed: a head over so many of the others


@dataclass(frozen=True)
class Report:
    """One report."""

    organisation: str
    title: str
    period: Period
    period_title: str
    project: str
    figures: list[IndicatorRow]
    tables: list[AxisTable]
    notes: list[str]
    causes: list[str]
    digest: str
    label: str  # of a restatement
    indicators: dict[str, dict[str, Any]]  # as `count` prints them, None for what is hidden
    cells: dict[str, dict[str, dict[str, int | None]]]  # axis -> value -> code


def make_report(snapshot: Snapshot, k: int, organisation: str, project: str = "", notes: Sequence[str] = ()) -> Report:
    """The report of one snapshot, of the whole or of a project, with notes of its own. Raises KeyError for a project
    that it has not."""
    shown = Published(snapshot, k, project)
    period = Period(snapshot.period.start, snapshot.period.end)
    indicators = {code: counted for code, counted in shown.indicators.items() if shown.knows(code) and code != "CUM"}
    return Report(
        organisation=organisation,
        title=_("Report of project %(project)s") % {"project": in_words("project", project)}
        if project
        else _("Activity report"),
        period=period,
        period_title=title_of(period),
        project=project,
        figures=indicator_rows(indicators),
        tables=[
            *(_crossed(by, cells) if CROSSED in by else _table(by, cells) for by, cells in shown.tables().items()),
            *_cycles(shown.cycles()),
        ],
        notes=[*notes, *_notes(shown)],
        causes=restatement_reasons(shown),
        digest=snapshot.digest,
        label=snapshot.label,
        indicators=indicators,
        cells=shown.tables(),
    )


def make_live(asked: FigureQuery, organisation: str) -> Report:
    """The dashboard's own numbers, as they are at this moment and with its filters, every axis beside them; nothing is
    hidden, for those who see the register anyway."""
    axes = [by for by in (*COUNTED_AXES, *CROSSED_AXES) if all(map(is_offered, parts_of(by)))]
    counted = count_tenant(asked.period, axes, asked.selection)
    indicators = counted["indicators"] | supplementary.measure(asked.period, asked.selection)
    cycles = [] if asked.selection else read_cycles(asked.period)  # which are whole, whatever is chosen
    filters = [_("Only %(axis)s: %(value)s") % {"axis": axis, "value": value} for axis, value in asked.chosen()]
    return Report(
        organisation=organisation,
        title=_("Figures of the register as it is"),
        period=asked.period,
        period_title=asked.title,
        project=asked.selection.values.get("project", ""),
        figures=indicator_rows(indicators),
        tables=[*(_table(axis, cells) for axis, cells in counted["by"].items()), *_cycles(cycles)],
        notes=[
            *filters,
            _(
                "Counted on %(day)s from live records: not published, and small counts are not hidden. "
                "Do not pass it on."
            )
            % {"day": long_date(timezone.now())},
            str(UNIQUE_PEOPLE),
        ],
        causes=[],
        digest="",
        label="",
        indicators=indicators,
        cells=counted["by"],
    )


def _table(axis: str, cells: dict[str, dict[str, int | None]]) -> AxisTable:
    codes = tuple(next(iter(cells.values())))
    rows = [
        (in_words(axis, value), tuple(cell[code] for code in codes))
        for value, cell in cells.items()
        if axis == "month" or any(count != 0 for count in cell.values())
    ]
    if axis == "month":
        rows = [row for row, value in zip(rows, cells, strict=True) if value != "unknown"]
    heads = tuple(str(NAMES[code].name) for code in codes)
    # Attendances may always be added, unique people only where the axis splits the people.
    additive = tuple(code == "ATT" or splits_people(axis) for code in codes)
    table = (axis, name_of(axis), heads, rows, additive, _("The rows add up to the total.") if all(additive) else "")
    if axis != "month":
        drawn = draw_published(axis, cells, "")
        return AxisTable(*table, drawn.sentence, tiles=drawn.tiles)
    months = draw_months(_attendances_alone(cells))
    short = tuple(bar.label for bar in months.chart.bars)  # type: ignore[union-attr]  # one alone is columns too
    return AxisTable(*table, months.sentence, short=short)


def _crossed(by: str, cells: dict[str, dict[str, int | None]]) -> AxisTable:
    """Two axes crossed: a row to each value of one, under each figure a column to each of the other."""
    crossed = crossed_of(by, cells)
    codes, wide = tuple(crossed.counts), len(crossed.columns)
    rows = [
        (row, tuple(count for code in codes for count in crossed.counts[code][place]))
        for place, row in enumerate(crossed.rows)
    ]
    over = tuple((str(NAMES[code].name), wide) for code in codes)
    heads, additive = crossed.columns * len(codes), (True,) * (wide * len(codes))
    return AxisTable(by, name_of(by), heads, rows, additive, "", "", is_drawn=False, over=over)


def _cycles(cycles: list[dict[str, Any]]) -> list[AxisTable]:
    """What each cycle reached (CYCLE), where there is any: people who came to several parts are one."""
    if not cycles:
        return []
    heads = (_("Sessions held"), _("Sessions in all"), str(NAMES["REACH"].name), _("Completed every part"))
    rows = [
        (one["name"], (one["held"], one["parts"], one["reached"], one["complete"] if one["is_sequential"] else "–"))
        for one in cycles
    ]
    return [
        AxisTable("cycle_reach", str(NAMES["CYCLE"].name), heads, rows, (True, True, False, False), "",
                  str(NAMES["CYCLE"].definition), is_drawn=False)
    ]  # fmt: skip


def _attendances_alone(cells: dict[str, dict[str, int | None]]) -> dict[str, dict[str, int | None]]:
    return {value: cell | {"REACH": None, "TRAINED": None} for value, cell in cells.items()}


def _notes(shown: Published) -> list[str]:
    data = shown.data
    notes = [
        _("The figures are those published on %(day)s and do not change; later evidence is told by a restatement.")
        % {"day": long_date(shown.snapshot.taken_at)},
        str(UNIQUE_PEOPLE),
        _("Definitions: version %(version)s; lists of codes: version %(lists)s; counted by Wasl %(software)s.")
        % {"version": data["definition_version"], "lists": data["code_lists_version"],
           "software": data["code_version"]},
    ]  # fmt: skip
    if shown.hides_anything:
        notes.append(
            _("“not shown”: fewer than %(k)s people, or a figure from which such a number could be computed.")
            % {"k": shown.k}
        )
    notes += _of_levels(shown) if data["has_tables"] else [str(TOTALS_ONLY)]
    if shown.withholds:
        notes.append(
            _(
                "Late evidence is not shown yet: some numbers stand as they were published before, until what came "
                "later tells of nobody alone."
            )
        )
    count = shown.anonymised
    notes.append(
        ngettext(
            "%(count)s anonymised person may be counted again.",
            "%(count)s anonymised people may be counted again.",
            count,
        )
        % {"count": number(count)}
    )
    return notes


def _of_levels(shown: Published) -> list[str]:
    """Which tables stand in larger groups than asked, and which are without the people trained."""
    notes = []
    if coarser := [name_of(axis) for axis in AXES if shown.level(axis) != axis]:
        said = _("Shown in larger groups, so that fewer numbers are hidden: %(axes)s.")
        notes.append(said % {"axes": ", ".join(coarser)})
    if left_out := [name_of(axis) for axis in AXES if shown.leaves_out(axis)]:
        notes.append(_("People trained are too few to be told by: %(axes)s.") % {"axes": ", ".join(left_out)})
    return notes


def as_data(report: Report) -> dict[str, Any]:
    """Everything as JSON, for the typesetter."""
    return {
        "organisation": report.organisation,
        "title": report.title,
        "period": report.period_title,
        "figures": [
            [str(row.name), row.text, row.basis, _("yes") if row.is_additive else _("no")] for row in report.figures
        ],
        "definitions": [[str(row.name), str(row.definition)] for row in report.figures],
        "tables": [_table_data(table) for table in report.tables],
        "notes": report.notes,
        "causes": report.causes,
        "digest": report.digest,
    }


def _table_data(table: AxisTable) -> dict[str, Any]:
    sizes = [_size(counts[0]) for _label, counts in table.rows] if table.is_drawn else []
    return {
        "title": table.title,
        "over": [list(one) for one in table.over],
        "heads": list(table.heads),
        "rows": [[label, *(_told(count) for count in counts)] for label, counts in table.rows],
        "bars": sizes,
        "sentence": table.sentence,
        "over_time": [
            [label, size, "•" if counts[0] is None else number(size) if size else ""]  # nothing stands above a zero
            for label, size, (_long, counts) in zip(table.short, sizes, table.rows, strict=False)
        ],
        "tiles": [[tile.x, tile.y, float(tile.opacity), tile.mark, tile.is_dark] for tile in table.tiles],
        "most": max(sizes, default=0),
        "note": table.note,
    }


def _size(count: int | str | None) -> int:
    return count if isinstance(count, int) else 0


def _told(count: int | str | None) -> str:
    return _("not shown") if count is None else count if isinstance(count, str) else number(count)
