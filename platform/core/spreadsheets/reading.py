"""Reads a workbook through the sandboxed process; the messages where it cannot be read."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import IO, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.confinement import ConfinementError, Died, Limits, Refused, run_confined
from core.spreadsheets.archive import Wanted

EXCEL_ERROR = object()  # stands in a cell for #N/A, #REF! and their like

NOT_XLSX = _("This is no .xlsx workbook, or it is damaged or locked. Save it anew as “Excel workbook (.xlsx)”.")
# What the reader refuses, by its code.
SENTENCES: dict[str, str | Promise] = {
    "not_xlsx": NOT_XLSX,
    "old": _("This is a workbook of an old kind, not .xlsx. Save it anew as “Excel workbook (.xlsx)”."),
    "password": _("The file is protected by a password. Remove the password, save it, then choose it again."),
    "unpacked": _("The workbook is too large once unpacked. Split it in several."),
    "far": _("The cells span %(rows)d rows and %(columns)d columns. Delete those far from the table."),
    "long": _("The sheet has more than %(rows)d rows. Split it in several."),
    "place": _("A cell or a row stands in a place that no sheet has (%(place)s). Open the workbook in a spreadsheet "
               "program and save it anew as .xlsx."),
}  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """A worksheet's cells from A1 on; rows end with their last filled cell. Texts, numbers, true or false, dates,
    times, or EXCEL_ERROR; an empty one is "" or None."""

    title: str
    rows: list[list[Any]]


class WorkbookError(Exception):
    """The workbook was not read. As a string: why, and what to do; `sheet` is the worksheet it is about, if any."""

    def __init__(self, code: str, sentence: str, sheet: str = "") -> None:
        super().__init__(sentence)
        self.code, self.sheet = code, sheet


def read_workbook(file: bytes | IO[bytes], wanted: Wanted, *, limits: Limits | None = None) -> list[Sheet]:
    """The worksheets of an .xlsx file that are wanted and hold something. Raises WorkbookError."""
    try:
        found = run_confined("core.spreadsheets.grids:read_sheets", file, limits=limits, **asdict(wanted))
    except ConfinementError as error:
        raise refusal(error) from error
    return [Sheet(sheet["title"], read_rows(sheet["rows"])) for sheet in found.value]


def refusal(error: ConfinementError) -> WorkbookError:
    """The words for why a workbook was not read."""
    if isinstance(error, Refused):
        sheet = str(error.values.get("sheet", ""))
        return WorkbookError(error.code, str(SENTENCES[error.code]) % error.values, sheet)
    if isinstance(error, Died):
        return WorkbookError("not_xlsx", str(NOT_XLSX))
    return WorkbookError("", str(error))


def read_rows(rows: list[list[Any]]) -> list[list[Any]]:
    """Cells as they were before they were written as JSON."""
    for cells in rows:
        for at, cell in enumerate(cells):
            if isinstance(cell, dict):
                cells[at] = _read_cell(*cell.popitem())
    return rows


def _read_cell(kind: str, value: Any) -> Any:
    match kind:
        case "datetime":
            return datetime.fromisoformat(value)
        case "date":
            return date.fromisoformat(value)
        case "time":
            return time.fromisoformat(value)
        case "duration":
            return timedelta(seconds=value)
    return EXCEL_ERROR
