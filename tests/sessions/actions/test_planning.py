"""Sessions are made with their half-days, changed with care, held only when somebody came."""

import datetime
import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.dates import long_date
from courses.models import LessonPage, ModulePage
from sessions.actions import (
    HalfDay,
    call_off_half_day,
    cancel_session,
    close_join_code,
    close_session,
    create_session,
    give_up_place,
    hold_session,
    open_join_code,
    plan_session_again,
    postpone_session,
    record_head_count,
    reopen_session,
    update_session,
)
from sessions.models import Cycle, Registration, TrainingSession
from sessions.querysets import join_code
from tests.support.sessions import FIELDS, a_person, a_session, a_slot, a_user, present, today


def this_morning() -> HalfDay:
    return HalfDay(today(), "morning", 210)


def this_afternoon() -> HalfDay:
    return HalfDay(today(), "afternoon", 180)


def half_days(session: TrainingSession) -> list[tuple]:
    return list(session.slots.values_list("number", "date", "part", "minutes"))


def update(session: TrainingSession, *days: HalfDay, **changes: Any) -> None:
    update_session(session=session, fields=FIELDS, half_days=days, actor=a_user(), **changes)


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


def log(session: TrainingSession) -> list[tuple]:
    """What was noted: what, by whom, why, by how many days, and from which half-day to come it concerns."""
    return list(session.changes.values_list("kind", "by__username", "reason", "days", "concerns_from"))


def at(days: int, hour: int = 9) -> datetime.datetime:
    """So many days from today, by the NGO's clock."""
    return timezone.make_aware(datetime.datetime.combine(today(days), datetime.time(hour)))


def morning(days: int, hour: int = 9, number: int | None = None, minutes: int = 210) -> HalfDay:
    return HalfDay(today(days), "morning", minutes, number, datetime.time(hour))


def three() -> TrainingSession:
    """One half-day that is over, two to come."""
    return a_session(morning(-2), morning(3), morning(5), venue="Room 1")


def edit(session: TrainingSession, *days: HalfDay, cycle_code: str = "", **fields: Any) -> None:
    update_session(session=session, fields=fields, half_days=days, cycle_code=cycle_code, actor=a_user("karim"))


def call_off(session: TrainingSession, number: int, reason: str = "No light") -> None:
    call_off_half_day(slot=session.slots.get(number=number), reason=reason, actor=a_user("karim"))


def postpone(session: TrainingSession, days: int) -> None:
    postpone_session(session=session, first_day=today(days), reason="Strike", actor=a_user("karim"))


def called_off(days: int, reason: str = "No light") -> str:
    return f"{long_date(today(days))}, morning (09:00–\u206012:30): {reason}"


@pytest.mark.parametrize(
    ("act", "kind", "why", "days", "first"),
    [
        (lambda s: cancel_session(session=s, reason="No room", actor=a_user("karim")),
         "cancelled", lambda: "No room", None, 3),
        (lambda s: postpone(s, 5), "postponed", lambda: "Strike", 7, 3),
        (lambda s: postpone(s, -3), "postponed", lambda: "Strike", -1, 2),
        (lambda s: call_off(s, 2), "half_day_off", lambda: called_off(3), None, 3),
        (lambda s: call_off(s, 3), "half_day_off", lambda: called_off(5), None, 5),
        (lambda s: call_off(s, 1), "half_day_off", lambda: called_off(-2), None, None),
        (lambda s: call_off(s, 2, "x" * 200), "half_day_off", lambda: called_off(3, "x" * 200)[:200], None, 3),
    ],
    ids=["cancelled", "later", "earlier", "the next off", "the last off", "one that is over", "a long reason"],
)  # fmt: skip
def test_each_step_is_noted_with_who_why_and_the_first_half_day_it_concerns(
    act: Any, kind: str, why: Any, days: int | None, first: int | None
) -> None:
    session = three()
    act(session)
    assert log(session) == [(kind, "karim", why(), days, None if first is None else at(first))]
    session.refresh_from_db()
    assert session.sequence == 1


def test_planned_again_is_noted_from_the_first_half_day_to_come() -> None:
    session = three()
    TrainingSession.objects.update(state="cancelled", cancel_reason="No room")
    plan_session_again(session=session, actor=a_user("karim"))
    assert log(session) == [("planned", "karim", "", None, at(3))]
    session.refresh_from_db()
    assert session.sequence == 1


AS_IT_WAS = ((-2, 9, 1), (3, 9, 2), (5, 9, 3))


@pytest.mark.parametrize(
    ("days", "fields", "first"),
    [
        ([(-2, 9, 1), (3, 11, 2), (5, 9, 3)], {}, (3, 9)),
        ([(-2, 9, 1), (3, 8, 2), (5, 9, 3)], {}, (3, 8)),
        ([(-2, 9, 1), (3, 9, 2), (4, 9, 3)], {}, (4, 9)),
        ([(-2, 9, 1), (3, 9, 2), (5, 9, 3, 180)], {}, (5, 9)),
        ([(-2, 9, 1), (3, 9, 2)], {}, (5, 9)),
        ([*AS_IT_WAS, (1, 9)], {}, (1, 9)),
        (AS_IT_WAS, {"venue": "Room 2"}, (3, 9)),
        (AS_IT_WAS, {"city": "Agadir"}, (3, 9)),
        ([(-2, 8, 1), (3, 9, 2), (5, 9, 3)], {}, None),
        (AS_IT_WAS, {"title": "Second steps"}, None),
    ],
    ids=["later hour", "earlier hour", "another day", "shorter", "one less", "one more", "another room",
         "another town", "what is over", "another title"],
)  # fmt: skip
def test_other_hours_or_another_place_are_noted_from_the_first_half_day_they_concern(
    days: list[tuple], fields: dict[str, Any], first: tuple[int, int] | None
) -> None:
    session = three()
    edit(session, *(morning(*day) for day in days), **fields)
    told = [("rescheduled", "karim", "", None, at(*first))] if first else []
    assert log(session) == [*told, ("edited", "karim", "", None, None)]
    session.refresh_from_db()
    assert session.sequence == 1


@pytest.mark.parametrize("state", ["held", "cancelled"])
def test_of_what_is_not_planned_any_more_no_other_hour_is_noted(state: str) -> None:
    session = three()
    TrainingSession.objects.update(state=state)
    edit(session, morning(-2, 9, 1), morning(3, 11, 2), morning(5, 9, 3))
    assert log(session) == [("edited", "karim", "", None, None)]


def test_half_days_with_attendance_are_noted_as_they_were_and_are() -> None:
    amina = a_person()
    session = a_session(HalfDay(today(-2), "morning", 210), HalfDay(today(-1), "morning", 210), people=[amina])
    for slot in session.slots.all():
        present(slot, amina)
    edit(session, HalfDay(today(-2), "morning", 210, 1), HalfDay(today(-1), "evening", 90, 2, datetime.time(17)))
    (noted, _edited) = session.changes.values_list("kind", "by__username", "half_days")
    was, became = (
        {"part": "morning", "minutes": 210, "starts_at": None},
        {"part": "evening", "minutes": 90, "starts_at": "17:00:00"},
    )
    day = {"date": today(-1).isoformat()}
    assert noted == ("marked_moved", "karim", [[was | day, became | day]])


@pytest.mark.parametrize(
    ("state", "is_marked", "noted"),
    [("planned", False, False), ("planned", True, True), ("held", False, True), ("cancelled", False, False)],
    ids=["planned", "with attendance", "held", "cancelled"],
)
def test_what_moves_figures_that_may_have_been_read_is_noted(state: str, is_marked: bool, noted: bool) -> None:
    amina = a_person()
    session = a_session(people=[amina], project="SAVE")
    if is_marked:
        present(session.slots.get(), amina)
    TrainingSession.objects.update(state=state)
    edit(session, HalfDay(today(), "morning", 210, 1), project="AMIF")
    rows = list(session.changes.values_list("kind", "by__username", "facts"))
    told = [("facts", "karim", [["project", "SAVE", "AMIF"]])] if noted else []
    assert rows == [*told, ("edited", "karim", [])]
