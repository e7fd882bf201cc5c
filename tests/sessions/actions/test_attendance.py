"""Presence is recorded once, resolved from many rows."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils import timezone

from core.dates import long_date
from people.merging import merge_people
from people.models import Person
from sessions.actions import HalfDay, Mark, correct_presence, hold_session, record_presences
from sessions.models import Evidence, Registration, Slot, TrainingSession
from sessions.querysets import presences
from tenants.models import Tenant
from tests.support.sessions import a_person, a_session, a_slot, a_user, present, today


def record(slot: Slot, *marks: Mark) -> int:
    return record_presences(slot=slot, marks=marks, actor=a_user(), source="trainer")


def test_a_mark_says_who_recorded_what_and_how() -> None:
    amina = a_person()
    slot = a_slot(amina)
    assert record(slot, Mark(amina, 180)) == 1
    row = Evidence.objects.get()
    assert (row.slot, row.person, row.minutes, row.source, row.recorded_by) == (slot, amina, 180, "trainer", a_user())
    assert abs((timezone.now() - row.server_time).total_seconds()) < 60


def test_a_mark_without_minutes_is_the_whole_half_day() -> None:
    amina = a_person()
    slot = a_slot(amina)
    record(slot, Mark(amina))
    assert presences(slot) == {amina.pk: 210}


def test_a_repeated_event_adds_nothing() -> None:
    amina, bilal = a_person(), a_person("Bilal")
    slot = a_slot(amina, bilal)
    mark = Mark(amina)
    assert [record(slot, mark), record(slot, mark), record(slot, mark, mark, Mark(bilal))] == [1, 0, 1]
    assert Evidence.objects.count() == 2


def test_whoever_was_merged_meanwhile_is_marked_as_the_record_that_stays() -> None:
    amina, double = a_person(), a_person("Amina B.")
    slot = a_slot(amina, double)
    merge_people(kept=amina, absorbed=double, actor=a_user())
    assert record(slot, Mark(Person.objects.get(pk=double.pk))) == 1
    assert Evidence.objects.get().person == amina
    assert record(slot, Mark(double)) == 1  # read before the merge
    assert presences(slot) == {amina.pk: 210}
    assert Registration.objects.count() == 2


def test_two_devices_give_two_rows_and_one_presence_the_longest() -> None:
    amina = a_person()
    slot = a_slot(amina)
    record(slot, Mark(amina, 90))
    record(slot, Mark(amina, 120))
    assert Evidence.objects.count() == 2
    assert presences(slot) == {amina.pk: 120}


def test_the_first_mark_registers_with_the_axes_of_the_day() -> None:
    amina = a_person(category="police", sex="f")
    slot = a_slot()
    record(slot, Mark(amina))
    Person.objects.update(category="judge")
    registration = Registration.objects.get()
    assert (registration.person, registration.category, registration.sex) == (amina, "police", "f")


@pytest.mark.parametrize("minutes", [0, 211])
def test_minutes_outside_the_half_day_are_refused(minutes: int) -> None:
    amina = a_person()
    slot = a_slot(amina)
    with pytest.raises(ValidationError) as refusal:
        record(slot, Mark(amina, minutes))
    assert refusal.value.messages == ["Write between 1 and 210 minutes: the half-day lasts 210."]
    assert Evidence.objects.count() == 0


def test_a_day_that_has_not_come_is_refused() -> None:
    amina = a_person()
    slot = a_slot(amina, on=1)
    with pytest.raises(ValidationError) as refusal:
        record(slot, Mark(amina))
    assert refusal.value.messages == [
        f"This half-day is on {long_date(today(1))}. Attendance opens that day; if the date is wrong, change it."
    ]


@pytest.mark.parametrize(
    ("now", "days", "hour", "is_early"),
    [
        ("10:00", 0, "15:00", False), ("23:44", 1, "00:15", True), ("23:45", 1, "00:15", False),
        ("23:45", 1, "09:00", True), ("23:59", 1, None, True), ("10:00", -1, "15:00", False),
    ],
    ids=["today, before it begins", "tomorrow at midnight, too early", "half an hour before", "tomorrow morning",
         "tomorrow, no hour known", "yesterday"],
)  # fmt: skip
def test_whoever_runs_the_session_marks_from_its_day_on(
    own_ngo: Tenant, monkeypatch: pytest.MonkeyPatch, now: str, days: int, hour: str | None, is_early: bool
) -> None:
    """A half-day just after midnight opens the evening before."""
    with timezone.override(own_ngo.time_zone):
        day = datetime.date(2027, 3, 9)
        moment = timezone.make_aware(datetime.datetime.combine(day, datetime.time.fromisoformat(now)))
        starts_at = hour and datetime.time.fromisoformat(hour)
        amina, date = a_person(), day + datetime.timedelta(days=days)
        slot = a_session(HalfDay(date, "morning", 210, starts_at=starts_at), people=[amina]).slots.get()
        monkeypatch.setattr(timezone, "now", lambda: moment)
        if is_early:
            with pytest.raises(ValidationError) as refusal:
                record(slot, Mark(amina))
            assert refusal.value.messages == [
                f"This half-day is on {long_date(date)}. Attendance opens that day; if the date is wrong, change it."
            ]
        else:
            record(slot, Mark(amina))
        assert Evidence.objects.count() == int(not is_early)


@pytest.mark.parametrize(
    ("now", "days", "hour", "is_over"),
    [("14:59", 0, "15:00", False), ("15:00", 0, "15:00", True), ("00:00", 0, None, True), ("23:59", 1, None, False)],
    ids=["a minute before", "as it begins", "no hour known", "the day before"],
)
def test_held_from_the_beginning_of_its_last_half_day_on(
    own_ngo: Tenant, monkeypatch: pytest.MonkeyPatch, now: str, days: int, hour: str | None, is_over: bool
) -> None:
    with timezone.override(own_ngo.time_zone):
        day = datetime.date(2027, 3, 9)
        moment = timezone.make_aware(datetime.datetime.combine(day, datetime.time.fromisoformat(now)))
        last = HalfDay(
            day + datetime.timedelta(days=days), "afternoon", 120,
            starts_at=hour and datetime.time.fromisoformat(hour),
        )  # fmt: skip
        amina = a_person()
        session = a_session(HalfDay(day - datetime.timedelta(days=1), "morning", 210), last, people=[amina])
        monkeypatch.setattr(timezone, "now", lambda: moment)
        record(session.slots.get(number=1), Mark(amina))
        if is_over:
            hold_session(session=session, actor=a_user())
        else:
            with pytest.raises(ValidationError) as refusal:
                hold_session(session=session, actor=a_user())
            assert (
                "still lies ahead. Mark the session as held once its last half-day has begun"
                in (refusal.value.messages[0])
            )
        assert TrainingSession.objects.get().state == ("held" if is_over else "planned")


def test_what_a_device_says_is_kept_with_each_row() -> None:
    amina, bilal, now, event = a_person(), a_person("Bilal"), timezone.now(), uuid.uuid4()
    slot, minute = a_slot(amina, bilal), datetime.timedelta(minutes=1)
    record(slot, Mark(amina, scanned=now - minute, uploaded=now, device="abc123"), Mark(bilal, scanned=now))
    correct_presence(
        slot=slot, person=amina, minutes=90, reason="Left", actor=a_user(), client_event_id=event, device="def456"
    )
    first, second, voiding, right = slot.evidence.order_by("pk")
    assert [row.device for row in (first, second, voiding, right)] == ["abc123", "", "def456", "def456"]
    assert (first.device_time, second.device_time, second.corrected_time) == (now - minute, now, None)
    assert minute <= timezone.now() - first.corrected_time < 2 * minute
    assert (voiding.voids, voiding.recorded_by, voiding.reason, right.client_event_id) == (
        first, a_user(), "Left", event,
    )  # fmt: skip


@pytest.mark.parametrize("status", ["waiting", "invited", "declined"])
def test_who_waited_or_was_asked_has_a_place_once_in_the_room(status: str) -> None:
    amina = a_person()
    slot = a_slot()
    long_ago = timezone.now() - datetime.timedelta(days=9)
    Registration.objects.create(session=slot.session, person=amina, status=status, since=long_ago)
    present(slot, amina)
    row = Registration.objects.get()
    assert (row.status, row.walk_in, row.since > long_ago) == ("confirmed", False, True)


def test_whoever_runs_the_session_is_never_counted_and_nobody_else_is_saved() -> None:
    trainer, amina = a_user("youssef"), a_person()
    running = a_person("Youssef Amrani", user=trainer)
    slot = a_slot(amina, trainers=[trainer])
    with pytest.raises(ValidationError) as refusal:
        record(slot, Mark(amina), Mark(running))
    assert refusal.value.messages == [
        "Youssef Amrani: whoever runs a session is never counted in it. Leave this name out."
    ]
    assert Evidence.objects.count() == 0


def test_whoever_runs_the_session_is_known_by_any_merged_record() -> None:
    trainer, amina = a_user("youssef"), a_person()
    a_person("Youssef A.", user=trainer, merged_into=amina)
    slot = a_slot(trainers=[trainer])
    with pytest.raises(ValidationError) as refusal:
        record(slot, Mark(amina))
    assert refusal.value.messages == [
        "Amina Benali: whoever runs a session is never counted in it. Leave this name out."
    ]


def test_the_trainer_of_one_session_takes_part_in_another() -> None:
    running = a_person("Youssef Amrani", user=a_user("youssef"))
    slot = a_slot(trainers=[a_user("nadia")])
    assert record(slot, Mark(running)) == 1


def test_presence_is_cut_to_a_half_day_that_was_shortened() -> None:
    amina = a_person()
    slot = a_slot(amina)
    present(slot, amina, minutes=200)
    Slot.objects.update(minutes=120)
    assert presences(Slot.objects.get()) == {amina.pk: 120}


def test_a_slot_or_a_person_with_evidence_is_not_deleted() -> None:
    amina = a_person()
    slot = a_slot(amina)
    present(slot, amina)
    for attempt in (slot.delete, slot.session.delete, amina.delete):
        with pytest.raises(ProtectedError):
            attempt()
    assert Evidence.objects.count() == 1


def test_a_cancelled_session_is_refused_as_it_is_now_not_as_it_was_read() -> None:
    amina = a_person()
    slot = a_slot(amina)
    TrainingSession.objects.update(state="cancelled")
    with pytest.raises(ValidationError) as refusal:
        record(slot, Mark(amina))
    assert refusal.value.messages == ["This session is cancelled. Plan it again before you record attendance."]
    assert Evidence.objects.count() == 0


def test_sessions_do_not_mix() -> None:
    amina = a_person()
    slot, other = a_slot(amina), a_session(people=[amina]).slots.get()
    present(slot, amina)
    assert presences(other) == {}
