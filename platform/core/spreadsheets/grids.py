"""Reads a workbook's cells inside the sandboxed process: no Django here. `reading` has the words for the refusals."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import IO, Any

from core.confined import Refusal
from core.spreadsheets.archive import Wanted, measure_sheets


def read_sheets(file: IO[bytes], **wanted: Any) -> list[dict[str, Any]]:
    """`title` and `rows` (cells from A1 on, without empty ones at their end) of each worksheet `wanted` (see
    `archive.Wanted`) that is not empty. A cell is a text, a number, true or false, or what `written` makes of it."""
    from python_calamine import CalamineError, CalamineWorkbook  # here: the server asks for this module’s names only

    extents = measure_sheets(file, Wanted(**wanted))
    file.seek(0)
    try:
        book = CalamineWorkbook.from_filelike(file)
        grids = ((title, book.get_sheet_by_name(title).to_python(skip_empty_area=False)) for title in extents)
        found = [{"title": title, "rows": _written(grid, extents[title].errors)} for title, grid in grids]
    except CalamineError as error:
        raise Refusal("not_xlsx") from error
    return [sheet for sheet in found if sheet["rows"]]


def _written(grid: list[list[Any]], errors: Iterable[tuple[int, int]]) -> list[list[Any]]:
    rows = [[written(cell) for cell in cells] for cells in grid]
    for row, column in errors:
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = {"error": True}
    return trimmed(rows)


def trimmed(rows: list[list[Any]]) -> list[list[Any]]:
    """Without the empty cells at the end of rows and the empty rows at the end."""
    for cells in rows:
        while cells and cells[-1] in ("", None):
            cells.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def written(cell: Any) -> Any:
    """A cell as a JSON value: of a date or time an object with one key that says which."""
    if cell is None or isinstance(cell, str | bool | int | float):
        return cell
    if isinstance(cell, timedelta):
        return {"duration": cell.total_seconds()}
    for kind, name in ((datetime, "datetime"), (date, "date"), (time, "time")):
        if isinstance(cell, kind):
            return {name: cell.isoformat()}
    return str(cell)
