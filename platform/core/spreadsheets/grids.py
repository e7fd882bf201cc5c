"""The cells of a workbook, read in a confined process: no Django here. `reading` has the words for the refusals."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import IO, Any

from python_calamine import CalamineError, CalamineWorkbook

from core.confined import Refusal
from core.spreadsheets.archive import Extent, measure_sheets


def read_sheets(
    file: IO[bytes], *, most_unpacked: int, most_cells: int, most_rows: int, only: list[str] | None = None,
    first: bool = False,
) -> list[dict[str, Any]]:  # fmt: skip
    """`title` and `rows` (cells from A1 on, without empty ones at their end) of each worksheet that is not empty, or
    of `only` those there are, or of the `first` alone. A cell is a text, a number, true or false, or what `written`
    makes of it.

    `most_cells`: of the rectangle that the cells span. `most_rows`: of rows that hold something.
    """
    extents = measure_sheets(file, most_unpacked)
    file.seek(0)
    found = []
    try:
        book = CalamineWorkbook.from_filelike(file)
        for title in (title for title in extents if only is None or title in only):
            _refuse_large(title, extents[title], most_cells, most_rows)
            grid = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
            if rows := _written(grid, extents[title].errors):
                found.append({"title": title, "rows": rows})
                if first:
                    break
    except CalamineError as error:
        raise Refusal("not_xlsx") from error
    return found


def _refuse_large(title: str, extent: Extent, most_cells: int, most_rows: int) -> None:
    if extent.filled > most_rows:
        raise Refusal("long", sheet=title, rows=most_rows)
    if extent.rows * extent.columns > most_cells:
        raise Refusal("far", sheet=title, rows=extent.rows, columns=extent.columns)


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
