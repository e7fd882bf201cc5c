"""From the workbook's cells to typed records, every refused cell a problem of its own."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.spreadsheets.cells import CellError, Place
from core.spreadsheets.problems import Problem
from core.spreadsheets.reading import EXCEL_ERROR
from sessions.records.columns import SHEETS, Column
from sessions.records.workbook import Row, Workbook


@dataclass(frozen=True)
class Record:
    """One row: the values it gives by the model's field; what is empty or was refused is not there.

    `unknown` are the fields whose column is there and whose cell is empty: it says that the value is not known.
    """

    sheet: str
    row: int
    values: dict[str, Any]
    unknown: frozenset[str] = frozenset()

    def key(self, *fields: str) -> tuple[Any, ...] | None:
        """The values of these fields, or None where one is missing."""
        found = tuple(self.values.get(field) for field in fields)
        return None if None in found else found


Records = dict[str, list[Record]]


def parse_workbook(workbook: Workbook, place: Place) -> tuple[Records, list[Problem]]:
    """Records by sheet, all six; problems of single cells."""
    problems: list[Problem] = []
    records: Records = {}
    for sheet, columns in SHEETS.items():
        absent = {name for owner, name in workbook.absent if owner == sheet}
        expected = [column for column in columns if column.name not in absent]
        records[sheet] = [
            Record(
                sheet,
                row.number,
                dict(_parse_row(sheet, expected, row, place, problems)),
                _unknown(columns, row, workbook.headers.get(sheet, ())),
            )
            for row in workbook.rows.get(sheet, ())
        ]
    return records, problems


def _unknown(columns: tuple[Column, ...], row: Row, headers: Collection[str]) -> frozenset[str]:
    return frozenset(column.field for column in columns if column.name in headers and column.name not in row.cells)


def _parse_row(
    sheet: str, columns: list[Column], row: Row, place: Place, problems: list[Problem]
) -> Iterator[tuple[str, Any]]:
    for column in columns:
        value = row.cells.get(column.name)
        try:
            if value is EXCEL_ERROR:
                raise CellError(_("The cell holds an error of Excel. Correct its formula or empty it."))
            if value is not None:
                yield column.field, column.read(value, place)
            elif column.required:
                raise CellError(_("The cell is empty. Fill it in."))
        except CellError as error:
            problems.append(Problem(str(error), sheet, row.number, column.name))
