"""Scores of the tests before and after a session, from paper or answered on the phone."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from courses.models import Question
from courses.quiz.grading import grade
from people.models import Person
from sessions.actions.guards import lock_for_update, refuse_closed, refuse_trainers
from sessions.models import TestScore, TrainingSession
from sessions.pre_post_tests.gains import scores_by_person
from sessions.pre_post_tests.phone_tests import is_time_for


@dataclass(frozen=True)
class Score:
    """What somebody reached in one of the two tests; None takes the score back."""

    person: Person
    kind: str
    score: Decimal | None


@transaction.atomic
def record_scores(*, session: TrainingSession, maximum: Decimal, scores: Sequence[Score], actor: User) -> int:
    """Write, correct or take back scores out of `maximum`, one of each kind per person; how many changed.

    What somebody answered on the phone stays as it is.
    """
    session = lock_for_update(session)
    refuse_closed(session)
    known, changed = scores_by_person(session), 0
    for given in scores:
        row = known.get(given.person.pk, {}).get(given.kind)
        if row is not None and row.source == TestScore.Source.PHONE:
            continue
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


@transaction.atomic
def submit_test(
    *,
    session: TrainingSession,
    person: Person,
    kind: str,
    questions: Sequence[Question],
    given: Mapping[int, Any],
    at: datetime.datetime,
) -> TestScore:
    """Grade what the person answered `at`; the first answers count, the same sent again changes nothing."""
    session = lock_for_update(session)
    known = scores_by_person(session).get(person.pk, {})
    if kind in known:
        return known[kind]
    refuse_closed(session)
    refuse_trainers(session, [person])
    has_post = TestScore.Kind.POST in known
    if not is_time_for(session, kind, list(session.slots.all()), has_post, timezone.localtime(at)):
        raise ValidationError(_("This test is not open now."))
    graded = [grade(question, given.get(question.pk, [])) for question in questions]
    if not (maximum := sum(most for _points, most in graded)):
        raise ValidationError(_("This exercise has no question yet."))
    return session.test_scores.create(
        person=person, kind=kind, score=sum(points for points, _most in graded), maximum=maximum,
        source=TestScore.Source.PHONE,
    )  # fmt: skip
