"""Every bad row is named with its sheet, row and column, and nothing is written."""

from datetime import date

import pytest

from accounts.roles import Role
from core.spreadsheets.problems import WorkbookRefused
from people.models import Person
from sessions.models import TrainingSession
from sessions.records.actions import import_rows, import_workbook
from tests.reference.rows import attendance, headcount, person, result, session, slot
from tests.sessions.records.spreadsheets import (
    NOTHING,
    Formula,
    count_rows,
    small_workbook,
    write_grids,
    write_rows,
)


def refusal(own_ngo, path):
    """The lines of the refusal of a workbook that must be refused."""
    with pytest.raises(WorkbookRefused) as refused:
        import_workbook(path=path, tenant=own_ngo)
    return [str(error) for error in refused.value.errors]


@pytest.mark.parametrize(
    ("sheet", "row", "line"),
    [
        pytest.param(
            "people",
            person("P1"),
            "people, row 4, ref: The same as row 2. Keep one of the two.",
            id="person twice",
        ),
        pytest.param("people", person(None), "people, row 4, ref: The cell is empty. Fill it in.", id="no ref"),
        pytest.param(
            "people",
            person("P3", full_name=" "),
            "people, row 4, full_name: The cell is empty. Fill it in.",
            id="no name",
        ),
        pytest.param(
            "people",
            person("P3", sex="female"),
            "people, row 4, sex: “female” is not a known code. Use one of: f, m, x.",
            id="code",
        ),
        pytest.param(
            "people",
            person("P3", full_name=True),
            "people, row 4, full_name: TRUE or FALSE is no text. Format the cell as text and type it anew.",
            id="boolean",
        ),
        pytest.param(
            "people",
            person("P3", email=Formula("=NA()", "#N/A")),
            "people, row 4, email: The cell holds an error of Excel. Correct its formula or empty it.",
            id="Excel error",
        ),
        pytest.param(
            "people",
            person("P" * 65),
            f"people, row 4, ref: “{'P' * 40}…” has 65 characters, 64 are allowed. Shorten it.",
            id="long ref",
        ),
        pytest.param(
            "sessions",
            session("S1"),
            "sessions, row 3, ref: The same as row 2. Keep one of the two.",
            id="session twice",
        ),
        pytest.param(
            "sessions",
            session("S2"),
            "sessions, row 3, state: A held session needs a half-day. Add it to the sheet “slots”.",
            id="held without half-day",
        ),
        pytest.param(
            "sessions",
            session("S2", state="planned", pass_mark=101),
            "sessions, row 3, pass_mark: “101” is not a whole number from 0 to 100. Correct it.",
            id="pass mark",
        ),
        pytest.param(
            "slots",
            slot("S1", 2, date(2019, 3, 3)),
            "slots, row 4, slot: The same as row 3. Keep one of the two.",
            id="slot twice",
        ),
        pytest.param(
            "slots",
            slot("S1", 0, date(2019, 3, 3)),
            "slots, row 4, slot: “0” is not a whole number from 1 to 32767. Correct it.",
            id="slot number",
        ),
        pytest.param(
            "slots",
            slot("S1", 3, date(2019, 3, 3), minutes=721),
            "slots, row 4, minutes: “721” is not a whole number from 1 to 720. Correct it.",
            id="slot minutes",
        ),
        pytest.param(
            "slots",
            slot("S1", 3, "3/3/19"),
            "slots, row 4, date: “3/3/19” is not a date. Write it as 2019-03-31 or format the cell as a date.",
            id="date",
        ),
        pytest.param(
            "slots",
            slot("S9", 1, date(2019, 3, 3)),
            "slots, row 4, session: There is no “S9”. Add it to the sheet “sessions”.",
            id="slot of no session",
        ),
        pytest.param(
            "attendance",
            attendance("s 1", 1, "P1"),
            "attendance, row 5, session: There is no “s 1”. Did you mean “S1”?",
            id="attendance in no session",
        ),
        pytest.param(
            "attendance",
            attendance("S1", 3, "P1"),
            "attendance, row 5, slot: Session “S1” has no half-day 3. Add it to the sheet “slots”.",
            id="attendance at no half-day",
        ),
        pytest.param(
            "attendance",
            attendance("S1", 1, "p-1"),
            "attendance, row 5, person: There is no “p-1”. Did you mean “P1”?",
            id="attendance of nobody",
        ),
        pytest.param(
            "attendance",
            attendance("S1", 1, "P9"),
            "attendance, row 5, person: There is no “P9”. Add it to the sheet “people”.",
            id="nobody near",
        ),
        pytest.param(
            "attendance",
            attendance("S1", 1, "P2", 181),
            "attendance, row 5, minutes: 181 minutes are more than the half-day’s 180. Correct one of them.",
            id="more than the half-day",
        ),
        pytest.param(
            "attendance",
            attendance("S1", 1, "P2", -1),
            "attendance, row 5, minutes: “-1” is not a whole number from 0 to 720. Correct it.",
            id="negative minutes",
        ),
        pytest.param(
            "headcounts",
            headcount("S1", 3, 5),
            "headcounts, row 4, slot: Session “S1” has no half-day 3. Add it to the sheet “slots”.",
            id="head-count at no half-day",
        ),
        pytest.param(
            "headcounts",
            headcount("S1", 1, 2.5),
            "headcounts, row 4, count: “2.5” is not a whole number from 0 to 1000000. Correct it.",
            id="half a head",
        ),
        pytest.param(
            "tests",
            result("S1", "P1", "post", 3, 20),
            "tests, row 4, kind: The same as row 3. Keep one of the two.",
            id="test twice",
        ),
        pytest.param(
            "tests",
            result("S1", "P2", "post", 21, 20),
            "tests, row 4, score: The score 21.00 is above the maximum 20.00. Correct one of them.",
            id="above the maximum",
        ),
        pytest.param(
            "tests",
            result("S1", "P2", "post", 0, 0),
            "tests, row 4, max: The maximum is zero. Write the highest possible score.",
            id="maximum zero",
        ),
        pytest.param(
            "tests",
            result("S1", "P2", "mid", 5, 20),
            "tests, row 4, kind: “mid” is not a known code. Use one of: pre, post.",
            id="kind of test",
        ),
    ],
)
def test_a_bad_row_is_refused_and_nothing_is_written(own_ngo, tmp_path, sheet, row, line):
    rows = small_workbook()
    rows[sheet].append(row)
    assert refusal(own_ngo, write_rows(tmp_path / "records.xlsx", rows)) == [line]
    assert count_rows() == NOTHING


def test_every_bad_row_is_told_in_the_order_of_the_workbook(own_ngo, tmp_path):
    rows = small_workbook()
    rows["attendance"][1]["minutes"] = 211
    rows["people"][0] |= {"sex": "woman", "phone": "12"}
    rows["tests"][0]["person"] = "P3"
    assert refusal(own_ngo, write_rows(tmp_path / "records.xlsx", rows)) == [
        "people, row 2, phone: “12” is no valid phone number. Write one, as 0612345678 or +212612345678.",
        "people, row 2, sex: “woman” is not a known code. Use one of: f, m, x.",
        "attendance, row 3, minutes: 211 minutes are more than the half-day’s 210. Correct one of them.",
        "tests, row 2, person: There is no “P3”. Add it to the sheet “people”.",
    ]


def test_rows_are_numbered_as_in_the_spreadsheet(own_ngo, tmp_path):
    grid = [["ref", "full_name"], [], ["P1", "Amina"], [], [], ["P1", "Bilal"]]
    path = write_grids(tmp_path / "records.xlsx", {"people": grid})
    assert refusal(own_ngo, path) == ["people, row 6, ref: The same as row 3. Keep one of the two."]


def test_a_trainer_is_no_participant_of_the_session_they_run(own_ngo, make_user):
    import_rows(rows=small_workbook(), tenant=own_ngo)
    trainer = make_user(own_ngo, Role.TRAINER)
    TrainingSession.objects.get().trainers.add(trainer)
    Person.objects.filter(ref="P2").update(user=trainer)
    before = count_rows()
    with pytest.raises(WorkbookRefused) as refused:
        import_rows(rows={"attendance": [attendance("S1", 2, "P2")]}, tenant=own_ngo)
    assert [str(error) for error in refused.value.errors] == [
        "attendance, row 2, person: “P2” is a trainer of this session, thus no participant. Remove the row."
    ]
    assert count_rows() == before


def test_a_half_day_that_is_in_the_database_bounds_the_minutes(own_ngo):
    import_rows(rows=small_workbook(), tenant=own_ngo)
    with pytest.raises(WorkbookRefused) as refused:
        import_rows(rows={"attendance": [attendance("S1", 1, "P1", 200)]}, tenant=own_ngo)
    assert [str(error) for error in refused.value.errors] == [
        "attendance, row 2, minutes: 200 minutes are more than the half-day’s 180. Correct one of them."
    ]


def test_what_another_ngo_has_is_not_there(own_ngo, other_ngo):
    import_rows(rows=small_workbook(), tenant=other_ngo)
    with pytest.raises(WorkbookRefused) as refused:
        import_rows(rows={"attendance": [attendance("s1", 1, "p1")]}, tenant=own_ngo)
    assert [str(error) for error in refused.value.errors] == [
        "attendance, row 2, session: There is no “s1”. Add it to the sheet “sessions”.",
        "attendance, row 2, person: There is no “p1”. Add it to the sheet “people”.",
    ]
    assert count_rows() == NOTHING
