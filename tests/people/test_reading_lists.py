"""Files and cells that people hand in as lists: every usual encoding and form is read, anything else is refused."""

import io

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError

from people.imports.grids import decode
from people.imports.reading import read_file, read_text
from tests.support.imports import FRENCH

ARABIC = "الاسم الكامل;الهاتف;الجنس\nفاطمة الزهراء بنعلي;0612345678;أنثى\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "utf-8"), (FRENCH, "utf-8-sig"), (FRENCH, "utf-16"), (FRENCH.replace("٠٦١٢٣٤٥٦٧٨", "06"), "cp1252"),
        (ARABIC, "utf-8"), (ARABIC, "utf-8-sig"), (ARABIC, "cp1256"),
    ],
)  # fmt: skip
def test_every_usual_encoding_is_read(text, encoding):
    assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize("separator", ["\t", ";", ","])
def test_pasted_cells_and_csv_are_read(separator):
    book = read_text(separator.join(["Nom", "Mail"]) + "\n" + separator.join(["Amina", "a@example.org"]))
    assert [sheet.rows for sheet in book.sheets] == [[["Nom", "Mail"], ["Amina", "a@example.org"]]]


def test_a_workbook_is_read():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Nom", "Téléphone"])
        sheet.write_row(1, 0, ["Amina", 612345678])
    assert read_file("x.xlsx", out.getvalue()).sheets[0].rows[1] == ["Amina", "612345678"]


@pytest.mark.parametrize(
    ("name", "data"),
    [("x.xlsx", b"PK\x03\x04broken"), ("x.pdf", b"%PDF"), ("x.csv", b"Nom\n"), ("x.csv", b""), ("x.csv", b"a\x00b\nc")],
    ids=["broken", "pdf", "headers only", "empty", "binary"],
)  # fmt: skip
def test_what_is_no_list_is_refused_with_a_remedy(name, data):
    with pytest.raises(ValidationError) as refusal:
        read_file(name, data)
    assert refusal.value.messages[0].endswith(".")
