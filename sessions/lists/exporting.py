"""The register as a file: xlsx, right-to-left in Arabic, or csv with a mark; nothing a spreadsheet would compute."""

import csv
import io
from collections.abc import Iterable

import xlsxwriter
from django.utils.translation import gettext as _

from core.languages import active
from people.models import Person
from sessions.lists.columns import LABELS

FIELDS = tuple(LABELS)
RISKY = ("=", "+", "-", "@", "\t", "\r")


def as_workbook(people: Iterable[Person]) -> bytes:
    """One sheet; its first row names the columns so that the import knows them again."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(_("People")[:31])
        if active() == "ar":
            sheet.right_to_left()
        bold = book.add_format({"bold": True, "bottom": 1})
        for number, row in enumerate(_rows(people)):
            for column, value in enumerate(row):
                sheet.write_string(number, column, value, None if number else bold)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(FIELDS), 24)
    return out.getvalue()


def as_csv(people: Iterable[Person]) -> bytes:
    """UTF-8 with the mark that spreadsheets know it by; what looks like a formula is made a text."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in _rows(people):
        writer.writerow([f"'{cell}" if cell.startswith(RISKY) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _rows(people: Iterable[Person]) -> Iterable[list[str]]:
    yield [str(LABELS[name]) for name in FIELDS]
    for person in people:
        yield [str(getattr(person, name) or "") for name in FIELDS]
