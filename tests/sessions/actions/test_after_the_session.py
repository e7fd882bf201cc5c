"""Scores and disputes: what is closed stays, a dispute upheld moves the presence, one denied moves nothing."""

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from people.merging import merge_people
from people.models import Person
from sessions.actions import HalfDay, correct_presence, reopen_session
from sessions.actions.feedback import dispute_presence, resolve_dispute, withdraw_dispute
from sessions.actions.lifecycle import close_session
from sessions.actions.scores import Score, record_scores
from sessions.models import AttendanceDispute, Evidence, Slot, TestScore
from sessions.querysets import presences
from tests.support.sessions import a_person, a_session, a_slot, a_user, present, today

SETTLED = "This was settled already. Go back and look again."


def resolve(slot: Slot, person: Person, claim: str, *, uphold: bool) -> AttendanceDispute:
    dispute = AttendanceDispute.objects.create(slot=slot, person=person, claim=claim)
    resolve_dispute(dispute=dispute, uphold=uphold, reason="The sheet says so", actor=a_user())
    dispute.refresh_from_db()
    return dispute


def test_no_score_is_written_once_a_session_is_closed() -> None:
    amina = a_person()
    slot = a_slot(amina)
    present(slot, amina)
    before = Score(amina, "pre", Decimal(8))
    assert record_scores(session=slot.session, maximum=Decimal(20), scores=[before], actor=a_user()) == 1
    close_session(session=slot.session, actor=a_user())
    with pytest.raises(ValidationError):
        record_scores(
            session=slot.session, maximum=Decimal(20), scores=[Score(amina, "pre", Decimal(9))], actor=a_user()
        )
    assert list(slot.session.test_scores.values_list("score", flat=True)) == [8]


@pytest.mark.parametrize(
    ("maximum", "given", "changed", "kept"),
    [
        (20, 8, 0, [(8, 20, "paper")]),
        (20, 9, 1, [(9, 20, "paper")]),
        (40, 8, 1, [(8, 40, "paper")]),
        (20, None, 1, []),
    ],
    ids=["the same", "another score", "out of more", "taken back"],
)
def test_how_many_scores_were_written_anew(maximum: int, given: int | None, changed: int, kept: list[tuple]) -> None:
    amina, bilal = a_person(), a_person("Bilal")
    session = a_session(people=[amina, bilal])
    TestScore.objects.create(session=session, person=amina, kind="pre", score=8, maximum=20)
    phone = TestScore.objects.create(
        session=session, person=amina, kind="post", score=1, maximum=3, source=TestScore.Source.PHONE
    )
    scores = [
        Score(amina, "pre", None if given is None else Decimal(given)),
        Score(amina, "post", Decimal(2)),  # answered on the phone: stays
        Score(bilal, "pre", None),
    ]
    assert record_scores(session=session, maximum=Decimal(maximum), scores=scores, actor=a_user()) == changed
    rows = session.test_scores.exclude(pk=phone.pk).values_list("score", "maximum", "source")
    assert (list(rows), TestScore.objects.get(pk=phone.pk).score) == (kept, 1)


@pytest.mark.parametrize(
    ("claim", "was_there", "uphold", "minutes"),
    [
        pytest.param("present", False, True, 210, id="was there, upheld"),
        pytest.param("present", False, False, None, id="was there, denied"),
        pytest.param("absent", True, True, None, id="was not there, upheld"),
        pytest.param("absent", True, False, 210, id="was not there, denied"),
    ],
)
def test_a_dispute_moves_the_presence_where_it_is_upheld(
    claim: str, was_there: bool, uphold: bool, minutes: int | None
) -> None:
    amina = a_person()
    slot = a_slot(amina)
    if was_there:
        present(slot, amina)
    before = Evidence.objects.count()
    dispute = resolve(slot, amina, claim, uphold=uphold)
    assert (dispute.outcome, dispute.reason, dispute.resolved_by) == (
        "upheld" if uphold else "denied", "The sheet says so", a_user(),
    )  # fmt: skip
    assert abs((timezone.now() - dispute.resolved_at).total_seconds()) < 60
    assert presences(slot).get(amina.pk) == minutes
    assert Evidence.objects.count() - before == int(uphold)


def test_what_is_written_for_a_dispute_says_who_and_why() -> None:
    amina, bilal = a_person(), a_person("Bilal")
    slot = a_slot(amina, bilal)
    present(slot, bilal)
    resolve(slot, amina, "present", uphold=True)
    resolve(slot, bilal, "absent", uphold=True)
    written = list(slot.evidence.order_by("pk").values_list("person", "minutes", "source", "reason"))
    assert written[1:] == [(amina.pk, None, "trainer", ""), (bilal.pk, 0, "trainer", "The sheet says so")]
    assert {row.recorded_by for row in slot.evidence.all()} == {a_user()}


def test_who_is_marked_absent_meanwhile_is_not_marked_so_twice() -> None:
    amina = a_person()
    slot = a_slot(amina)
    present(slot, amina)
    dispute = dispute_presence(slot=slot, person=amina)
    correct_presence(slot=slot, person=amina, minutes=0, reason="Wrong", client_event_id=uuid.uuid4(), actor=a_user())
    before = Evidence.objects.count()
    resolve_dispute(dispute=dispute, uphold=True, reason="So it is", actor=a_user())
    assert (AttendanceDispute.objects.get().outcome, presences(slot), Evidence.objects.count()) == (
        "upheld",
        {},
        before,
    )


@pytest.mark.parametrize("claim", ["present", "absent"])
def test_a_dispute_of_a_merged_record_is_that_of_the_one_that_stays(claim: str) -> None:
    amina = a_person()
    twin = a_person("Amina B.")
    slot = a_slot(amina)
    if claim == "absent":
        present(slot, twin)
    merge_people(kept=amina, absorbed=twin, actor=a_user())
    twin.refresh_from_db()
    resolve(slot, twin, claim, uphold=True)
    assert presences(slot) == ({amina.pk: 210} if claim == "present" else {})
    assert [row.person for row in Evidence.objects.filter(voids=None)] == [amina if claim == "present" else twin]


@pytest.mark.parametrize("claim", ["present", "absent"])
def test_of_a_closed_session_a_dispute_stays_open_until_it_is_opened_again(claim: str) -> None:
    amina, bilal = a_person(), a_person("Bilal")
    slot = a_slot(amina, bilal)
    present(slot, bilal)
    person = amina if claim == "present" else bilal
    dispute = dispute_presence(slot=slot, person=person)
    close_session(session=slot.session, actor=a_user())
    with pytest.raises(ValidationError) as refusal:
        resolve_dispute(dispute=dispute, uphold=True, reason="So it is", actor=a_user())
    assert refusal.value.messages == [
        "This session is closed. Open it again, with a reason, before you change attendance."
    ]
    assert (AttendanceDispute.objects.get().outcome, presences(slot)) == ("open", {bilal.pk: 210})
    reopen_session(session=slot.session, reason="A dispute", actor=a_user())
    resolve_dispute(dispute=dispute, uphold=True, reason="So it is", actor=a_user())
    assert presences(slot) == ({amina.pk: 210, bilal.pk: 210} if claim == "present" else {})


def test_what_is_said_is_the_opposite_of_what_is_recorded_and_said_once() -> None:
    amina, bilal = a_person(), a_person("Bilal")
    session = a_session(HalfDay(today(-1), "morning", 210), HalfDay(today(), "morning", 210), people=[amina, bilal])
    first, second = session.slots.all()
    present(first, amina)
    made = [dispute_presence(slot=slot, person=amina) for slot in (first, first, second)]
    assert (made[0] == made[1], made[0] == made[2]) == (True, False)
    dispute_presence(slot=first, person=bilal)
    assert list(AttendanceDispute.objects.order_by("pk").values_list("slot", "person", "claim", "outcome")) == [
        (first.pk, amina.pk, "absent", "open"), (second.pk, amina.pk, "present", "open"),
        (first.pk, bilal.pk, "present", "open"),
    ]  # fmt: skip


def test_a_day_to_come_is_not_disputed() -> None:
    amina = a_person()
    with pytest.raises(ValidationError) as refusal:
        dispute_presence(slot=a_slot(amina, on=1), person=amina)
    assert refusal.value.messages == ["This half-day has not taken place yet."]
    assert AttendanceDispute.objects.count() == 0


@pytest.mark.parametrize("end", ["withdrawn", "denied"])
def test_what_was_settled_or_taken_back_may_be_said_anew(end: str) -> None:
    amina = a_person()
    slot = a_slot(amina)
    first = dispute_presence(slot=slot, person=amina)
    if end == "withdrawn":
        withdraw_dispute(slot=slot, person=amina)
    else:
        resolve_dispute(dispute=first, uphold=False, reason="No", actor=a_user())
    assert dispute_presence(slot=slot, person=amina) != first
    assert list(AttendanceDispute.objects.order_by("pk").values_list("outcome", flat=True)) == [end, "open"]


def test_taken_back_is_ones_own_of_this_half_day_alone() -> None:
    amina, bilal = a_person(), a_person("Bilal")
    session = a_session(HalfDay(today(-1), "morning", 210), HalfDay(today(), "morning", 210), people=[amina, bilal])
    first, second = session.slots.all()
    for slot, person in ((first, amina), (second, amina), (first, bilal)):
        dispute_presence(slot=slot, person=person)
    withdraw_dispute(slot=first, person=amina)
    rows = AttendanceDispute.objects.order_by("pk").values_list("outcome", "resolved_by", "reason")
    assert list(rows) == [("withdrawn", None, ""), ("open", None, ""), ("open", None, "")]
    assert [row.resolved_at is None for row in AttendanceDispute.objects.order_by("pk")] == [False, True, True]
    with pytest.raises(ValidationError) as refusal:
        withdraw_dispute(slot=first, person=amina)
    assert refusal.value.messages == [SETTLED]


@pytest.mark.parametrize(
    "again",
    [
        lambda dispute: resolve_dispute(dispute=dispute, uphold=True, reason="Yes", actor=a_user("karim")),
        lambda dispute: withdraw_dispute(slot=dispute.slot, person=dispute.person),
    ],
    ids=["settled again", "taken back"],
)
def test_what_is_settled_stays_settled(again: Any) -> None:
    amina = a_person()
    slot = a_slot(amina)
    dispute = resolve(slot, amina, "present", uphold=False)
    before = list(AttendanceDispute.objects.values())
    with pytest.raises(ValidationError) as refusal:
        again(dispute)
    assert refusal.value.messages == [SETTLED]
    assert (list(AttendanceDispute.objects.values()), presences(slot)) == (before, {})
