"""Sessions are held only when somebody came, cancelled, closed and planned again; what that does to their codes."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.dates import long_date
from sessions.actions import (
    HalfDay,
    call_off_half_day,
    cancel_session,
    close_join_code,
    close_session,
    give_up_place,
    hold_session,
    open_join_code,
    plan_session_again,
    postpone_session,
    record_head_count,
    reopen_session,
)
from sessions.models import TrainingSession
from sessions.querysets import join_code
from tests.support.planning import call_off, half_days, log, postpone, this_afternoon, this_morning, update
from tests.support.sessions import a_person, a_session, a_slot, a_user, present, today


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
        ("cancelled", close_session),
        *((state, lambda **given: postpone_session(first_day=today(9), reason="Strike", **given))
          for state in ("held", "cancelled")),
        *((state, lambda session, actor: call_off_half_day(slot=session.slots.get(), reason="No light", actor=actor))
          for state in ("held", "cancelled")),
    ],
    ids=["hold held", "hold cancelled", "cancel held", "cancel cancelled", "plan planned", "close cancelled",
         "postpone held", "postpone cancelled", "call off held", "call off cancelled"],
)  # fmt: skip
def test_steps_that_do_not_exist_are_refused(state: str, act: Any) -> None:
    session = a_session()
    TrainingSession.objects.update(state=state)
    with pytest.raises(ValidationError) as refusal:
        act(session=session, actor=a_user())
    assert refusal.value.messages == [
        f"This session is now “{state.capitalize()}”, somebody changed it. Go back and look again."
    ]
    assert (session.changes.count(), session.slots.get().date) == (0, today())


def test_only_what_is_closed_is_opened_again() -> None:
    session = a_session()
    with pytest.raises(ValidationError) as refusal:
        reopen_session(session=session, reason="A sheet", actor=a_user())
    assert refusal.value.messages == ["This session is not closed: somebody opened it again. Go back and look again."]
    assert log(session) == []


def test_closed_twice_is_closed_once() -> None:
    amina = a_person()
    slot = a_slot(amina)
    present(slot, amina)
    close_session(session=slot.session, actor=a_user("karim"))
    closed_at = TrainingSession.objects.get().closed_at
    close_session(session=slot.session, actor=a_user())
    assert TrainingSession.objects.get().closed_at == closed_at
    assert log(slot.session) == [("held", "karim", "", None, None), ("closed", "karim", "", None, None)]


def test_planned_again_free_places_are_given() -> None:
    amina, bilal = a_person(), a_person("Bilal")
    session = a_session(people=[amina, bilal], capacity=1, on=3)
    cancel_session(session=session, reason="No room", actor=a_user())
    give_up_place(session=session, person=amina, actor=a_user())
    rows = session.registrations.order_by("pk")
    assert list(rows.values_list("status", flat=True)) == ["declined", "waiting"]
    plan_session_again(session=session, actor=a_user())
    assert list(rows.values_list("status", "promoted")) == [("declined", False), ("confirmed", True)]


def test_moved_to_the_day_it_is_on_is_refused() -> None:
    session = a_session(on=3)
    with pytest.raises(ValidationError) as refusal:
        postpone(session, 3)
    assert refusal.value.message_dict == {"first_day": ["This is the day it begins on now. Write another one."]}
    assert log(session) == []


def test_a_half_day_with_attendance_is_not_called_off_the_other_is() -> None:
    amina = a_person()
    session = a_session(this_morning(), this_afternoon(), people=[amina])
    present(session.slots.get(number=1), amina)
    with pytest.raises(ValidationError) as refusal:
        call_off(session, 1)
    assert refusal.value.messages == [
        f"{long_date(today())}, morning: attendance was recorded, so this half-day stays."
    ]
    call_off(session, 2)
    assert half_days(session) == [(1, today(), "morning", 210)]


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
        postpone(session, 2)
        assert timezone.localtime(join_code(session).expires_at).date() == today(8)
        call_off(session, 2)
        assert timezone.localtime(join_code(session).expires_at).date() == today(3)
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
