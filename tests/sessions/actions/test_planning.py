"""Sessions are made with their half-days, changed with care, held only when somebody came."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from sessions.actions import (
    HalfDay,
    cancel_session,
    close_join_code,
    create_session,
    hold_session,
    open_join_code,
    plan_session_again,
    record_head_count,
    update_session,
)
from sessions.models import Cycle, TrainingSession
from sessions.querysets import join_code
from tests.support.sessions import FIELDS, a_person, a_session, a_slot, a_user, present, today

MORNING, AFTERNOON = HalfDay(today(), "morning", 210), HalfDay(today(), "afternoon", 180)


def half_days(session: TrainingSession) -> list[tuple]:
    return list(session.slots.values_list("number", "date", "part", "minutes"))


def update(session: TrainingSession, *days: HalfDay, **changes: Any) -> None:
    update_session(session=session, fields=FIELDS, half_days=days, actor=a_user(), **changes)


def test_half_days_are_numbered_in_their_order() -> None:
    session = a_session(HalfDay(today(1), "morning", 60), AFTERNOON, MORNING)
    assert half_days(session) == [
        (1, today(), "morning", 210),
        (2, today(), "afternoon", 180),
        (3, today(1), "morning", 60),
    ]
    assert session.state == "planned"


def test_the_same_uuid_makes_one_session() -> None:
    key = uuid.uuid4()
    made = [create_session(uuid=key, fields=FIELDS, half_days=[MORNING], actor=a_user()) for _again in range(2)]
    assert made[0] == made[1]
    assert half_days(made[0]) == [(1, today(), "morning", 210)]


def test_a_session_needs_a_half_day() -> None:
    with pytest.raises(ValidationError) as refusal:
        create_session(uuid=uuid.uuid4(), fields=FIELDS, half_days=[], actor=a_user())
    assert refusal.value.messages == ["A session needs at least one half-day."]


def test_a_cycle_is_made_with_its_first_session_and_found_by_the_second() -> None:
    for _again in range(2):
        create_session(
            uuid=uuid.uuid4(), fields=FIELDS, half_days=[MORNING], cycle_code="inspection-2019",
            cycle_kind="sequential", actor=a_user(),
        )  # fmt: skip
    assert list(Cycle.objects.values_list("code", "kind")) == [("inspection-2019", "sequential")]
    assert Cycle.objects.get().sessions.count() == 2


def test_changing_keeps_numbers_and_adds_after_the_last() -> None:
    session = a_session(MORNING, AFTERNOON)
    update(session, HalfDay(today(), "afternoon", 120, number=2), HalfDay(today(), "evening", 90))
    assert half_days(session) == [(2, today(), "afternoon", 120), (3, today(), "evening", 90)]


def test_a_half_day_with_attendance_stays() -> None:
    amina = a_person()
    session = a_session(MORNING, AFTERNOON, people=[amina])
    present(session.slots.get(number=1), amina)
    with pytest.raises(ValidationError) as refusal:
        update(session, HalfDay(today(), "afternoon", 180, number=2))
    assert refusal.value.messages[0].endswith(", morning: attendance was recorded, so this half-day stays.")
    assert session.slots.count() == 2


def test_a_participant_cannot_become_trainer_of_the_session() -> None:
    user = a_user("nadia")
    session = a_session(MORNING, people=[a_person("Nadia", user=user)])
    with pytest.raises(ValidationError) as refusal:
        update(session, HalfDay(today(), "morning", 210, number=1), trainers=[user])
    assert refusal.value.message_dict == {
        "trainers": ["Nadia: on the list of participants. Take this name off the list first."]
    }
    assert session.trainers.count() == 0


def test_a_session_nobody_came_to_is_not_held() -> None:
    session = a_session(people=[a_person()])
    with pytest.raises(ValidationError) as refusal:
        hold_session(session=session, actor=a_user())
    assert refusal.value.messages == ["Nobody is marked present yet. Mark attendance or enter a head-count first."]
    session.refresh_from_db()
    assert session.state == "planned"


def test_one_presence_makes_it_held() -> None:
    amina = a_person()
    slot = a_slot(amina)
    present(slot, amina)
    hold_session(session=slot.session, actor=a_user())
    assert TrainingSession.objects.get().state == "held"


def test_a_head_count_alone_makes_it_held() -> None:
    slot = a_slot()
    record_head_count(slot=slot, count=30, client_event_id=uuid.uuid4(), actor=a_user())
    hold_session(session=slot.session, actor=a_user())
    assert TrainingSession.objects.get().state == "held"


def test_cancelled_with_a_reason_and_planned_again_without() -> None:
    session = a_session()
    cancel_session(session=session, reason="No room", actor=a_user())
    assert TrainingSession.objects.values_list("state", "cancel_reason").get() == ("cancelled", "No room")
    plan_session_again(session=session, actor=a_user())
    assert TrainingSession.objects.values_list("state", "cancel_reason").get() == ("planned", "")


@pytest.mark.parametrize(
    ("state", "act"),
    [
        ("held", hold_session),
        ("cancelled", hold_session),
        ("held", lambda **given: cancel_session(reason="No room", **given)),
        ("cancelled", lambda **given: cancel_session(reason="No room", **given)),
        ("planned", plan_session_again),
    ],
    ids=["hold held", "hold cancelled", "cancel held", "cancel cancelled", "plan planned"],
)
def test_steps_that_do_not_exist_are_refused(state: str, act: Any) -> None:
    session = a_session()
    TrainingSession.objects.update(state=state)
    with pytest.raises(ValidationError) as refusal:
        act(session=session, actor=a_user())
    assert refusal.value.messages == [
        f"This session is now “{state.capitalize()}”, somebody changed it. Go back and look again."
    ]


def test_one_code_is_open_at_a_time() -> None:
    session = a_session()
    first = open_join_code(session=session, actor=a_user())
    assert open_join_code(session=session, actor=a_user()) == first
    assert (first.target_kind, first.target_uuid) == ("session", session.uuid)
    close_join_code(session=session, actor=a_user())
    assert join_code(session) is None
    assert open_join_code(session=session, actor=a_user()) != first


def test_a_code_lasts_until_the_end_of_the_last_day_and_moves_with_it() -> None:
    with timezone.override("Africa/Casablanca"):
        session = a_session(HalfDay(today(), "morning", 210), HalfDay(today(2), "morning", 210))
        code = open_join_code(session=session, actor=a_user())
        assert f"{timezone.localtime(code.expires_at):%Y-%m-%d %H:%M}" == f"{today(3)} 00:00"
        update(session, HalfDay(today(5), "morning", 210, number=2), HalfDay(today(), "morning", 210, number=1))
        assert timezone.localtime(join_code(session).expires_at).date() == today(6)
        update(session, HalfDay(today(-1), "morning", 210, number=1))
        assert join_code(session) is None
        update(session, HalfDay(today(), "morning", 210, number=1))
        assert join_code(session) == code


def test_nobody_joins_a_session_that_is_over() -> None:
    with pytest.raises(ValidationError) as refusal:
        open_join_code(session=a_session(on=-1), actor=a_user())
    assert refusal.value.messages == [
        "The last half-day is over, so nobody can join any more. Change the date if it is wrong."
    ]
