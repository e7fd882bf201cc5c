"""What a good workbook leaves in the NGO, the first time and again."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from people.models import ImportBatch, Person
from sessions.models import Evidence, HeadCount, Registration, Slot, TestScore, TrainingSession
from sessions.records.actions import import_rows, import_workbook
from sessions.signals import records_imported
from tests.reference.rows import attendance, person, session, slot, workbook
from tests.sessions.records.spreadsheets import NOTHING, count_rows, small_workbook, write_grids, write_rows

SHEETS = ("people", "sessions", "slots", "attendance", "headcounts", "tests")


def tallies(*numbers):
    """(new, changed, same) by sheet."""
    keys = ("new", "changed", "same")
    return {sheet: dict(zip(keys, found, strict=True)) for sheet, found in zip(SHEETS, numbers, strict=True)}


def test_a_workbook_is_imported_whole(own_ngo, other_ngo, tmp_path):
    path = write_rows(tmp_path / "records.xlsx", small_workbook())
    report = import_workbook(path=path, tenant=own_ngo)
    assert report.counts() == tallies((2, 0, 0), (1, 0, 0), (2, 0, 0), (3, 0, 0), (2, 0, 0), (2, 0, 0))
    assert list(Person.objects.order_by("ref").values_list("ref", "full_name", "sex", "phone", "person_region")) == [
        ("P1", "Person P1", "f", "", "MA-09"),
        ("P2", "Person P2", "", "+212612345678", ""),
    ]
    training = TrainingSession.objects.get()
    assert (training.ref, training.kind, training.state, training.role) == (
        "S1",
        "training",
        "held",
        "organised",
    )
    assert (training.audience, training.region, training.cycle.code) == ("professional", "MA-09", "C1")
    assert training.pass_mark == 60
    assert list(training.slots.values_list("number", "date", "part", "minutes")) == [
        (1, date(2019, 3, 1), "morning", 180),
        (2, date(2019, 3, 1), "afternoon", 210),
    ]
    assert list(Evidence.objects.order_by("pk").values_list("person__ref", "slot__number", "minutes", "source")) == [
        ("P1", 1, None, "signature"),
        ("P1", 2, 90, "signature"),
        ("P2", 1, 0, "signature"),
    ]
    assert list(HeadCount.objects.order_by("pk").values_list("slot__number", "count", "sex", "category")) == [
        (1, 4, "m", "general_public"),
        (1, 4, "", ""),
    ]
    assert list(TestScore.objects.order_by("kind").values_list("kind", "score", "maximum")) == [
        ("post", Decimal("15.50"), Decimal("20.00")),
        ("pre", Decimal("8.00"), Decimal("20.00")),
    ]
    assert list(Registration.objects.order_by("person__ref").values_list("person__ref", "category")) == [
        ("P1", "police"),
        ("P2", ""),
    ]
    with other_ngo:
        assert count_rows() == NOTHING


def test_the_same_workbook_again_changes_nothing(own_ngo, tmp_path):
    path = write_rows(tmp_path / "records.xlsx", small_workbook())
    import_workbook(path=path, tenant=own_ngo)
    before = count_rows()
    report = import_workbook(path=path, tenant=own_ngo)
    assert report.counts() == tallies((0, 0, 2), (0, 0, 1), (0, 0, 2), (0, 0, 3), (0, 0, 2), (0, 0, 2))
    assert (report.sessions, report.people) == (set(), set())
    assert count_rows() == before


def test_a_dry_run_counts_and_writes_nothing(own_ngo, tmp_path):
    path = write_rows(tmp_path / "records.xlsx", small_workbook())
    report = import_workbook(path=path, tenant=own_ngo, dry_run=True)
    assert report.counts() == tallies((2, 0, 0), (1, 0, 0), (2, 0, 0), (3, 0, 0), (2, 0, 0), (2, 0, 0))
    assert count_rows() == NOTHING


def test_a_workbook_may_hold_some_sheets_in_any_case_and_blank_rows(own_ngo, tmp_path):
    grid = [
        [" REF", None, "Full_Name "],
        [],
        [12.0, None, "Amina"],
        [None, None, "  "],
        ["P2", None, "Bilal"],
    ]
    path = write_grids(tmp_path / "records.xlsx", {"People ": grid, "Feuil2": []})
    assert import_workbook(path=path, tenant=own_ngo).counts()["people"] == {
        "new": 2,
        "changed": 0,
        "same": 0,
    }
    assert list(Person.objects.order_by("pk").values_list("ref", "full_name")) == [
        ("12", "Amina"),
        ("P2", "Bilal"),
    ]


def test_a_later_workbook_refers_to_what_is_already_there(own_ngo):
    import_rows(rows=small_workbook(), tenant=own_ngo)
    later = {"attendance": [{"session": "S1", "slot": 2.0, "person": "P2", "device_time": "2019-03-01T14:05"}]}
    assert import_rows(rows=later, tenant=own_ngo).counts()["attendance"] == {
        "new": 1,
        "changed": 0,
        "same": 0,
    }
    row = Evidence.objects.get(person__ref="P2", slot__number=2)
    assert (row.source, row.minutes, row.recorded_by) == ("paper", None, None)
    assert row.device_time == row.corrected_time == datetime(2019, 3, 1, 13, 5, tzinfo=UTC)


def given(row: dict[str, Any]) -> dict[str, Any]:
    """The row without the columns it says nothing in, as a workbook that lacks them."""
    return {column: value for column, value in row.items() if value is not None}


def test_people_and_sessions_are_updated_where_a_given_value_differs(own_ngo):
    import_rows(rows=small_workbook(), tenant=own_ngo)
    rows = {
        "people": [given(person("P1", category="lawyer")), given(person("P2", phone="+212 6 12 34 56 78"))],
        "sessions": [given(session("S1", title="Session S1", role="contributed", cycle="C2"))],
        "slots": [slot("S1", 1, date(2019, 3, 2)), slot("S1", 2, date(2019, 3, 1), "afternoon", 210)],
    }
    report = import_rows(rows=rows, tenant=own_ngo)
    assert report.counts() == tallies((0, 1, 1), (0, 1, 0), (0, 1, 1), (0, 0, 0), (0, 0, 0), (0, 0, 0))
    first = Person.objects.get(ref="P1")
    assert (first.category, first.sex, first.person_region) == ("lawyer", "f", "MA-09")
    training = TrainingSession.objects.get()
    assert (training.role, training.cycle.code, training.pass_mark) == ("contributed", "C2", 60)
    assert Slot.objects.get(number=1).date == date(2019, 3, 2)
    assert (report.people, report.sessions) == ({first.pk}, {training.pk})


def test_a_registration_keeps_the_axes_of_then(own_ngo):
    import_rows(rows=small_workbook(), tenant=own_ngo)
    later = workbook(
        people=[person("P1", category="lawyer")],
        sessions=[session("S2")],
        slots=[slot("S2", 1, date(2020, 3, 1))],
        attendance=[attendance("S2", 1, "P1")],
    )
    import_rows(rows=later, tenant=own_ngo)
    found = Registration.objects.filter(person__ref="P1").order_by("session__ref")
    assert list(found.values_list("session__ref", "category")) == [("S1", "police"), ("S2", "lawyer")]


def test_a_changed_test_replaces_the_former(own_ngo):
    rows = small_workbook()
    import_rows(rows=rows, tenant=own_ngo)
    rows["tests"][1]["score"] = 18
    assert import_rows(rows=rows, tenant=own_ngo).counts()["tests"] == {"new": 0, "changed": 1, "same": 1}
    assert TestScore.objects.get(kind="post").score == 18


def test_every_import_is_in_the_history(own_ngo, make_user, tmp_path):
    actor = make_user(own_ngo, Role.COORDINATOR)
    path = write_rows(tmp_path / "records.xlsx", small_workbook())
    report = import_workbook(path=path, tenant=own_ngo, actor=actor)
    batch = ImportBatch.objects.get()
    assert (batch.file_name, batch.imported_by, batch.counts) == ("records.xlsx", actor, report.counts())
    assert len(batch.sha256) == 64


@pytest.mark.parametrize(
    ("dry_run", "heard"), [pytest.param(False, 1, id="import"), pytest.param(True, 0, id="dry run")]
)
def test_the_apps_above_hear_of_an_import(own_ngo, dry_run, heard):
    calls = []

    def listen(**kwargs):
        calls.append((kwargs["batch"].pk, kwargs["report"].sessions, connection.schema_name))

    records_imported.connect(listen)
    try:
        report = import_rows(rows=small_workbook(), tenant=own_ngo, dry_run=dry_run)
    finally:
        records_imported.disconnect(listen)
    batches = ImportBatch.objects.values_list("pk", flat=True)
    assert calls == [(pk, report.sessions, "own_ngo") for pk in batches]
    assert len(calls) == heard


def history(size):
    """A session with `size` participants at two half-days."""
    return workbook(
        people=[person(f"P{number}") for number in range(size)],
        sessions=[session("S1")],
        slots=[slot("S1", 1, date(2019, 3, 1)), slot("S1", 2, date(2019, 3, 2))],
        attendance=[attendance("S1", half_day, f"P{number}") for number in range(size) for half_day in (1, 2)],
    )


def test_the_number_of_queries_does_not_grow_with_the_rows(own_ngo):
    with CaptureQueriesContext(connection) as few:
        import_rows(rows=history(1), tenant=own_ngo, dry_run=True)
    with CaptureQueriesContext(connection) as many:
        import_rows(rows=history(60), tenant=own_ngo, dry_run=True)
    assert len(many) == len(few)
