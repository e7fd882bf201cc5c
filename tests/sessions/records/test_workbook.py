"""Files, sheets and headers that cannot be taken."""

from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from core.spreadsheets.problems import WorkbookRefused
from sessions.records import workbook as reading
from sessions.records.actions import import_rows, import_workbook
from tests.sessions.records.spreadsheets import (
    NOTHING,
    Formula,
    count_rows,
    small_workbook,
    write_grids,
    write_rows,
)

NO_SHEET = (
    "There is no such sheet in the records workbook. Remove it, or name it one of: people, sessions, slots, "
    "attendance, headcounts, tests."
)
NOT_XLSX = "This is no .xlsx workbook, or it is damaged or locked. Save it anew as “Excel workbook (.xlsx)”."
PEOPLE = [["ref", "full_name"], ["P1", "Amina"]]
COLUMNS = (
    "ref, full_name, name_other_script, email, phone, sex, age_band, category, institution, "
    "institution_type, region, language"
)


def refusal(own_ngo, path):
    """The lines of the refusal of a workbook that must be refused."""
    with pytest.raises(WorkbookRefused) as refused:
        import_workbook(path=path, tenant=own_ngo)
    assert count_rows() == NOTHING
    return [str(error) for error in refused.value.errors]


def sound(tmp_path):
    """The bytes of a workbook that could be imported."""
    return write_rows(tmp_path / "sound.xlsx", small_workbook()).read_bytes()


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: b"", id="empty"),
        pytest.param(lambda data: b"ref;full_name\nP1;Amina\n", id="text"),
        pytest.param(lambda data: data[:-200], id="cut"),
        pytest.param(lambda data: data[:400] + bytes(300) + data[700:], id="overwritten"),
    ],
)
def test_what_is_no_workbook_is_refused(own_ngo, tmp_path, damage):
    path = tmp_path / "records.xlsx"
    path.write_bytes(damage(sound(tmp_path)))
    assert refusal(own_ngo, path) == [NOT_XLSX]


@pytest.mark.parametrize(
    ("part", "content"),
    [
        pytest.param("word/document.xml", b"<document/>", id="another kind"),
        pytest.param("xl/workbook.xml", b"<workbook", id="no XML"),
        pytest.param("xl/workbook.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><workbook/>", id="entities"),
    ],
)
def test_an_archive_that_is_no_workbook_is_refused(own_ngo, tmp_path, part, content):
    path = tmp_path / "records.xlsx"
    with ZipFile(path, "w") as parts:
        parts.writestr(part, content)
        parts.writestr("xl/_rels/workbook.xml.rels", b"<Relationships/>")
    assert refusal(own_ngo, path) == [NOT_XLSX]


def test_a_file_that_is_not_there_is_refused(own_ngo, tmp_path):
    assert refusal(own_ngo, tmp_path / "no.xlsx") == [
        "The file “no.xlsx” cannot be read. Check its name and that you may open it."
    ]
    assert refusal(own_ngo, tmp_path) == [
        f"The file “{tmp_path.name}” cannot be read. Check its name and that you may open it."
    ]


def test_a_file_that_is_too_large_is_refused(own_ngo, tmp_path):
    path = tmp_path / "records.xlsx"
    with path.open("wb") as file:
        file.truncate(reading.LARGEST_FILE + 1)
    assert refusal(own_ngo, path) == ["The file is larger than 20 MB. Split it in several workbooks."]


def test_a_bomb_is_refused(own_ngo, tmp_path):
    path = tmp_path / "records.xlsx"
    path.write_bytes(sound(tmp_path))
    with ZipFile(path, "a", ZIP_DEFLATED) as parts, parts.open("xl/media/bomb", "w") as part:
        for _megabyte in range(reading.LARGEST_UNPACKED // 2**20):
            part.write(bytes(2**20))
    assert refusal(own_ngo, path) == ["The workbook is too large once unpacked. Split it in several."]


def test_a_cell_far_from_the_table_is_refused_before_it_takes_all_memory(own_ngo, tmp_path):
    grid = [*PEOPLE, *([] for _ in range(1_000_000)), [None] * 16_000 + ["x"]]
    path = write_grids(tmp_path / "records.xlsx", {"people": grid})
    assert refusal(own_ngo, path) == [
        "people: The cells span 1000003 rows and 16001 columns. Delete those far from the table."
    ]


@pytest.mark.parametrize(
    ("grids", "lines"),
    [
        pytest.param(
            {"peple": PEOPLE},
            ["peple: There is no such sheet in the records workbook. Did you mean “people”?"],
            id="sheet with a slip",
        ),
        pytest.param(
            {"people": PEOPLE, "Lisez-moi": [["to do"]]},
            [f"Lisez-moi: {NO_SHEET}"],
            id="strange sheet",
        ),
        pytest.param(
            {"people": PEOPLE, "people ": PEOPLE},
            ["people: There are two sheets of this name. Keep one."],
            id="sheet twice",
        ),
        pytest.param(
            {"people": [["ref", "full_name", "fone"], ["P1", "Amina", "x"]]},
            ["people, row 1, fone: There is no such column. Did you mean “phone”?"],
            id="column with a slip",
        ),
        pytest.param(
            {"people": [["ref", "full_name", "!"], ["P1", "Amina", "x"]]},
            [f"people, row 1, !: There is no such column. Remove it, or name it one of: {COLUMNS}."],
            id="strange column",
        ),
        pytest.param(
            {"people": [["ref", "full_name", "REF"], ["P1", "Amina", "x"]]},
            ["people, row 1, REF: There are two columns of this name. Keep one."],
            id="column twice",
        ),
        pytest.param(
            {"people": [["ref", "full_name", None, Formula("=1/0", "#DIV/0!")], ["P1", "Amina", "x"]]},
            [
                "people, row 1, C: This column has values but no name. Name it in the first row or clear it.",
                "people, row 1, D: This column has values but no name. Name it in the first row or clear it.",
            ],
            id="column without name",
        ),
        pytest.param(
            {
                "people": [["ref", "sex"], ["P1", "?"]],
                "attendance": [["session", "slot", "person"], ["S1", 1, "P9"]],
            },
            [
                "people, row 1, full_name: This column is required. Add it to the first row.",
                "people, row 2, sex: “?” is not a known code. Use one of: f, m, x.",
            ],
            id="required column missing",
        ),
        pytest.param(
            {"people": [[], *PEOPLE]},
            [
                "people, row 1, A: This column has values but no name. Name it in the first row or clear it.",
                "people, row 1, B: This column has values but no name. Name it in the first row or clear it.",
                "people, row 1, ref: This column is required. Add it to the first row.",
                "people, row 1, full_name: This column is required. Add it to the first row.",
            ],
            id="header not in the first row",
        ),
    ],
)
def test_sheets_and_columns_have_their_names(own_ngo, tmp_path, grids, lines):
    assert refusal(own_ngo, write_grids(tmp_path / "records.xlsx", grids)) == lines


def test_a_workbook_without_rows_is_fine(own_ngo, tmp_path):
    path = write_grids(tmp_path / "records.xlsx", {"people": [["ref", "full_name"]], "Sheet2": []})
    report = import_workbook(path=path, tenant=own_ngo)
    assert set(map(tuple, map(dict.values, report.counts().values()))) == {(0, 0, 0)}


def test_typed_rows_obey_the_same_names(own_ngo):
    with pytest.raises(WorkbookRefused) as refused:
        import_rows(rows={"peple": [], "people": [{"ref": "P1", "full_name": "A", "fone": "1"}]}, tenant=own_ngo)
    assert [str(error) for error in refused.value.errors] == [
        "people, row 1, fone: There is no such column. Did you mean “phone”?",
        "peple: There is no such sheet in the records workbook. Did you mean “people”?",
    ]
