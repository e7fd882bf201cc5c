"""Writes a report as a workbook, a sheet to a table, and as CSV: numbers as numbers, texts never read as formulas."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from core.spreadsheets import writing
from core.text import labelled
from impact.presentation import IndicatorRow
from impact.publishing.reports.content import Report

# What stands beside a share: the part and the whole.
PARTS = {"PRO": ("n", "N"), "PRO_S": ("n", "N"), "GAIN": ("improved", "pairs"), "RETENTION": ("pairs", "of")}
WIDTHS = (44, *[22] * 6)  # characters
LINE, MARGIN = 15, 2  # points of a row's line; characters that a cell's edges and bold letters take


def as_workbook(report: Report) -> bytes:
    """One sheet for the figures, one for each axis, one for the notes; right-to-left in Arabic."""
    out = io.BytesIO()
    import xlsxwriter  # here: the web server need not hold it for a page that is rare

    with xlsxwriter.Workbook(out, {"in_memory": True, **writing.NO_FORMULAS}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
        words = book.add_format({"text_wrap": True, "valign": "top"})
        figures = _sheet(book, _("Figures"))
        heads = [_("Figure"), _("Code"), _("Value"), "n", "N", _("What it rests on"), _("May be summed")]
        _write(figures, bold, words, heads, [line for row in report.figures for line in _lines(row, report.indicators)])
        for table in report.tables:
            rows = [[label, *(_("not shown") if count is None else count for count in counts)]
                    for label, counts in table.rows]  # fmt: skip
            heads = [table.title, *(_("%(name)s (%(sum)s)") % {"name": head, "sum": _additivity(adds_up)}
                                    for head, adds_up in zip(table.heads, table.additive, strict=True))]  # fmt: skip
            _write(_sheet(book, table.title), bold, words, heads, rows, table.over)
        notes = [[note] for note in [report.title, report.period_title, *report.notes, *report.causes]]
        _write(
            _sheet(book, _("Notes")),
            bold,
            words,
            [report.organisation],
            [*notes, *([[report.digest]] if report.digest else [])],
        )
    return out.getvalue()


def as_csv(report: Report) -> bytes:
    """Every number on its own line, UTF-8 as the reader's spreadsheet expects it."""
    return writing.as_csv(_numbers(report))


def _numbers(report: Report) -> Iterator[list[Any]]:
    yield ["period_start", "period_end", "project", "figure", "axis", "value_of_axis", "number", "additive"]
    start = [report.period.start, report.period.end, report.project]
    for code, counted in report.indicators.items():
        additive = "true" if counted["additive"] else "false"
        for part, value in counted.items():
            if part != "additive":
                name = code if part == "value" else f"{code}_{part}"
                yield [*start, name, "", "", value, additive]
    for axis, cells in report.cells.items():
        for value, cell in cells.items():
            for code, count in cell.items():
                yield [*start, code, axis, value, count, "true" if code == "ATT" else "false"]


def _sheet(book: Any, name: str) -> Any:
    sheet = book.add_worksheet("".join(letter for letter in name if letter not in "[]:*?/\\")[:31])
    writing.set_up(sheet, widths=WIDTHS)
    return sheet


def _write(
    sheet: Any, bold: Any, words: Any, heads: list[str], rows: list[list[Any]], over: Sequence[tuple[str, int]] = ()
) -> None:  # fmt: skip
    """`over`: heads above so many columns each, from the second on. Rows are as high as their longest text needs: not
    every program that opens a workbook measures them."""
    column = 1
    for name, wide in over:
        sheet.write_string(0, column, name, bold)
        if wide > 1:
            sheet.merge_range(0, column, 0, column + wide - 1, name, bold)
        column += wide
    first = 1 if over else 0
    sheet.write_row(first, 0, heads, bold)
    for number, row in enumerate([heads, *rows], start=first):
        sheet.set_row(number, LINE * max(_lines_of(value, width) for value, width in zip(row, WIDTHS, strict=False)))
    for number, row in enumerate(rows, start=first + 1):
        for column, value in enumerate(row):
            if isinstance(value, int | float):
                sheet.write_number(number, column, value, words)
            else:
                sheet.write_string(number, column, str(value), words)


def _lines_of(value: Any, width: int) -> int:
    return -(-len(str(value)) // (width - MARGIN)) or 1


def _lines(row: IndicatorRow, indicators: dict[str, dict[str, Any]]) -> Iterator[list[Any]]:
    """The line of a figure, its two numbers beside a share; of a range one for each end."""
    counted, summed = indicators[row.code], _yes_no(row.is_additive)
    if counted.get("low") is not None and "value" not in counted:
        for end, word in (("low", _("at least")), ("high", _("at most"))):
            yield [labelled(row.name, word), f"{row.code}_{end}", counted[end], "", "", "", summed]
        return
    part, whole = PARTS.get(row.code, ("", ""))
    n, of = counted.get(part), counted.get(whole)
    yield [str(row.name), row.code, _number_or_text(row), "" if n is None else n, "" if of is None else of,
           row.basis, summed]  # fmt: skip


def _number_or_text(row: IndicatorRow) -> Any:
    return row.text if row.value is None else row.value


def _yes_no(value: bool) -> str:
    return _("yes") if value else _("no")


def _additivity(adds_up: bool) -> str:
    return _("the rows add up") if adds_up else _("does not add up")
