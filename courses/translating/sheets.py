"""The same texts as a spreadsheet: id, where, source, target; right to left for Arabic."""

import re
import zlib
from collections.abc import Iterable
from io import BytesIO
from zipfile import BadZipFile, ZipFile

import xlsxwriter
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from core.languages import direction
from courses.translating.delivery import Delivered, Delivery, FileRefused, check_size
from courses.translating.entries import Entry

LARGEST_UNPACKED = 50 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 20_000, 26
LONGEST_CELL = 32_767  # Excel's limit
TEXTS, ABOUT = "texts", "about"
_CELL = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_HEADER = re.compile(r"(id|where|source|target)(?: \((\w\w)\))?")


def write_sheet(entries: Iterable[Entry], *, module: str, source: str, target: str) -> bytes:
    """The workbook for a translator; a second sheet names the module."""
    out = BytesIO()
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
    sheet.freeze_panes(1, 0)
    for column, width in enumerate([12, 30, 60, 60]):
        sheet.set_column(column, column, width)
    if direction(target) == "rtl":
        sheet.right_to_left()
    about = book.add_worksheet(ABOUT)
    for row, pair in enumerate([("module", module), ("language", target)]):
        about.write_row(row, 0, pair)
    book.close()
    return out.getvalue()


def read_sheet(data: bytes) -> Delivery:
    """What a translator gives back. Raises FileRefused for what is no workbook of ours."""
    check_size(data)
    _check_archive(data)
    rows, about = _read_rows(data)
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
        texts = {name: _text(cells[position]) for name, position in columns.items()}
        if texts["id"].strip() or texts["target"]:
            delivery.entries.append(Delivered(texts["id"].strip(), _row(number), texts.get("source"), texts["target"]))
    return delivery


def _row(number: int) -> str:
    return _("row %(number)d") % {"number": number}


def _text(value: object) -> str:
    """A cell as text: calamine reads 12 as 12.0."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _check_archive(data: bytes) -> None:
    """Refuse what is no workbook, and what would take all memory once unpacked."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
                raise FileRefused(_("The workbook is too large once unpacked. Is it the file exported here?"))
            if "xl/workbook.xml" not in archive.namelist():
                raise _not_xlsx()
            for part in archive.infolist():
                xml = archive.read(part)  # also finds out whether the sizes it tells are true
                if part.filename.startswith("xl/worksheets/") and not part.is_dir():
                    _check_extent(xml)
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise _not_xlsx() from error


def _check_extent(xml: bytes) -> None:
    """Calamine takes memory for the whole rectangle that the cells span."""
    for letters, row in _CELL.findall(xml):
        if int(row) > MOST_ROWS or len(letters) > 1:
            why = _("There are cells far from the table, up to %(cell)s. Delete them.")
            raise FileRefused(why % {"cell": (letters + row).decode()})


def _read_rows(data: bytes) -> tuple[list[list[object]], dict[str, object]]:
    """The rows of the texts, and what the second sheet says."""
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        names = book.sheet_names
        texts = book.get_sheet_by_name(TEXTS if TEXTS in names else names[0]).to_python(skip_empty_area=False)
        about = book.get_sheet_by_name(ABOUT).to_python() if ABOUT in names else []
    except (CalamineError, IndexError) as error:
        raise _not_xlsx() from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what a fault in calamine's Rust raises
            raise
        raise _not_xlsx() from error
    return texts, {str(row[0]): row[1] for row in about if len(row) > 1}


def _not_xlsx() -> FileRefused:
    return FileRefused(
        _("This is no .xlsx workbook, or it is damaged or locked. Save it anew as “Excel workbook (.xlsx)”.")
    )
