"""A double tap on a slow line: two requests at the same moment write what one would."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from people.models import Person
from sessions.actions import (
    HalfDay,
    Mark,
    ask_for_place,
    call_off_half_day,
    cancel_session,
    close_join_code,
    close_session,
    correct_presence,
    give_up_place,
    hold_session,
    invite_people,
    open_join_code,
    postpone_session,
    record_head_count,
    record_presences,
    register_new_person,
    register_person,
    remove_person,
    update_session,
)
from sessions.actions.feedback import dispute_presence, give_feedback, resolve_dispute, withdraw_dispute
from sessions.actions.scores import Score, record_scores
from sessions.models import QUESTIONS, Evidence, Feedback, HeadCount, Registration, Slot, TrainingSession
from sessions.querysets import presences
from tenants.models import Tenant
from tests.support.parallel import TAPS, tap
from tests.support.sessions import a_person, a_slot, a_user, present, today

pytestmark = pytest.mark.django_db(transaction=True)


def test_marks(own_ngo: Tenant) -> None:
    amina = a_person()
    slot, mark = a_slot(amina), Mark(amina)
    written = tap(own_ngo, record_presences, slot=slot, marks=[mark], actor=a_user(), source="trainer")
    assert sorted(written) == [0, 0, 0, 1]
    assert Evidence.objects.count() == 1


def test_newcomers(own_ngo: Tenant) -> None:
    amina, slot = a_person(), a_slot()
    tap(own_ngo, lambda: record_presences(slot=slot, marks=[Mark(amina)], actor=a_user(), source="qr"))
    assert Registration.objects.count() == 1
    assert presences(slot) == {amina.pk: 210}


def impatiently(tenant: Tenant, act: Any, **given: Any) -> Any:
    """The answer of an action, or that it waits for another."""
    connection.set_tenant(tenant)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL citus.propagate_set_commands = 'local'")  # a node knows it too
            cursor.execute("SET LOCAL lock_timeout = '300ms'")
            return act(**given)
    except OperationalError:
        return "waits"
    finally:
        connection.close()


def test_a_room_does_not_queue_and_nobody_closes_it_meanwhile(own_ngo: Tenant) -> None:
    amina, bilal, user = a_person(), a_person("Bilal"), a_user()
    slot = a_slot(amina, bilal)
    with ThreadPoolExecutor(1) as another, transaction.atomic():
        record_presences(slot=slot, marks=[Mark(amina)], actor=user, source="qr")
        beside = {"slot": slot, "marks": [Mark(bilal)], "actor": user, "source": "qr"}
        assert another.submit(impatiently, own_ngo, record_presences, **beside).result() == 1
        assert another.submit(impatiently, own_ngo, close_session, session=slot.session, actor=user).result() == "waits"


def test_head_counts(own_ngo: Tenant) -> None:
    slot, event = a_slot(), uuid.uuid4()
    written = tap(own_ngo, record_head_count, slot=slot, count=4, client_event_id=event, actor=a_user())
    assert sorted(written) == [False, False, False, True]
    assert HeadCount.objects.count() == 1


def test_walk_ins(own_ngo: Tenant) -> None:
    slot: Slot = a_slot()
    fields = {"full_name": "Emma"}
    people = tap(
        own_ngo, register_new_person, session=slot.session, uuid=uuid.uuid4(), fields=fields, slot=slot, actor=a_user()
    )
    assert len(set(people)) == 1
    assert [model.objects.count() for model in (Person, Registration, Evidence)] == [1, 1, 1]


def test_whoever_counts_in_a_session_waits_for_who_is_at_it(own_ngo: Tenant) -> None:
    """Each of these, at once with another, would write by what it read before the other."""
    amina, bilal, user, key = a_person(), a_person("Bilal"), a_user(), uuid.uuid4()
    slot = a_slot(amina, bilal)
    session = slot.session
    present(slot, amina)
    dispute = dispute_presence(slot=slot, person=amina)
    half_days = [HalfDay(today(), "morning", 120, number=1)]
    voided = {"slot": slot, "person": amina, "minutes": 9, "reason": "x", "client_event_id": key, "actor": user}
    acts: dict[str, Callable[[], Any]] = {
        "correct": lambda: correct_presence(**voided),
        "count heads": lambda: record_head_count(slot=slot, count=4, client_event_id=key, actor=user),
        "register": lambda: register_person(session=session, person=a_person("Claire"), actor=user),
        "remove": lambda: remove_person(session=session, person=bilal, actor=user),
        "ask": lambda: ask_for_place(session=session, person=a_person("Driss"), actor=user),
        "give up": lambda: give_up_place(session=session, person=bilal, actor=user),
        "invite": lambda: invite_people(session=session, people=[a_person("Emma")], actor=user),
        "dispute": lambda: dispute_presence(slot=slot, person=bilal),
        "take back": lambda: withdraw_dispute(slot=slot, person=amina),
        "resolve": lambda: resolve_dispute(dispute=dispute, uphold=False, reason="x", actor=user),
        "answer": lambda: give_feedback(session=session, person=bilal, marks=dict.fromkeys(QUESTIONS, 4)),
        "answer on paper": lambda: give_feedback(session=session, person=None, marks=dict.fromkeys(QUESTIONS, 4)),
        "score": lambda: record_scores(
            session=session, maximum=Decimal(20), scores=[Score(amina, "pre", Decimal(8))], actor=user
        ),
        "hold": lambda: hold_session(session=session, actor=user),
        "close": lambda: close_session(session=session, actor=user),
        "cancel": lambda: cancel_session(session=session, reason="x", actor=user),
        "postpone": lambda: postpone_session(session=session, first_day=today(9), reason="x", actor=user),
        "call off": lambda: call_off_half_day(slot=slot, reason="x", actor=user),
        "plan": lambda: update_session(session=session, fields={}, half_days=half_days, actor=user),
        "open a code": lambda: open_join_code(session=session, actor=user),
        "close the code": lambda: close_join_code(session=session, actor=user),
    }
    with ThreadPoolExecutor(1) as another, transaction.atomic():
        TrainingSession.objects.select_for_update(no_key=True).get(pk=session.pk)
        answers = {name: another.submit(impatiently, own_ngo, act).result() for name, act in acts.items()}
    assert answers == dict.fromkeys(acts, "waits")


def test_who_is_at_a_session_keeps_nobody_from_what_only_points_to_it(own_ngo: Tenant) -> None:
    session, amina = a_slot().session, a_person()

    def write() -> int:
        return Registration.objects.create(session=session, person=amina).pk

    with ThreadPoolExecutor(1) as another, transaction.atomic():
        open_join_code(session=session, actor=a_user())  # holds it until the end
        assert another.submit(impatiently, own_ngo, write).result() != "waits"
    assert Registration.objects.count() == 1


def test_two_fifth_answers_at_once_are_one_step_and_one_that_waits(own_ngo: Tenant) -> None:
    session, marks = a_slot().session, dict.fromkeys(QUESTIONS, 4)
    for number in range(3):
        give_feedback(session=session, person=a_person(f"Person {number}"), marks=marks)
    people = [a_person(f"Another {number}") for number in range(TAPS)]
    tap(own_ngo, lambda: give_feedback(session=session, person=people.pop(), marks=marks))
    steps = Feedback.objects.values_list("step", flat=True)
    assert sorted(step or 0 for step in steps) == [0, 0, 1, 1, 1, 1, 1]
