"""Reads a list of any kind inside the sandboxed process, into sheets of texts: no Django here. `reading` has the
words for
the refusals."""

import csv
import io
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import IO, Any
from zipfile import ZipFile

from core.confined import Refusal
from core.spreadsheets.archive import ENCRYPTED, OLD, UNSOUND, Wanted, measure_sheets
from core.spreadsheets.grids import trimmed

ZIP = b"PK"
MOST_UNPACKED = 200 * 1024 * 1024
MOST_CELLS = 3_000_000
MOST_SHEETS = 40
MACROS = ("_VBA_PROJECT_CUR".encode("utf-16-le"), "_VBA_PROJECT".encode("utf-16-le"))
SAMPLE = 200_000  # bytes that an encoding is known by
ENCODINGS = ["utf_8", "cp1252", "cp1256", "mac_roman", "cp850", "iso8859_6", "utf_16_le", "utf_16_be"]
LINES = 60  # that a separator is known by
GUARDED = ("=", "+", "-", "@")  # an export puts an apostrophe before these, so that no spreadsheet computes them
ERROR = "#N/A"  # of whatever kind the cell's error is


def read_list(file: IO[bytes], *, most_rows: int, most_columns: int) -> dict[str, Any]:
    """`encoding` (None of a workbook), `sheets` with `title` (None of a text) and `rows` of texts from A1 on."""
    head = file.read(8)
    file.seek(0)
    sheets: Iterable[tuple[str | None, Iterable[list[Any]]]]
    encoding: str | None = None
    if head == OLD:
        sheets = _old_sheets(file)
    elif head.startswith(ZIP):
        sheets = _packed_sheets(file, most_rows)
    else:
        text, encoding = decode(file.read())
        sheets = [(None, _lines(text, most_rows))]
    found = [{"title": title, "rows": _rows(rows, most_rows, most_columns)} for title, rows in sheets]
    return {"encoding": encoding, "sheets": [sheet for sheet in found if sheet["rows"]]}


def _packed_sheets(file: IO[bytes], most_rows: int) -> Iterator[tuple[str, Iterable[list[Any]]]]:
    """Of an .xlsx or .ods file."""
    try:
        with ZipFile(file) as archive:
            names = archive.namelist()
            is_open = "mimetype" in names and archive.read("mimetype").startswith(
                b"application/vnd.oasis.opendocument.spreadsheet"
            )
            sizes = sum(part.file_size for part in archive.infolist())
            is_locked = is_open and b"encryption-data" in archive.read("META-INF/manifest.xml")
    except UNSOUND as error:
        raise Refusal("not_read") from error
    if any(name.endswith("vbaProject.bin") or name.startswith("Basic/") for name in names):
        raise Refusal("macros")
    file.seek(0)
    if not is_open:
        return _sheets_of_xlsx(file, most_rows)
    if is_locked:
        raise Refusal("password")
    if sizes > MOST_UNPACKED:
        raise Refusal("unpacked")
    return _sheets(file)


def _sheets_of_xlsx(file: IO[bytes], most_rows: int) -> Iterator[tuple[str, Iterable[list[Any]]]]:
    extents = measure_sheets(file, Wanted(most_unpacked=MOST_UNPACKED, most_cells=MOST_CELLS, most_rows=most_rows))
    file.seek(0)
    for title, rows in _sheets(file, list(extents)):
        errors = set(extents[title].errors)
        yield (
            title,
            (
                [ERROR if (at, column) in errors else cell for column, cell in enumerate(row)] if errors else row
                for at, row in enumerate(rows)
            ),
        )


def _old_sheets(file: IO[bytes]) -> Iterator[tuple[str, Iterable[list[Any]]]]:
    """Of an .xls file; the same container holds workbooks with a password."""
    data = file.read()
    if ENCRYPTED in data:
        raise Refusal("password")
    if any(name in data for name in MACROS):
        raise Refusal("macros")
    return _sheets(io.BytesIO(data))


def _sheets(file: IO[bytes], only: list[str] | None = None) -> Iterator[tuple[str, Iterable[list[Any]]]]:
    # Here: the server asks for this module's names only.
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

    try:
        book = CalamineWorkbook.from_filelike(file)
        titles = [
            sheet.name for sheet in book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and (only is None or sheet.name in only)
        ]  # fmt: skip
        for title in titles[:MOST_SHEETS]:
            yield title, book.get_sheet_by_name(title).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise Refusal("password" if "password" in str(error).lower() else "not_read") from error


def _rows(rows: Iterable[list[Any]], most_rows: int, most_columns: int) -> list[list[str]]:
    """Texts, with one column more than there may be: it tells that there are too many."""
    found: list[list[str]] = []
    filled = 0
    for row in rows:
        texts = [_text(cell) for cell in row[: most_columns + 1]]
        filled += any(texts)
        if filled > most_rows or len(found) > 20 * most_rows:
            raise Refusal("long", rows=most_rows)
        found.append(texts)
    return trimmed(found)


def _text(cell: Any) -> str:
    """A cell as the text it shows; signs that no text may have as the sign that replaces them."""
    if isinstance(cell, str):
        text = cell if cell.isascii() and cell.isprintable() else "".join(map(_sign, cell))
        text = text.strip()
        return text[1:] if text[:1] == "'" and text.lstrip("'").startswith(GUARDED) else text
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int | float):
        if not math.isfinite(cell):
            return ERROR
        return str(int(cell)) if cell == int(cell) else str(cell)
    if isinstance(cell, datetime) and cell.time() == time.min:
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date | datetime | time) else str(cell)


def _sign(letter: str) -> str:
    if letter in "\n\t":
        return "\n"
    kind = unicodedata.category(letter)
    if kind == "Zs":
        return " "
    return "" if letter == "\r" else "\N{REPLACEMENT CHARACTER}" if kind in ("Cc", "Cs") else letter


def _lines(text: str, most_rows: int) -> Iterator[list[str]]:
    """The rows of a text separated by tabs, semicolons, commas or bars; empty ones stay, for their numbers."""
    if "\x00" in text:
        raise Refusal("no_text")
    try:
        separator = _separator(text)
        for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=separator)):
            if number > 20 * most_rows:
                raise Refusal("long", rows=most_rows)
            yield [] if number == 0 and len(row) == 2 and row[0].lower() in ("sep=", '"sep=') else row
    except csv.Error as error:
        raise Refusal("no_list") from error


def _separator(text: str) -> str:
    """The one that cuts most of the first lines into the same number of cells, the more the better."""
    start = text[:SAMPLE]
    if start[:4].lower() == "sep=":
        return start[4]
    scores = {}
    for separator in "\t;,|":
        rows = csv.reader(io.StringIO(start), delimiter=separator)
        widths = Counter(len(row) for row, _line in zip(rows, range(LINES), strict=False) if len(row) > 1)
        scores[separator] = max((count * (width - 1) for width, count in widths.items()), default=0)
    return max(scores, key=lambda separator: scores[separator])


def decode(data: bytes) -> tuple[str, str]:
    """The text and its encoding: UTF-8, or UTF-16 with its mark; else what makes the likeliest text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace").lstrip("\ufeff"), "utf-16"
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes  # here: two megabytes that most processes never need

        best = from_bytes(data[:SAMPLE], cp_isolation=ENCODINGS).best()
        encoding = best.encoding.replace("_", "-") if best else "cp1252"
        return data.decode(encoding, errors="replace"), encoding
