"""A list as it comes (xlsx, csv in several encodings, pasted cells) -> headers and rows of text."""

import csv
import io
import itertools
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook
from xlsxwriter.utility import xl_col_to_name

from core.text import fold
from sessions.records.archive import LARGEST_FILE, UNSOUND, measure_sheets
from sessions.records.cells import CellError, as_number, as_text
from sessions.records.problems import WorkbookRefused

MOST_ROWS, MOST_COLUMNS = 5000, 60
GUARDED = ("=", "+", "-", "@")  # an export puts an apostrophe before these, so that no spreadsheet computes them
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Table:
    """The first row of a list and the others; every cell a text, empty where it was."""

    headers: list[str]
    rows: list[list[str]]


def read_file(name: str, data: bytes) -> Table:
    """An .xlsx or a text file. Raises ValidationError with what to do."""
    if len(data) > LARGEST_FILE:
        raise ValidationError(_("The file is larger than 20 MB. Split the list."))
    if data.startswith(b"PK"):
        return _table(_sheet(data))
    if name.lower().endswith((".xls", ".ods", ".pdf", ".doc", ".docx")):
        raise ValidationError(_("This kind of file cannot be read. Save the list as .xlsx or .csv."))
    return read_text(decode(data))


def read_text(text: str) -> Table:
    """Pasted cells or the text of a csv: separated by tabs, semicolons or commas."""
    if "\x00" in text:
        raise ValidationError(_("This is not a text. Save the list as .xlsx or .csv."))
    first = text.lstrip("\ufeff\r\n ").split("\n", 1)[0]
    separator = max("\t;,|", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=separator))
    except csv.Error as error:
        raise ValidationError(_("The text cannot be read as a list. Save it as .xlsx.")) from error
    return _table(rows)


def decode(data: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, else Windows: Arabic (1256) or Western (1252), whichever gives
    words of one script."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError:
        western, arabic = data.decode("cp1252", errors="replace"), data.decode("cp1256", errors="replace")
        return arabic if _arabic_words(arabic) > _western_words(western) else western


def _arabic_words(text: str) -> int:
    """Letters in pairs of Arabic ones: in a Western text read as Arabic they stand alone between Latin letters."""
    return sum(_is_arabic(one) and _is_arabic(other) for one, other in itertools.pairwise(text))


def _western_words(text: str) -> int:
    """Accented letters beside a plain Latin one."""
    return sum(
        (one.isascii() and one.isalpha() and _is_accented(other))
        or (_is_accented(one) and other.isascii() and other.isalpha())
        for one, other in itertools.pairwise(text)
    )


def _is_arabic(letter: str) -> bool:
    return "\u0600" <= letter <= "\u06ff"


def _is_accented(letter: str) -> bool:
    return "\u00c0" <= letter <= "\u017f"


def _sheet(data: bytes) -> list[list[Any]]:
    try:
        measure_sheets(data)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        grids = [book.get_sheet_by_index(at).to_python(skip_empty_area=False) for at in range(len(book.sheet_names))]
    except WorkbookRefused as refusal:
        raise ValidationError(str(refusal)) from refusal
    except (CalamineError, *UNSOUND) as error:
        raise ValidationError(
            _("The file is damaged or protected. Save it anew as .xlsx without a password.")
        ) from error
    return next((grid for grid in grids if any(any(row) for row in grid)), [])


def _table(rows: list[list[Any]]) -> Table:
    filled = [_texts(row, number) for number, row in enumerate(rows, start=1)]
    filled = [row for row in filled if any(row)]
    if len(filled) < 2:
        raise ValidationError(_("There is no list here: the first row names the columns, each other row is a person."))
    headers = filled[0]
    while headers and not headers[-1]:
        headers.pop()
    if len(headers) > MOST_COLUMNS or len(filled) > MOST_ROWS + 1:
        raise ValidationError(
            _("A list may have %(rows)s people and %(columns)s columns. Split it.")
            % {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
        )
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
    if isinstance(cell, float):
        as_number(cell)
        return str(int(cell)) if cell == int(cell) else str(cell)
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    text = as_text(str(cell))
    return text[1:] if text[:1] == "'" and text.lstrip("'").startswith(GUARDED) else text
