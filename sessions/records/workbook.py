"""The workbook as rows of cells by column name: which sheets and columns there are, not what they mean."""

import difflib
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from core.confinement import MEGABYTE, Limits
from core.spreadsheets.archive import Wanted
from core.spreadsheets.cells import is_empty
from core.spreadsheets.problems import Problem, WorkbookRefused, column_name, printable
from core.spreadsheets.reading import EXCEL_ERROR, Sheet, WorkbookError, read_workbook
from sessions.records.columns import SHEETS

LARGEST_FILE = 20 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024
WANTED = Wanted(most_unpacked=LARGEST_UNPACKED, most_cells=3_000_000, most_rows=250_000)
LIMITS = Limits(memory=1024 * MEGABYTE, processor=60, seconds=90, output=256 * MEGABYTE)  # by command, not in a page


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
    try:
        with path.open("rb") as file:
            if path.stat().st_size > LARGEST_FILE:
                why = _("The file is larger than %(size)d MB. Split it in several workbooks.")
                raise WorkbookRefused([Problem(why % {"size": LARGEST_FILE // 2**20})])
            workbook = Workbook(name=path.name, sha256=hashlib.file_digest(file, "sha256").hexdigest())
            sheets = _read_sheets(file)
    except (OSError, ValueError) as error:
        why = _("The file “%(file)s” cannot be read. Check its name and that you may open it.")
        raise WorkbookRefused([Problem(why % {"file": printable(path.name)})]) from error
    for sheet in sheets:
        if any(not is_empty(value) for cells in sheet.rows for value in cells) and (
            name := _sheet_name(sheet.title, workbook)
        ):
            _read_sheet(name, sheet.rows, workbook)
    return workbook


def _read_sheets(file: IO[bytes]) -> list[Sheet]:
    try:
        return read_workbook(file, WANTED, limits=LIMITS)
    except WorkbookError as error:
        raise WorkbookRefused([Problem(str(error), printable(error.sheet))]) from error


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
        filled = [position for position in columns if position < len(values) and not is_empty(values[position])]
        cells = {columns[position]: values[position] for position in filled}
        if cells:
            workbook.rows[sheet].append(Row(number, cells))


def _read_header(sheet: str, grid: list[list[Any]], workbook: Workbook) -> dict[int, str]:
    """Position -> column name, of the columns that are ours."""
    columns: dict[int, str] = {}
    used = _used_columns(grid)
    for position in range(max(map(len, grid), default=0)):
        value = grid[0][position] if position < len(grid[0]) else None
        name = "" if is_empty(value) or value is EXCEL_ERROR else str(value).strip().casefold()
        why = _refuse_column(name, sheet, columns.values()) if position in used else ""
        if why:
            shown = printable(value) if name else column_name(position)
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


def _used_columns(grid: list[list[Any]]) -> set[int]:
    """The positions where a cell of any row is filled; rows may be of different lengths."""
    return {position for cells in grid for position, value in enumerate(cells) if not is_empty(value)}


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
