"""A corrected workbook voids and adds; what was recorded or voided on screen stays."""

from datetime import date

import pytest
from django.utils import timezone

from accounts.models import JoinCode
from people.models import Person
from sessions.models import Evidence, HeadCount, Slot, TrainingSession
from sessions.records.actions import import_rows
from sessions.records.ledger import REASON
from tests.reference.rows import attendance, headcount, person, session, slot, workbook

BASE = workbook(
    people=[person("P1"), person("P2")],
    sessions=[session("S1")],
    slots=[slot("S1", 1, date(2019, 3, 1)), slot("S1", 2, date(2019, 3, 2))],
)


def lines(*minutes):
    """Attendance of P1 at the first half-day, one row for each of `minutes`."""
    return {"attendance": [attendance("S1", 1, "P1", found) for found in minutes]}


def valid_minutes():
    """What counts of P1 at the first half-day."""
    rows = Evidence.objects.valid().filter(person__ref="P1", slot__number=1)
    return sorted(rows.values_list("minutes", flat=True), key=str)


@pytest.fixture
def ngo(own_ngo):
    import_rows(rows=BASE, tenant=own_ngo)
    return own_ngo


@pytest.mark.parametrize(
    ("before", "after", "counted", "rows", "valid"),
    [
        pytest.param([None], [90], (0, 1, 0), 3, [90], id="changed"),
        pytest.param([None], [None, 90], (1, 0, 1), 2, [90, None], id="added"),
        pytest.param([None, 90], [90], (0, 1, 1), 3, [90], id="withdrawn"),
        pytest.param([60, 60], [60, 60], (0, 0, 2), 2, [60, 60], id="equal rows"),
        pytest.param([60, 60], [60], (0, 1, 1), 3, [60], id="one of equal rows"),
        pytest.param([60, 90], [90, 60], (0, 0, 2), 2, [60, 90], id="another order"),
        pytest.param([None], [0], (0, 1, 0), 3, [0], id="absent after all"),
        pytest.param([60, 90], [], (0, 0, 0), 2, [60, 90], id="not mentioned"),
    ],
)
def test_attendance_follows_the_workbook(ngo, before, after, counted, rows, valid):
    import_rows(rows=lines(*before), tenant=ngo)
    tally = import_rows(rows=lines(*after), tenant=ngo).tallies["attendance"]
    assert (tally.new, tally.changed, tally.same) == counted
    assert Evidence.objects.count() == rows
    assert valid_minutes() == valid
    again = import_rows(rows=lines(*after), tenant=ngo).tallies["attendance"]
    assert (again.new, again.changed, again.same) == (0, 0, len(after))
    assert Evidence.objects.count() == rows


def test_a_voiding_row_says_what_and_why(ngo):
    import_rows(rows=lines(None), tenant=ngo)
    old = Evidence.objects.get()
    import_rows(rows=lines(90), tenant=ngo)
    void = Evidence.objects.get(voids__isnull=False)
    assert (void.voids, void.reason, void.slot, void.person) == (old, REASON, old.slot, old.person)
    assert (void.source, void.recorded_by) == (old.source, None)


def test_a_value_may_come_and_go(ngo):
    for minutes in (60, 90, 60, 90, 90):
        import_rows(rows=lines(minutes), tenant=ngo)
        assert valid_minutes() == [minutes]
    assert Evidence.objects.count() == 7  # four values and three voids


def test_source_and_time_are_part_of_a_row(ngo):
    row = attendance("S1", 1, "P1")
    import_rows(rows={"attendance": [row]}, tenant=ngo)
    for change in ({"source": "qr"}, {"device_time": "2019-03-01T09:05"}):
        row = row | change
        tally = import_rows(rows={"attendance": [row]}, tenant=ngo).tallies["attendance"]
        assert (tally.new, tally.changed, tally.same) == (0, 1, 0)
    assert Evidence.objects.valid().get().source == "qr"


def test_rows_recorded_on_screen_are_never_touched(ngo, make_user):
    slot_1, somebody = Slot.objects.get(number=1), Person.objects.get(ref="P1")
    own = Evidence.objects.create(
        slot=slot_1, person=somebody, minutes=60, source="trainer", recorded_by=make_user(ngo)
    )
    import_rows(rows=lines(60), tenant=ngo)
    import_rows(rows=lines(90), tenant=ngo)
    assert Evidence.objects.valid().filter(pk=own.pk).exists()
    assert valid_minutes() == [60, 90]


def test_a_row_voided_on_screen_stays_voided_while_the_workbook_repeats_it(ngo, make_user):
    import_rows(rows=lines(60), tenant=ngo)
    row = Evidence.objects.get()
    Evidence.objects.create(
        slot=row.slot,
        person=row.person,
        source=row.source,
        voids=row,
        reason="another person",
        recorded_by=make_user(ngo),
    )
    tally = import_rows(rows=lines(60), tenant=ngo).tallies["attendance"]
    assert (tally.new, tally.changed, tally.same) == (0, 0, 1)
    assert valid_minutes() == []
    tally = import_rows(rows=lines(90), tenant=ngo).tallies["attendance"]
    assert (tally.new, tally.changed, tally.same) == (1, 0, 0)
    assert valid_minutes() == [90]


def test_a_renamed_reference_does_not_double_the_evidence(ngo):
    import_rows(rows=lines(60), tenant=ngo)
    Person.objects.filter(ref="P1").update(ref="N1")
    tally = import_rows(rows={"attendance": [attendance("S1", 1, "N1", 60)]}, tenant=ngo).tallies["attendance"]
    assert (tally.new, tally.changed, tally.same) == (0, 0, 1)


def test_head_counts_follow_the_workbook_half_day_by_half_day(ngo):
    import_rows(rows={"headcounts": [headcount("S1", 1, 4), headcount("S1", 1, 4), headcount("S1", 2, 7)]}, tenant=ngo)
    tally = import_rows(
        rows={"headcounts": [headcount("S1", 1, 4), headcount("S1", 1, 5, sex="f")]}, tenant=ngo
    ).tallies["headcounts"]
    assert (tally.new, tally.changed, tally.same) == (0, 1, 1)
    rows = HeadCount.objects.valid().order_by("slot__number", "count")
    assert list(rows.values_list("slot__number", "count", "sex")) == [(1, 4, ""), (1, 5, "f"), (2, 7, "")]


def test_a_shortened_half_day_keeps_its_evidence(ngo):
    import_rows(rows=lines(170), tenant=ngo)
    import_rows(rows={"slots": [slot("S1", 1, date(2019, 3, 1), minutes=120)]}, tenant=ngo)
    assert (Slot.objects.get(number=1).minutes, valid_minutes()) == (120, [170])


def test_an_emptied_cell_says_unknown_and_a_column_left_out_says_nothing(own_ngo) -> None:
    rows = workbook(
        people=[person("P1", category="police", sex="f")],
        sessions=[session("S1", region="MA-04", pass_mark=60, role="contributed", cycle="C1")],
        slots=[slot("S1", 1, date(2019, 3, 1))],
    )
    import_rows(rows=rows, tenant=own_ngo)
    rows["people"] = [{"ref": "P1", "full_name": "Un", "category": None}]  # no column `sex`
    empty = dict.fromkeys(("region", "pass_mark", "role", "cycle"))
    rows["sessions"] = [rows["sessions"][0] | empty]
    report = import_rows(rows=rows, tenant=own_ngo)
    assert (report.tallies["people"].changed, report.tallies["sessions"].changed) == (1, 1)
    found, held = Person.objects.get(ref="P1"), TrainingSession.objects.get(ref="S1")
    assert (found.category, found.sex) == ("", "f")
    assert (held.region, held.pass_mark, held.role, held.cycle) == ("", None, "organised", None)
    assert not import_rows(rows=rows, tenant=own_ngo).changed_anything


def test_a_sessions_code_lasts_as_long_as_its_moved_half_days(ngo) -> None:
    training = TrainingSession.objects.get(ref="S1")
    code = JoinCode.objects.create(
        target_kind=JoinCode.Target.SESSION, target_uuid=training.uuid, expires_at=timezone.now()
    )
    import_rows(rows=BASE | {"slots": [slot("S1", 2, date(2019, 5, 4))]}, tenant=ngo)
    code.refresh_from_db()
    assert timezone.localtime(code.expires_at).isoformat() == "2019-05-05T00:00:00+01:00"
