"""Lists shuffled, retitled and dirtied: no row is lost without being named, and whoever is read is read right."""

import datetime
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from people.imports.choices import Choices
from people.imports.judging import read_book
from people.imports.reading import Book, Sheet, read_file
from people.imports.understanding import understand
from people.imports.words import _file
from tests.people.lists.fictional import CALLINGS, PEOPLE, latin, mail, phone
from tests.people.lists.formats import ods, xlsx
from tests.support.places import PLACE
from tests.support.random_histories import random_histories

HEADINGS = {field: _file()["headings"][field] for field in ("full_name", "email", "phone", "category", "institution")}
CELLS = {
    "full_name": latin, "email": mail, "phone": phone, "category": CALLINGS,
    "institution": lambda at: f"Association {at}",
}  # fmt: skip
TODAY = datetime.date(2026, 11, 29)
ABOVE = st.lists(
    st.sampled_from([[], ["Association Argane"], ["", "Liste de présence"], ["Agadir, le 28/11/2026"]]), max_size=5
)
BETWEEN = st.sampled_from(
    [
        [],
        ["", "", ""],
        ["Total : 12"],
        ["Groupe B"],
        ["", "Signature du formateur"],
        ["المجموع: 4"],
        ["???", "", "peut-être"],
    ]
)
SPOILED = {
    "case": str.upper, "spaces": lambda text: f"  {text.replace(' ', '   ')} ", "none": str,
    "tatweel": lambda text: f"{text}\u0640"
}  # fmt: skip


@st.composite
def lists(draw):
    """The rows of a sheet, and how many people stand in it."""
    fields = draw(st.permutations([*HEADINGS, "", "Observations"]))
    heads = [
        SPOILED[draw(st.sampled_from(["case", "spaces", "none"]))](draw(st.sampled_from(HEADINGS[field])))
        if field in HEADINGS else field
        for field in fields
    ]  # fmt: skip
    count = draw(st.integers(1, len(PEOPLE)))
    rows = [*draw(ABOVE), heads]
    for at in range(count):
        rows.append([CELLS[field](at) if field in CELLS else "" for field in fields])
        if draw(st.integers(0, 3)) == 0:
            rows.append(list(draw(BETWEEN)))
    return rows, count


def book_of(rows):
    return Book("liste.xlsx", None, [Sheet("Feuil1", rows)])


@random_histories
@given(made=lists())
def test_no_row_is_lost_without_being_named(own_ngo, made):
    rows, count = made
    expected = [latin(at) for at in range(count)]
    understood = understand(book_of(rows), Choices(), remembered={}, today=TODAY)
    numbers = [row.number for row in understood.people] + [left.number for left in understood.left_out]
    assert sorted(numbers) == list(range(understood.header.row + 1, len(rows) + 1))
    judged = read_book(book_of(rows), Choices(), PLACE).judged
    assert [line.name for line in judged.lines if line.name in expected] == expected
    read = [line for line in judged.lines if line.name in expected]
    assert [line.values["email"] for line in read] == [mail(at) for at in range(count)]
    assert all(line.problems for line in judged.lines if line not in read)


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_a_heading_is_known_however_it_is_written(own_ngo, spoil):
    heads = [spoil(words[0]) for words in HEADINGS.values()]
    understood = understand(
        book_of([heads, [cell(0) for cell in CELLS.values()]]), Choices(), remembered={}, today=TODAY
    )
    assert [column.field for column in understood.columns] == list(HEADINGS)


def with_part(data, name):
    """An archive with one more part."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, b"x")
    return out.getvalue()


SHEET = ("Feuil1", [["Nom complet", "Email"], [latin(0), mail(0)]])
MACROS = "This workbook holds macros, which are not taken in. Save it as .xlsx without them."
NOT_READ = "This is no list that can be read, or it is damaged or locked. Save it anew as .xlsx or .csv."
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BAD = {
    "macros": ("l.xlsm", with_part(xlsx(SHEET), "xl/vbaProject.bin"), MACROS),
    "macros of LibreOffice": ("l.ods", with_part(ods(SHEET), "Basic/Standard/Module1.xml"), MACROS),
    "macros of an old workbook": ("l.xls", OLD + "_VBA_PROJECT".encode("utf-16-le") * 40, MACROS),
    "half an .ods": ("l.ods", ods(SHEET)[:300], NOT_READ),
    "half an .xls": ("l.xls", OLD + bytes(600), NOT_READ),
    "a picture": ("l.jpg", b"\xff\xd8\xff", "This kind of file cannot be read. Save the list as .xlsx or .csv."),
}


@pytest.mark.parametrize(("name", "data", "why"), BAD.values(), ids=BAD)
def test_what_is_not_taken_is_one_sentence(name, data, why):
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        read_file(name, data)
    assert refusal.value.messages == [why]


def test_two_hundred_megabytes_are_not_read():
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        read_file("l.xlsx", io.BytesIO(b"PK"), 200 * 1024 * 1024)
    assert refusal.value.messages == ["The file is larger than 20 MB. Split the list."]
