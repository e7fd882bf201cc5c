"""A logframe as a workbook, in the shape that the EU asks for, and in AFD's."""

import io
from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.languages import active
from core.spreadsheets import writing
from core.text import labelled
from network.logframes.files import wording
from network.logframes.table import IndicatorRows, Line, LogframeTable, ResultRows

Row = list[Any]
BY_CONTEXT, RIGHT_TO_LEFT = 0, 2  # how a sheet reads a text


def as_eu(table: LogframeTable) -> bytes:
    """Results chain, indicator, baseline with its year, milestones by year, target with its year, current value with
    its day, sources of data, assumptions."""
    years = table.years
    live = any(row.whole.live for row in table.rows)
    heads = _eu_heads(years, live=live)

    def cells(row: IndicatorRows, line: Line) -> Row:
        aims, indicator = line.aims, row.indicator
        by_year = {one.day.year: one.value for one in aims.milestones}
        current = [wording.amount(line.achieved, indicator)]
        if live:
            current.append(wording.amount(line.live, indicator) if line.live else "")
        return [
            row.unit, aims.baseline.value if aims.baseline else "", aims.baseline.day.year if aims.baseline else "",
            *(by_year.get(year, "") for year in years), aims.target.value if aims.target else "",
            aims.target.day.year if aims.target else "", *current, wording.as_of(line), wording.progress(line),
        ]  # fmt: skip

    def rows(result: ResultRows) -> list[Row]:
        statement, found = _statement(result), []
        for row in result.rows:
            for named in wording.lines_of(row):
                first = not named.is_part
                text = named.text if first else f"    {named.text}"
                found.append(
                    [statement if first else "", text, *cells(row, named.line), row.sources if first else "",
                     result.result.assumptions[0] if first else ""]
                )  # fmt: skip
        blank = [""] * (len(heads) - 2)
        return found or [[statement, *blank, result.result.assumptions[0]]]

    widths = [36, 40, 10, 10, 10, *[11] * len(years), 10, 10, *[26] * (2 if live else 1), 16, 18, 34, 34]
    return _book(table, pgettext("logframe", "Logframe (EU)"), heads, rows, widths)


def _eu_heads(years: Sequence[int], *, live: bool) -> list[str]:
    return [
        pgettext("logframe", "Results chain"), pgettext("logframe", "Indicator"), _("Unit"),
        pgettext("logframe", "Baseline"), pgettext("logframe", "Year of the baseline"),
        *(_("Milestone %(year)s") % {"year": year} for year in years),
        pgettext("logframe", "Target"), pgettext("logframe", "Year of the target"),
        *wording.current_heads()[: 2 if live else 1], _("As of"), _("Progress"), _("Sources and means of verification"),
        pgettext("logframe", "Assumptions"),
    ]  # fmt: skip


def as_afd(table: LogframeTable) -> bytes:
    """Objectives, objectively verifiable indicators, sources of verification, hypotheses; what is achieved beside."""
    heads = [
        pgettext("logframe", "Objectives"), _("Objectively verifiable indicators"), pgettext("logframe", "Baseline"),
        pgettext("logframe", "Target"), wording.current_heads()[0], _("Progress"), _("Sources of verification"),
        _("Hypotheses"),
    ]  # fmt: skip

    def rows(result: ResultRows) -> list[Row]:
        found = []
        for row in result.rows:
            for named in wording.lines_of(row):
                first, line = not named.is_part, named.line
                found.append(
                    [_statement(result) if first else "", named.text if first else f"    {named.text}",
                     line.aims.baseline.value if line.aims.baseline else "",
                     line.aims.target.value if line.aims.target else "", wording.amount(line.achieved, row.indicator),
                     wording.progress(line), row.sources if first else "",
                     result.result.assumptions[0] if first else ""]
                )  # fmt: skip
        return found or [[_statement(result), *[""] * 6, result.result.assumptions[0]]]

    return _book(table, pgettext("logframe", "Logframe (AFD)"), heads, rows, [36, 44, 12, 12, 26, 20, 34, 34])


def _statement(result: ResultRows) -> str:
    return labelled(f"{result.result.get_level_display()} {result.result.code}", result.result.statement[0])


def _book(
    table: LogframeTable, name: str, heads: Sequence[str], rows: Callable[[ResultRows], list[Row]], widths: list[int]
) -> bytes:  # fmt: skip
    out = io.BytesIO()
    import xlsxwriter  # here: the web server need not hold it for a page that is rare

    with xlsxwriter.Workbook(out, {"in_memory": True, **writing.NO_FORMULAS}) as book:
        words = {"text_wrap": True, "valign": "top", "reading_order": RIGHT_TO_LEFT if active() == "ar" else BY_CONTEXT}
        bold, wrapped = book.add_format(words | {"bold": True, "bottom": 1}), book.add_format(words)
        top = book.add_format({"valign": "top", "num_format": "#,##0.###"})
        whole = book.add_format({"valign": "top", "num_format": "#,##0"})
        year = book.add_format({"valign": "top", "num_format": "0"})
        sheet = book.add_worksheet(name[:31])
        writing.set_up(sheet, widths=widths)
        sheet.write_row(0, 0, list(heads), bold)
        years = {at for at, head in enumerate(heads) if head in _years()}
        number = 1
        for result in table.results:
            for row in rows(result):
                for column, value in enumerate(row):
                    if isinstance(value, int | float):
                        form = year if column in years else whole if isinstance(value, int) else top
                        sheet.write_number(number, column, value, form)
                    else:
                        sheet.write_string(number, column, str(value), wrapped)
                number += 1
        about = book.add_worksheet(_("Notes")[:31])
        writing.set_up(about, widths=[30, 90])
        about.write_string(0, 0, wording.title(table), book.add_format({"bold": True}))
        told = [*wording.facts(table), *(("", note) for note in wording.notes(table))]
        for at, (label, text) in enumerate(told, start=1):
            about.write_string(at, 0, label, wrapped)
            about.write_string(at, 1, text, wrapped)
    return out.getvalue()


def _years() -> set[str]:
    return {pgettext("logframe", "Year of the baseline"), pgettext("logframe", "Year of the target")}
