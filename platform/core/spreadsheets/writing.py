"""Writes what a spreadsheet opens: CSV as the reader's program separates it, workbooks that print as they are read.

Texts are never read as formulas; numbers, days and phones stay what they are.
"""

import csv
import datetime
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import phonenumbers

from core.languages import active

# What a spreadsheet takes for the beginning of a formula: the list of OWASP, "CSV Injection".
RISKY = ("=", "+", "-", "@", "\t", "\r")
A4 = 9
NO_FORMULAS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class Phone(str):
    """A number in E.164, whose shape is known: no text that somebody wrote."""

    __slots__ = ()

    def legible(self) -> str:
        """As `+212 6-12-34-56-78`: for a spreadsheet neither a number, which would lose its sign, nor a formula."""
        try:
            found = phonenumbers.parse(self, None)
        except phonenumbers.NumberParseException:
            return guarded(str(self))
        written = phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
        country, _space, rest = written.partition(" ")
        return f"{country} {rest.replace(' ', '-')}"


def guarded(text: str) -> str:
    """A text that begins as a formula would, with the apostrophe that makes a spreadsheet leave it alone."""
    return f"'{text}" if text.lstrip("'").startswith(RISKY) else text


def as_csv(rows: Iterable[Sequence[Any]]) -> bytes:
    """UTF-8 with the mark that spreadsheets know it by. Where a number has a decimal comma (French, Arabic of Morocco)
    semicolons separate, as spreadsheets there expect."""
    with_commas = active() != "en"
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if with_commas else ",")
    writer.writerows([_cell(value, with_commas=with_commas) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def set_up(sheet: Any, *, widths: Iterable[int], repeated: int = 1, mirrored: bool | None = None) -> None:
    """A sheet of a workbook (xlsxwriter) as it is read and printed: landscape on A4, all columns on a page, the first
    `repeated` rows on each, pages numbered; from right to left in Arabic or as `mirrored` says. Widths in characters.
    """
    if active() == "ar" if mirrored is None else mirrored:
        sheet.right_to_left()
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")
    if repeated:
        sheet.repeat_rows(0, repeated - 1)
        sheet.freeze_panes(repeated, 0)


def _cell(value: Any, *, with_commas: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | datetime.date):
        return str(value)
    if isinstance(value, int | float | Decimal):
        return str(value).replace(".", ",") if with_commas else str(value)
    return value.legible() if isinstance(value, Phone) else guarded(str(value))
