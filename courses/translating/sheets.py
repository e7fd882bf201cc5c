"""The same texts as a spreadsheet: id, where, source, target; right to left for Arabic."""

import re
from collections.abc import Iterable
from io import BytesIO
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.languages import direction
from core.spreadsheets.archive import Wanted
from core.spreadsheets.reading import EXCEL_ERROR, WorkbookError, read_workbook
from core.spreadsheets.writing import set_up
from courses.translating.delivery import Delivered, Delivery, FileRefused
from courses.translating.entries import Entry

WANTED = Wanted(most_unpacked=50 * 1024 * 1024, most_cells=520_000, most_rows=20_000)
LONGEST_CELL = 32_767  # Excel's limit
TEXTS, ABOUT = "texts", "about"
TOO_LARGE = gettext_lazy("The workbook is too large once unpacked. Is it the file exported here?")
_HEADER = re.compile(r"(id|where|source|target)(?: \((\w\w)\))?")


def write_sheet(entries: Iterable[Entry], *, module: str, source: str, target: str) -> bytes:
    """The workbook for a translator; a second sheet names the module."""
    out = BytesIO()
    import xlsxwriter  # here: the web server need not hold it for a page that is rare

    book = xlsxwriter.Workbook(out, {"in_memory": True})
    head = book.add_format({"bold": True})
    sheet = book.add_worksheet(TEXTS)
    for column, name in enumerate(["id", "where", f"source ({source})", f"target ({target})"]):
        sheet.write_string(0, column, name, head)
    styles = [book.add_format({"text_wrap": True, "valign": "top", "font_color": "#56666b"})] * 2
    styles += [
        book.add_format({"text_wrap": True, "valign": "top", "reading_order": 2 if direction(code) == "rtl" else 1})
        for code in (source, target)
    ]
    for row, entry in enumerate(entries, 1):
        texts = [entry.shown_source, entry.shown_target]
        for column, value in enumerate([entry.id, entry.where, *texts]):
            # Half a text would come back as a change; an empty one comes back as nothing to do.
            sheet.write_string(row, column, value if len(value) <= LONGEST_CELL else "", styles[column])
    set_up(sheet, widths=[12, 30, 60, 60], mirrored=direction(target) == "rtl")
    about = book.add_worksheet(ABOUT)
    for row, pair in enumerate([("module", module), ("language", target)]):
        about.write_row(row, 0, pair)
    book.close()
    return out.getvalue()


def read_sheet(file: bytes | IO[bytes]) -> Delivery:
    """What a translator gives back. Raises FileRefused for what is no workbook of ours."""
    rows, about = _read_rows(file)
    columns: dict[str, int] = {}
    language = str(about.get("language", ""))
    for position, cell in enumerate(rows[0] if rows else []):
        if (match := _HEADER.fullmatch(str(cell).strip().casefold())) and match[1] not in columns:
            columns[match[1]] = position
            language = match[2] if match[1] == "target" and match[2] else language
    if missing := [name for name in ("id", "target") if name not in columns]:
        why = _("The first row lacks the columns: %(names)s. Keep the first row as it was exported.")
        raise FileRefused(why % {"names": ", ".join(missing)}, _row(1))
    delivery = Delivery(str(about.get("module", "")), language)
    for number, cells in enumerate(rows[1:], 2):
        texts = {name: _text(cells[position] if position < len(cells) else "") for name, position in columns.items()}
        if texts["id"].strip() or texts["target"]:
            delivery.entries.append(Delivered(texts["id"].strip(), _row(number), texts.get("source"), texts["target"]))
    return delivery


def _row(number: int) -> str:
    return _("row %(number)d") % {"number": number}


def _text(value: object) -> str:
    """A cell as text: calamine reads 12 as 12.0; an error of Excel is no text."""
    if value is None or value is EXCEL_ERROR:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _read_rows(file: bytes | IO[bytes]) -> tuple[list[list[object]], dict[str, object]]:
    """The rows of the texts, and what the second sheet says."""
    try:
        sheets = read_workbook(file, WANTED)
    except WorkbookError as error:
        sentence = TOO_LARGE if error.code == "unpacked" else error
        raise FileRefused(str(sentence), error.sheet) from error
    by_title = {sheet.title: sheet.rows for sheet in sheets}
    texts = by_title.get(TEXTS) or (sheets[0].rows if sheets else [])
    return texts, {str(row[0]): row[1] for row in by_title.get(ABOUT, []) if len(row) > 1}
