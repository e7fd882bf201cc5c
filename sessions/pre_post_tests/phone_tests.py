"""The tests before and after a session, answered on the phone: when they are open, and which questions are asked.

A session names an exercise or a question bank of the NGO for each of the two. What is asked of whom is drawn and signed
as in courses (`courses.quiz.selection`): a bank with parallel forms gives half of the participants form A first and B
last, the others B and A.
"""

import datetime
import uuid
from dataclasses import dataclass

from django.utils import timezone

from core.signing import tenant_salt
from courses.models import Exercise
from courses.quiz.selection import Drawn, Seed, draw_for
from sessions.models import Registration, Slot, TestScore, TrainingSession
from sessions.pre_post_tests.gains import scores_by_person

Kind = TestScore.Kind


@dataclass(frozen=True)
class OwnTest:
    """A test of a session as one participant stands to it."""

    kind: str
    exercise: Exercise | None
    score: TestScore | None
    is_open: bool

    @property
    def label(self) -> str:
        return str(Kind(self.kind).label)


def exercise_of(session: TrainingSession, kind: str) -> Exercise | None:
    """What the session asks before or after, while it is published."""
    exercise = session.pre_test if kind == Kind.PRE else session.post_test
    return exercise if exercise is not None and exercise.live else None


def own_tests(
    session: TrainingSession, person: int, slots: list[Slot], now: datetime.datetime | None = None
) -> list[OwnTest]:
    """Both tests for somebody with a place, those that say nothing left out. `now`: when it is or was looked at."""
    now = timezone.localtime(now)
    scores = scores_by_person(session).get(person, {})
    found = []
    for kind in Kind.values:
        exercise, score = exercise_of(session, kind), scores.get(kind)
        is_open = exercise is not None and score is None
        is_open = is_open and is_time_for(session, kind, slots, Kind.POST in scores, now)
        found.append(OwnTest(kind, exercise, score, is_open))
    return [test for test in found if test.is_open or test.score]


def is_time_for(session: TrainingSession, kind: str, slots: list[Slot], has_post: bool, now: datetime.datetime) -> bool:
    """Before: until the end of the first half-day, unless the other is done. After: from the beginning of the last.

    Where a half-day has no hours its day counts. `now` by the NGO's clock.
    """
    if session.state == TrainingSession.State.CANCELLED or session.is_closed or not slots:
        return False
    return not (slots[0].is_over(now) or has_post) if kind == Kind.PRE else slots[-1].has_begun(now)


def draw_test(exercise: Exercise, row: Registration, kind: str) -> Drawn:
    """What is asked of somebody with a place; there is one go, so that it has one UUID."""
    seed = Seed(exercise, row.pk, kind, is_last=kind == Kind.POST)
    return draw_for(seed, attempt=uuid.uuid5(exercise.key, salt_of_test(exercise, row, kind)))


def salt_of_test(exercise: Exercise, row: Registration, kind: str) -> str:
    """For `sign` and `unsign` of `courses.quiz.selection`: one person's test of one session."""
    return tenant_salt("sessions.phone_tests", exercise.key, row.pk, kind)
