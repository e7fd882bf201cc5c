"""Exports the register: xlsx, right-to-left in Arabic, or csv with a mark; nothing a spreadsheet would compute."""

import csv
import datetime
import io
from collections.abc import Iterable
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.languages import active
from people.extension_points import export_columns
from people.imports.columns import LABELS
from people.models import Consent, Person

FIELDS = tuple(LABELS)
# What an import leaves alone, with what apps above add: its columns are not among those it knows.
COUNTED = (gettext_lazy("Last presence"), gettext_lazy("Agreement since"))
RISKY = ("=", "+", "-", "@", "\t", "\r")


def as_workbook(people: Iterable[Person]) -> bytes:
    """One sheet; its first row names the columns so that the import knows them again. Numbers and days are such."""
    out = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, safe) as book:
        sheet = book.add_worksheet(_("People")[:31])
        if active() == "ar":
            sheet.right_to_left()
        bold = book.add_format({"bold": True, "bottom": 1})
        as_day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        for number, row in enumerate(_rows(people)):
            for column, value in enumerate(row):
                if isinstance(value, datetime.date):
                    sheet.write_datetime(number, column, value, as_day)
                elif isinstance(value, int):
                    sheet.write_number(number, column, value)
                else:
                    text = f"'{value}" if value[:1] == "'" and value.lstrip("'").startswith(RISKY) else value
                    sheet.write_string(number, column, text, None if number else bold)
        sheet.freeze_panes(1, 1)
        width = len(_columns())
        sheet.autofilter(0, 0, max(number, 1), width - 1)
        sheet.set_column(0, width, 22)
    return out.getvalue()


def as_csv(people: Iterable[Person]) -> bytes:
    """UTF-8 with the mark that spreadsheets know it by; what looks like a formula is made a text."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in _rows(people):
        texts = (str(cell) for cell in row)
        writer.writerow([f"'{cell}" if cell.lstrip("'").startswith(RISKY) else cell for cell in texts])
    return out.getvalue().encode("utf-8-sig")


def _columns() -> list[str]:
    added = [label for columns in export_columns for label in columns.labels]
    return [str(label) for label in (*LABELS.values(), *added, *COUNTED)]


def _rows(people: Iterable[Person]) -> Iterable[list[Any]]:
    """The names of the columns, then the people: four queries, however many."""
    yield _columns()
    numbers = [(columns.read(), (0,) * len(columns.labels)) for columns in export_columns]
    agreed = _agreements()
    for person in people:
        yield [
            *(str(getattr(person, name) or "") for name in FIELDS),
            *(number for found, nothing in numbers for number in found.get(person.pk, nothing)),
            getattr(person, "last_presence", None) or "", agreed.get(person.pk, ""),
        ]  # fmt: skip


def _agreements() -> dict[int, datetime.date]:
    """The day of the newest agreement that holds, by person."""
    rows = Consent.objects.valid().select_related("person").order_by("given_at")
    return {row.person.merged_into_id or row.person_id: row.given_at.date() for row in rows}
