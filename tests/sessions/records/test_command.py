"""`import_records` as it is run from a shell."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.sessions.records.spreadsheets import NOTHING, count_rows, small_workbook, write_rows

SUMMARY = [
    "people: 2 new, 0 changed, 0 same",
    "sessions: 1 new, 0 changed, 0 same",
    "slots: 2 new, 0 changed, 0 same",
    "attendance: 3 new, 0 changed, 0 same",
    "headcounts: 2 new, 0 changed, 0 same",
    "tests: 2 new, 0 changed, 0 same",
]


def run(*args):
    """(standard output, standard error, the CommandError) as lines."""
    out, err, failure = StringIO(), StringIO(), None
    try:
        call_command("import_records", *map(str, args), stdout=out, stderr=err)
    except CommandError as error:
        failure = (error.returncode, str(error))
    return out.getvalue().splitlines(), err.getvalue().splitlines(), failure


def test_the_command_imports_and_counts(own_ngo, tmp_path):
    path = write_rows(tmp_path / "records.xlsx", small_workbook())
    assert run("own_ngo", path) == (SUMMARY, [], None)
    assert count_rows()["Evidence"] == 3


def test_a_dry_run_says_that_nothing_was_written(own_ngo, tmp_path):
    path = write_rows(tmp_path / "records.xlsx", small_workbook())
    assert run("own_ngo", path, "--dry-run") == ([*SUMMARY, "Dry run: nothing was written."], [], None)
    assert count_rows() == NOTHING


def test_bad_rows_are_listed_and_the_exit_is_1(own_ngo, tmp_path):
    rows = small_workbook()
    rows["people"][1]["sex"] = "?"
    rows["attendance"][0]["person"] = "P7"
    path = write_rows(tmp_path / "records.xlsx", rows)
    assert run("own_ngo", path) == (
        [],
        [
            "people, row 3, sex: “?” is not a known code. Use one of: f, m, x.",
            "attendance, row 2, person: There is no “P7”. Add it to the sheet “people”.",
        ],
        (1, "2 problems, nothing was written."),
    )
    assert count_rows() == NOTHING


@pytest.mark.parametrize(
    ("schema", "name", "line"),
    [
        pytest.param("nobody", "records.xlsx", "There is no NGO “nobody”. `list_tenants` shows them.", id="unknown"),
        pytest.param("hub", "records.xlsx", "There is no NGO “hub”. `list_tenants` shows them.", id="hub"),
        pytest.param("public", "records.xlsx", "There is no NGO “public”. `list_tenants` shows them.", id="public"),
        pytest.param(
            "own_ngo",
            "no.xlsx",
            "The file “no.xlsx” cannot be read. Check its name and that you may open it.",
            id="no file",
        ),
    ],
)
def test_what_cannot_start_is_one_line(own_ngo, tmp_path, schema, name, line):
    write_rows(tmp_path / "records.xlsx", small_workbook())
    assert run(schema, tmp_path / name) == ([], [], (1, line))
    assert count_rows() == NOTHING
