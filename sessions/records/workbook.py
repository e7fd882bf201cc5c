"""The workbook as rows of cells by column name: which sheets and columns there are, not what they mean."""

import difflib
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook
from xlsxwriter.utility import xl_col_to_name

from sessions.records.archive import LARGEST_AREA, LARGEST_FILE, Extent, measure_sheets, not_xlsx
from sessions.records.cells import is_empty
from sessions.records.columns import SHEETS
from sessions.records.problems import Problem, WorkbookRefused, printable

EXCEL_ERROR = object()  # stands in a cell for #N/A, #REF! and their like


@dataclass(frozen=True)
class Row:
    """`number` as Excel shows it; `cells` by column name, empty ones left out."""

    number: int
    cells: dict[str, Any]


@dataclass
class Workbook:
    """`headers` are those of our columns that a sheet has.

    `absent` are the required (sheet, column) without header; `problems` those of sheets and headers.
    """

    name: str
    sha256: str
    rows: dict[str, list[Row]] = field(default_factory=dict)
    headers: dict[str, list[str]] = field(default_factory=dict)
    absent: set[tuple[str, str]] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def read_rows(path: Path) -> Workbook:
    """The rows of an .xlsx file. Raises WorkbookRefused where the file cannot be read at all."""
    data = _read_file(path)
    extents = measure_sheets(data)
    workbook = Workbook(name=path.name, sha256=hashlib.sha256(data).hexdigest())
    for title, grid in _read_grids(data, extents):
        sheet = _sheet_name(title, workbook)
        if sheet:
            _read_sheet(sheet, grid, workbook)
    return workbook


def number_rows(rows: Mapping[str, Iterable[Mapping[str, Any]]], name: str) -> Workbook:
    """Rows that are typed already (sheet -> dictionaries), numbered as a spreadsheet of them would be."""
    rows = {sheet: [dict(cells) for cells in found] for sheet, found in rows.items()}
    digest = hashlib.sha256(repr(rows).encode(errors="backslashreplace")).hexdigest()
    workbook = Workbook(name=name, sha256=digest)
    for sheet, found in rows.items():
        names = list(dict.fromkeys(column for cells in found for column in cells))
        grid: list[list[Any]] = [names, *([cells.get(column) for column in names] for cells in found)]
        if _sheet_name(sheet, workbook) and found:
            _read_sheet(sheet, grid, workbook)
    return workbook


def _read_file(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST_FILE else b""
    except (OSError, ValueError) as error:
        why = _("The file “%(file)s” cannot be read. Check its name and that you may open it.")
        raise WorkbookRefused([Problem(why % {"file": printable(path.name)})]) from error
    if size > LARGEST_FILE:
        why = _("The file is larger than %(size)d MB. Split it in several workbooks.")
        raise WorkbookRefused([Problem(why % {"size": LARGEST_FILE // 2**20})])
    return data


def _read_grids(data: bytes, extents: dict[str, Extent]) -> Iterable[tuple[str, list[list[Any]]]]:
    """(title, cells from A1 on) of each worksheet that is not empty."""
    for title, extent in extents.items():
        if extent.rows * extent.columns > LARGEST_AREA:
            why = _("The cells span %(rows)d rows and %(columns)d columns. Delete those far from the table.")
            raise WorkbookRefused([Problem(why % {"rows": extent.rows, "columns": extent.columns}, title)])
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        grids = {title: book.get_sheet_by_name(title).to_python(skip_empty_area=False) for title in extents}
    except CalamineError as error:
        raise not_xlsx() from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what a fault in calamine's Rust raises
            raise
        raise not_xlsx() from error
    for title, grid in grids.items():
        for row, column in extents[title].errors:
            if row < len(grid) and column < len(grid[row]):
                grid[row][column] = EXCEL_ERROR
        if any(not is_empty(value) for cells in grid for value in cells):
            yield title, grid


def _sheet_name(title: str, workbook: Workbook) -> str:
    """Which of our sheets it is; empty, and a problem, where none."""
    name = title.strip().casefold()
    if name not in SHEETS:
        why = _("There is no such sheet in the records workbook. %(remedy)s")
        workbook.problems.append(Problem(why % {"remedy": _rename(name, SHEETS)}, printable(title)))
        return ""
    if name in workbook.rows:
        workbook.problems.append(Problem(_("There are two sheets of this name. Keep one."), name))
        return ""
    workbook.rows[name] = []
    return name


def _read_sheet(sheet: str, grid: list[list[Any]], workbook: Workbook) -> None:
    columns = _read_header(sheet, grid, workbook)
    for number, values in enumerate(grid[1:], start=2):
        filled = [position for position in columns if not is_empty(values[position])]
        cells = {columns[position]: values[position] for position in filled}
        if cells:
            workbook.rows[sheet].append(Row(number, cells))


def _read_header(sheet: str, grid: list[list[Any]], workbook: Workbook) -> dict[int, str]:
    """Position -> column name, of the columns that are ours."""
    columns: dict[int, str] = {}
    for position, value in enumerate(grid[0]):
        name = "" if is_empty(value) or value is EXCEL_ERROR else str(value).strip().casefold()
        used = any(not is_empty(cells[position]) for cells in grid)
        why = _refuse_column(name, sheet, columns.values()) if used else ""
        if why:
            shown = printable(value) if name else xl_col_to_name(position)
            workbook.problems.append(Problem(why, sheet, 1, shown))
        elif name:
            columns[position] = name
    workbook.headers[sheet] = list(columns.values())
    for column in SHEETS[sheet]:
        if column.required and column.name not in columns.values():
            workbook.absent.add((sheet, column.name))
            why = _("This column is required. Add it to the first row.")
            workbook.problems.append(Problem(why, sheet, 1, column.name))
    return columns


def _refuse_column(name: str, sheet: str, taken: Iterable[str]) -> str:
    """Why a column of this name cannot be read; empty where it can."""
    known = [column.name for column in SHEETS[sheet]]
    if not name:
        return _("This column has values but no name. Name it in the first row or clear it.")
    if name not in known:
        return _("There is no such column. %(remedy)s") % {"remedy": _rename(name, known)}
    return _("There are two columns of this name. Keep one.") if name in taken else ""


def _rename(name: str, known: Iterable[str]) -> str:
    """The nearest right name as remedy, or all of them where none is near."""
    names = list(known)
    near = difflib.get_close_matches(name, names, n=1)
    if near:
        return _("Did you mean “%(nearest)s”?") % {"nearest": near[0]}
    return _("Remove it, or name it one of: %(names)s.") % {"names": ", ".join(names)}
