"""Scores of the tests before and after a session, from paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from people.models import Person
from sessions.actions.guards import locked, refuse_closed
from sessions.gains import scores_by_person
from sessions.models import TrainingSession


@dataclass(frozen=True)
class Score:
    """What somebody reached in one of the two tests; None takes the score back."""

    person: Person
    kind: str
    score: Decimal | None


@transaction.atomic
def record_scores(*, session: TrainingSession, maximum: Decimal, scores: Sequence[Score], actor: User) -> int:
    """Write, correct or take back scores out of `maximum`, one of each kind per person; how many changed."""
    session = locked(session)
    refuse_closed(session)
    known, changed = scores_by_person(session), 0
    for given in scores:
        row = known.get(given.person.pk, {}).get(given.kind)
        if given.score is None:
            changed += row is not None
            if row is not None:
                row.delete()
        elif row is None:
            session.test_scores.create(person=given.person, kind=given.kind, score=given.score, maximum=maximum)
            changed += 1
        elif (row.score, row.maximum) != (given.score, maximum):
            row.score, row.maximum = given.score, maximum
            row.save(update_fields=["score", "maximum"])
            changed += 1
    return changed
