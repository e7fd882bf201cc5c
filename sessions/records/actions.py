"""Import a records workbook into an NGO: all of it or nothing."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from core.spreadsheets.cells import Place
from core.spreadsheets.problems import Problem, WorkbookRefused
from people.imports.actions import wait_for_other_imports
from people.models import ImportBatch
from sessions.records.checks import Checks, closed_again
from sessions.records.columns import SHEETS
from sessions.records.parsing import parse_workbook
from sessions.records.register import load_register
from sessions.records.report import Report
from sessions.records.workbook import Workbook, number_rows, read_rows
from sessions.records.writing import write_records
from sessions.signals import records_imported


def import_workbook(*, path: Path | str, tenant: Any, dry_run: bool = False, actor: Any = None) -> Report:
    """Import an .xlsx file. `dry_run` checks and counts alike and writes nothing. Raises WorkbookRefused."""
    return _import(read_rows(Path(path)), tenant, dry_run, actor)


def import_rows(
    *, rows: Mapping[str, Iterable[Mapping[str, Any]]], tenant: Any, name: str = "", dry_run: bool = False,
    actor: Any = None,
) -> Report:  # fmt: skip
    """Import rows that are no file (sheet -> dictionaries by column). Raises WorkbookRefused."""
    return _import(number_rows(rows, name), tenant, dry_run, actor)


def _import(workbook: Workbook, tenant: Any, dry_run: bool, actor: Any) -> Report:
    records, problems = parse_workbook(workbook, Place(tenant.country, tenant.time_zone))
    problems += workbook.problems
    if workbook.problems:  # a missing sheet or column would make every reference to it look wrong
        raise WorkbookRefused(sorted(problems, key=_place))
    with tenant, transaction.atomic():
        wait_for_other_imports()
        register = load_register(records)
        problems += Checks(records, register)
        if problems:
            raise WorkbookRefused(sorted(problems, key=_place))
        report = write_records(records=records, register=register, actor=actor)
        if closed := list(closed_again(records, report.recorded, register)):
            raise WorkbookRefused(sorted(closed, key=_place))
        if dry_run:
            transaction.set_rollback(True)
        elif report.changed_anything:
            _keep_history(workbook, report, actor)
    return report


def _keep_history(workbook: Workbook, report: Report, actor: Any) -> None:
    """Note the import and tell the apps above."""
    batch = ImportBatch.objects.create(
        file_name=workbook.name[-200:], sha256=workbook.sha256, counts=report.counts(), imported_by=actor
    )
    records_imported.send(sender=ImportBatch, batch=batch, report=report)


def _place(problem: Problem) -> tuple[int, int]:
    """Where it is in the workbook; columns keep their order."""
    sheets = list(SHEETS)
    return (sheets.index(problem.sheet) if problem.sheet in sheets else len(sheets), problem.row or 0)
