"""Scores and disputes: what is closed stays, a dispute upheld moves the presence, one denied moves nothing."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from people.models import Person
from sessions.actions.feedback import resolve_dispute
from sessions.actions.lifecycle import close_session
from sessions.actions.scores import Score, record_scores
from sessions.models import AttendanceDispute, Evidence, Slot
from sessions.querysets import presences
from tests.support.sessions import a_person, a_slot, a_user, present


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
    assert dispute.outcome == ("upheld" if uphold else "denied")
    assert presences(slot).get(amina.pk) == minutes
    assert Evidence.objects.count() - before == int(uphold)


def test_a_dispute_of_a_merged_record_is_that_of_the_one_that_stays() -> None:
    amina = a_person()
    twin = a_person("Amina B.", merged_into=amina)
    slot = a_slot(amina)
    resolve(slot, twin, "present", uphold=True)
    assert [row.person for row in Evidence.objects.all()] == [amina]
