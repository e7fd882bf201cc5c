"""Sessions are made with their half-days, changed with care."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError

from courses.models import LessonPage, ModulePage
from sessions.actions import HalfDay, create_session
from sessions.models import Cycle, Registration, TrainingSession
from tests.support.planning import edit, half_days, log, morning, this_afternoon, this_morning, update
from tests.support.sessions import FIELDS, a_person, a_session, a_slot, a_user, present, today


def test_half_days_are_numbered_in_their_order() -> None:
    session = a_session(HalfDay(today(1), "morning", 60), this_afternoon(), this_morning())
    assert half_days(session) == [
        (1, today(), "morning", 210),
        (2, today(), "afternoon", 180),
        (3, today(1), "morning", 60),
    ]
    assert session.state == "planned"


def test_the_same_uuid_makes_one_session() -> None:
    key = uuid.uuid4()
    made = [create_session(uuid=key, fields=FIELDS, half_days=[this_morning()], actor=a_user()) for _again in range(2)]
    assert made[0] == made[1]
    assert half_days(made[0]) == [(1, today(), "morning", 210)]


def test_a_session_is_made_with_its_modules_and_trainers(lessons: list[LessonPage]) -> None:
    module = ModulePage.objects.get()
    made = create_session(
        uuid=uuid.uuid4(),
        fields=FIELDS,
        half_days=[this_morning()],
        modules=[module],
        trainers=[a_user("hind")],
        actor=a_user(),
    )
    assert (list(made.modules.all()), list(made.trainers.all())) == ([module], [a_user("hind")])


def test_a_session_needs_a_half_day() -> None:
    with pytest.raises(ValidationError) as refusal:
        create_session(uuid=uuid.uuid4(), fields=FIELDS, half_days=[], actor=a_user())
    assert refusal.value.messages == ["A session needs at least one half-day."]


def test_a_cycle_is_made_with_its_first_session_and_found_by_the_second() -> None:
    for _again in range(2):
        create_session(
            uuid=uuid.uuid4(), fields=FIELDS, half_days=[this_morning()], cycle_code="inspection-2019",
            cycle_kind="sequential", actor=a_user(),
        )  # fmt: skip
    assert list(Cycle.objects.values_list("code", "kind")) == [("inspection-2019", "sequential")]
    assert Cycle.objects.get().sessions.count() == 2


@pytest.mark.parametrize(("kind", "kept"), [("", "repeated"), ("sequential", "sequential")], ids=["not said", "said"])
def test_a_cycle_repeats_where_nothing_else_is_said(kind: str, kept: str) -> None:
    a_session(this_morning())
    update(TrainingSession.objects.get(), HalfDay(today(), "morning", 210, 1), cycle_code="tour", cycle_kind=kind)
    assert list(Cycle.objects.values_list("code", "kind")) == [("tour", kept)]


def test_a_cycle_that_stays_is_no_change() -> None:
    session = a_session(morning(3), cycle_code="tour")
    edit(session, morning(3, 9, 1), cycle_code="tour")
    assert list(session.changes.values_list("fields", flat=True)) == []
    edit(session, morning(3, 9, 1), cycle_code="")
    edit(session, morning(3, 9, 1), cycle_code="tour")
    assert list(session.changes.values_list("fields", flat=True)) == [["cycle"], ["cycle"]]


def test_changing_leaves_a_half_day() -> None:
    session = a_session(this_morning())
    with pytest.raises(ValidationError) as refusal:
        update(session)
    assert refusal.value.messages == ["A session needs at least one half-day."]
    assert half_days(session) == [(1, today(), "morning", 210)]


def test_an_hour_with_seconds_is_the_hour_that_the_form_shows() -> None:
    session = a_session(HalfDay(today(3), "morning", 210, starts_at=datetime.time(9, 0, 30)))
    edit(session, morning(3, 9, 1))
    assert log(session) == []


def test_changing_keeps_numbers_and_adds_after_the_last() -> None:
    session = a_session(this_morning(), this_afternoon())
    update(session, HalfDay(today(), "afternoon", 120, number=2), HalfDay(today(), "evening", 90))
    assert half_days(session) == [(2, today(), "afternoon", 120), (3, today(), "evening", 90)]


def test_a_half_day_with_attendance_stays() -> None:
    amina = a_person()
    session = a_session(this_morning(), this_afternoon(), people=[amina])
    present(session.slots.get(number=1), amina)
    with pytest.raises(ValidationError) as refusal:
        update(session, HalfDay(today(), "afternoon", 180, number=2))
    assert refusal.value.messages[0].endswith(", morning: attendance was recorded, so this half-day stays.")
    assert session.slots.count() == 2


def test_a_participant_cannot_become_trainer_of_the_session() -> None:
    user = a_user("nadia")
    session = a_session(this_morning(), people=[a_person("Nadia", user=user)])
    with pytest.raises(ValidationError) as refusal:
        update(session, HalfDay(today(), "morning", 210, number=1), trainers=[user])
    assert refusal.value.message_dict == {
        "trainers": ["Nadia: on the list of participants. Take this name off the list first."]
    }
    assert session.trainers.count() == 0


def test_who_took_part_in_another_session_may_run_this_one() -> None:
    user = a_user("nadia")
    nadia = a_person("Nadia", user=user)
    present(a_slot(nadia), nadia)
    session = a_session(this_morning())
    update(session, HalfDay(today(), "morning", 210, number=1), trainers=[user])
    assert list(session.trainers.all()) == [user]


def test_nor_does_whoever_was_there_without_a_name_on_the_list() -> None:
    user = a_user("nadia")
    nadia = a_person("Nadia", user=user)
    slot = a_slot(nadia)
    present(slot, nadia)
    Registration.objects.all().delete()
    with pytest.raises(ValidationError) as refusal:
        update(slot.session, HalfDay(today(), "morning", 210, number=1), trainers=[user])
    assert refusal.value.message_dict == {
        "trainers": ["Nadia: on the list of participants. Take this name off the list first."]
    }
