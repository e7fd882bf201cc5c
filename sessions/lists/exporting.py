"""The register as a file: xlsx, right-to-left in Arabic, or csv with a mark; nothing a spreadsheet would compute."""

import csv
import datetime
import io
from collections.abc import Iterable
from typing import Any

import xlsxwriter
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.languages import active
from people.models import Consent, Person
from sessions.lists.columns import LABELS
from sessions.querysets import positive_evidence

FIELDS = tuple(LABELS)
# What an import leaves alone: its columns are not among those it knows.
COUNTED = (
    gettext_lazy("Sessions attended"),
    gettext_lazy("Half-days attended"),
    gettext_lazy("Last presence"),
    gettext_lazy("Agreement since"),
)
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
        sheet.autofilter(0, 0, max(number, 1), len(FIELDS) + len(COUNTED) - 1)
        sheet.set_column(0, len(FIELDS) + len(COUNTED), 22)
    return out.getvalue()


def as_csv(people: Iterable[Person]) -> bytes:
    """UTF-8 with the mark that spreadsheets know it by; what looks like a formula is made a text."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in _rows(people):
        texts = (str(cell) for cell in row)
        writer.writerow([f"'{cell}" if cell.lstrip("'").startswith(RISKY) else cell for cell in texts])
    return out.getvalue().encode("utf-8-sig")


def _rows(people: Iterable[Person]) -> Iterable[list[Any]]:
    """The names of the columns, then the people: four queries, however many."""
    yield [str(label) for label in (*LABELS.values(), *COUNTED)]
    numbers, agreed = _numbers(), _agreements()
    for person in people:
        sessions, half_days = numbers.get(person.pk, (0, 0))
        yield [
            *(str(getattr(person, name) or "") for name in FIELDS),
            sessions, half_days, getattr(person, "last_presence", None) or "", agreed.get(person.pk, ""),
        ]  # fmt: skip


def _numbers() -> dict[int, tuple[int, int]]:
    """Sessions and half-days attended, by person."""
    rows = positive_evidence().values("who")
    counted = rows.annotate(sessions=Count("slot__session", distinct=True), half_days=Count("slot", distinct=True))
    return {row["who"]: (row["sessions"], row["half_days"]) for row in counted}


def _agreements() -> dict[int, datetime.date]:
    """The day of the newest agreement that holds, by person."""
    rows = Consent.objects.valid().select_related("person").order_by("given_at")
    return {row.person.merged_into_id or row.person_id: row.given_at.date() for row in rows}
