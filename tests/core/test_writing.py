"""What a spreadsheet opens: separated as its reader expects, no formula, numbers and phones as they are."""

import datetime
import io
import zipfile
from decimal import Decimal

import pytest
import xlsxwriter
from django.utils import translation

from core.spreadsheets.writing import Phone, as_csv, guarded, set_up


@pytest.mark.parametrize(
    ("language", "line"),
    [("fr", "a;3;1,5;-2;2026-03-01;"), ("ar", "a;3;1,5;-2;2026-03-01;"), ("en", "a,3,1.5,-2,2026-03-01,")],
    ids=["fr", "ar", "en"],
)
def test_the_separator_is_the_readers(language: str, line: str) -> None:
    with translation.override(language):
        written = as_csv([["a", 3, Decimal("1.5"), -2, datetime.date(2026, 3, 1), None]])
    assert written == f"\ufeff{line}\r\n".encode()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "\tx", "'=1", "+212 612 34 56 78"])
def test_no_text_is_a_formula(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("+212612345678", "+212 6-12-34-56-78"), ("+33612345678", "+33 6-12-34-56-78"),
        ("+212522123456", "+212 5-22-12-34-56"),
        ("", ""), ("+1=cmd", "'+1=cmd"),
    ],
    ids=["Morocco", "France", "Casablanca", "none", "no number"],
)  # fmt: skip
def test_a_phone_is_neither_a_number_nor_a_formula(number: str, written: str) -> None:
    assert Phone(number).legible() == written


@pytest.mark.parametrize(("language", "mirrored"), [("ar", True), ("fr", False)])
def test_a_sheet_prints_landscape_with_its_head_on_each_page(language: str, mirrored: bool) -> None:
    out = io.BytesIO()
    with translation.override(language), xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        set_up(book.add_worksheet("x"), widths=[10, 20])
    archive = zipfile.ZipFile(out)
    sheet, names = (archive.read(f"xl/{name}.xml").decode() for name in ("worksheets/sheet1", "workbook"))
    assert ('orientation="landscape"' in sheet, 'fitToHeight="0"' in sheet, "Print_Titles" in names) == (True,) * 3
    assert ('rightToLeft="1"' in sheet) == mirrored
