"""Exports the register in words: xlsx with the codes in a second sheet, or csv; nothing a spreadsheet would compute."""

import datetime
import io
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.codes import REGIONS
from core.spreadsheets import writing
from core.spreadsheets.writing import Phone, guarded
from people.extension_points import export_columns
from people.imports.columns import LABELS
from people.models import AXIS_FIELDS, Consent, Person
from people.person_fields import field_text

FIELDS = tuple(LABELS)
CODED = ("ref", "full_name", *(name for name in FIELDS if name in AXIS_FIELDS))  # of the second sheet
WIDTHS = {"full_name": 28, "name_other_script": 26, "email": 28, "phone": 16, "category": 28, "institution": 28,
          "institution_type": 26, "person_region": 24}  # fmt: skip
# What an import leaves alone, with what apps above add: its columns are not among those it knows.
COUNTED = (gettext_lazy("Last presence"), gettext_lazy("Agreement since"))


def as_workbook(people: Iterable[Person]) -> bytes:
    """Two sheets: the list in words, whose first row names the columns so that the import knows them again, and the
    codes that these words stand for. Numbers and days are such."""
    out = io.BytesIO()
    people = list(people)
    import xlsxwriter  # here: the web server need not hold it for a page that is rare

    with xlsxwriter.Workbook(out, {"in_memory": True, **writing.NO_FORMULAS}) as book:
        formats = {"bold": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
                   "day": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})}  # fmt: skip
        widths = [WIDTHS.get(name, 14) for name in FIELDS]
        _write(book.add_worksheet(_("People")[:31]), _rows(people), widths, formats)
        codes = [WIDTHS.get(name, 14) for name in CODED]
        _write(book.add_worksheet(_("Codes")[:31]), _coded(people), codes, formats)
    return out.getvalue()


def as_csv(people: Iterable[Person]) -> bytes:
    """The first of these sheets, for the spreadsheet of whoever reads."""
    return writing.as_csv(_rows(people))


def _write(sheet: Any, rows: Iterable[list[Any]], widths: list[int], formats: dict[str, Any]) -> None:
    number, columns = 0, len(widths)
    for number, row in enumerate(rows):
        columns = len(row)
        for column, value in enumerate(row):
            if isinstance(value, datetime.date):
                sheet.write_datetime(number, column, value, formats["day"])
            elif isinstance(value, int):
                sheet.write_number(number, column, value)
            else:
                text = guarded(value) if value[:1] == "'" else value  # or its own apostrophe would be taken for one
                sheet.write_string(number, column, text, None if number else formats["bold"])
    writing.set_up(sheet, widths=[*widths, *[14] * (columns - len(widths))])
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(number, 1), columns - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{number + 1}"})  # phones and references are meant so


def _columns() -> list[str]:
    added = [label for columns in export_columns for label in columns.labels]
    return [str(label) for label in (*LABELS.values(), *added, *COUNTED)]


def _rows(people: Iterable[Person]) -> Iterator[list[Any]]:
    """The names of the columns, then the people: four queries, however many."""
    yield _columns()
    numbers = [(columns.read(), (0,) * len(columns.labels)) for columns in export_columns]
    agreed = _agreements()
    for person in people:
        yield [
            *(_said(person, name) for name in FIELDS),
            *(number for found, nothing in numbers for number in found.get(person.pk, nothing)),
            getattr(person, "last_presence", None) or "", agreed.get(person.pk, ""),
        ]  # fmt: skip


def _said(person: Person, name: str) -> str:
    """A field in words that the import reads again; a region of a country it does not know stays a code."""
    if name == "phone":
        return Phone(person.phone)
    if name == "person_region" and person.person_region not in REGIONS:
        return person.person_region
    return field_text(person, name)


def _coded(people: Iterable[Person]) -> Iterator[list[Any]]:
    yield [str(LABELS[name]) for name in CODED]
    for person in people:
        yield [getattr(person, name) or "" for name in CODED]


def _agreements() -> dict[int, datetime.date]:
    """The day of the newest agreement that holds, by person."""
    rows = Consent.objects.valid().select_related("person").order_by("given_at")
    return {row.person.merged_into_id or row.person_id: row.given_at.date() for row in rows}
