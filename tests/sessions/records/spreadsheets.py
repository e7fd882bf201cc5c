"""Small spreadsheets for the tests, and what a tenant holds afterwards."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter

from people.models import ImportBatch, Person
from sessions.models import Cycle, Evidence, HeadCount, Registration, Slot, TestScore, TrainingSession
from tests.reference.rows import attendance, headcount, person, result, session, slot, workbook

MODELS = (Person, Cycle, TrainingSession, Slot, Registration, Evidence, HeadCount, TestScore, ImportBatch)
FORMATS = {datetime: "yyyy-mm-dd hh:mm:ss", date: "yyyy-mm-dd", time: "hh:mm"}


class Formula(str):
    """A formula without result, or with the error it shows: `Formula("=NA()", "#N/A")`."""

    def __new__(cls, text: str, shown: str = "") -> "Formula":
        formula = super().__new__(cls, text)
        formula.shown = shown
        return formula


def small_workbook() -> dict[str, list[dict[str, Any]]]:
    """One of everything: a training of two half-days, two participants, a head-count and two tests."""
    return workbook(
        people=[person("P1", sex="f", category="police", region="MA-09"), person("P2", phone="0612345678")],
        sessions=[session("S1", region="MA-09", cycle="C1", pass_mark=60)],
        slots=[slot("S1", 1, date(2019, 3, 1)), slot("S1", 2, date(2019, 3, 1), "afternoon", 210)],
        attendance=[attendance("S1", 1, "P1"), attendance("S1", 2, "P1", 90), attendance("S1", 1, "P2", 0)],
        headcounts=[headcount("S1", 1, 4, sex="m", category="general_public"), headcount("S1", 1, 4)],
        tests=[result("S1", "P1", "pre", 8, 20), result("S1", "P1", "post", 15.5, 20)],
    )


def write_rows(path: Path, rows: dict[str, list[dict[str, Any]]]) -> Path:
    """Rows by column name as an .xlsx file; a sheet without rows is left out."""
    grids = {}
    for sheet, found in rows.items():
        if found:
            columns = list(dict.fromkeys(column for cells in found for column in cells))
            grids[sheet] = [columns, *([cells.get(column) for column in columns] for cells in found)]
    return write_grids(path, grids)


def write_grids(path: Path, grids: dict[str, list[list[Any]]]) -> Path:
    """Cells by sheet, exactly as given, from A1 on."""
    with xlsxwriter.Workbook(path) as book:
        formats = {kind: book.add_format({"num_format": text}) for kind, text in FORMATS.items()}
        for title, grid in grids.items():
            worksheet = book.add_worksheet(title)
            for row, cells in enumerate(grid):
                for column, value in enumerate(cells):
                    if isinstance(value, Formula):
                        worksheet.write_formula(row, column, str(value), None, value.shown)
                    elif type(value) in formats:
                        worksheet.write_datetime(row, column, value, formats[type(value)])
                    elif isinstance(value, str):
                        worksheet.write_string(row, column, value)
                    elif value is not None:
                        worksheet.write(row, column, value)
    return path


def count_rows() -> dict[str, int]:
    """Rows of every table an import writes, in the active tenant."""
    return {model.__name__: model.objects.count() for model in MODELS}


NOTHING = dict.fromkeys((model.__name__ for model in MODELS), 0)
