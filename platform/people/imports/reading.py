"""Reads a list as it comes (xlsx, csv in several encodings, pasted cells) into headers and rows of text."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from xlsxwriter.utility import xl_col_to_name

from core.confinement import ConfinementError, Refused, run_confined
from core.spreadsheets.cells import CellError, as_number, as_text
from core.spreadsheets.reading import EXCEL_ERROR, read_rows, refusal
from core.text import fold

LARGEST_FILE = 20 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 5000, 60
GUARDED = ("=", "+", "-", "@")  # an export puts an apostrophe before these, so that no spreadsheet computes them
OTHER_KINDS = (".xls", ".ods", ".pdf", ".doc", ".docx", ".zip", ".jpg", ".jpeg", ".png")
TOO_LONG = gettext_lazy("A list may have %(rows)s people and %(columns)s columns. Split it.")
# What the reader refuses, by its code; of a workbook as `core.spreadsheets` says it.
SENTENCES: dict[str, str | Promise] = {
    "long": TOO_LONG,
    "no_text": gettext_lazy("This is not a text. Save the list as .xlsx or .csv."),
    "no_list": gettext_lazy("The text cannot be read as a list. Save it as .xlsx."),
}


@dataclass(frozen=True)
class Table:
    """The first row of a list and the others; every cell a text, empty where it was."""

    headers: list[str]
    rows: list[list[str]]


def read_file(name: str, data: bytes | IO[bytes], size: int | None = None) -> Table:
    """An .xlsx or a text file, of `size` bytes where it is no bytes. Raises ValidationError with what to do."""
    if (len(data) if isinstance(data, bytes) else size or 0) > LARGEST_FILE:
        raise ValidationError(_("The file is larger than 20 MB. Split the list."))
    if name.lower().endswith(OTHER_KINDS):
        raise ValidationError(_("This kind of file cannot be read. Save the list as .xlsx or .csv."))
    return _table(_read(data))


def read_text(text: str) -> Table:
    """Pasted cells or the text of a csv: separated by tabs, semicolons or commas."""
    return _table(_read(text.encode(errors="replace")))


def _read(data: bytes | IO[bytes]) -> list[list[Any]]:
    try:
        found = run_confined("people.imports.grids:read_list", data, most_rows=MOST_ROWS + 1, most_columns=MOST_COLUMNS)
    except Refused as error:
        if error.code in SENTENCES:
            limits = {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
            raise ValidationError(str(SENTENCES[error.code]) % limits) from error
        raise ValidationError(str(refusal(error))) from error
    except ConfinementError as error:
        raise ValidationError(str(error)) from error
    return read_rows(found.value)


def _table(rows: list[list[Any]]) -> Table:
    filled = [_texts(row, number) for number, row in enumerate(rows, start=1)]
    filled = [row for row in filled if any(row)]
    if len(filled) < 2:
        raise ValidationError(_("There is no list here: the first row names the columns, each other row is a person."))
    headers = filled[0]
    while headers and not headers[-1]:
        headers.pop()
    if len(headers) > MOST_COLUMNS or len(filled) > MOST_ROWS + 1:
        raise ValidationError(str(TOO_LONG) % {"rows": MOST_ROWS, "columns": MOST_COLUMNS})
    keys = [fold(header) for header in headers if header]
    if len(set(keys)) != len(keys):
        raise ValidationError(_("Two columns have the same name. Rename one."))
    width = len(headers)
    return Table(headers, [(row + [""] * width)[:width] for row in filled[1:]])


def _texts(cells: list[Any], row: int) -> list[str]:
    texts = []
    for at, cell in enumerate(cells):
        try:
            texts.append(_text(cell))
        except CellError as error:
            where = {"row": row, "column": xl_col_to_name(at), "why": error}
            raise ValidationError(_("Row %(row)s, column %(column)s: %(why)s") % where) from error
    return texts


def _text(cell: Any) -> str:
    """The cell as text. Raises CellError where it holds what no text or number may."""
    if cell is None:
        return ""
    if cell is EXCEL_ERROR:
        raise CellError(_("The cell holds an error of Excel. Correct its formula or empty it."))
    if isinstance(cell, float):
        as_number(cell)
        return str(int(cell)) if cell == int(cell) else str(cell)
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    text = as_text(str(cell))
    return text[1:] if text[:1] == "'" and text.lstrip("'").startswith(GUARDED) else text
