"""The tests before and after a session, answered on the phone: when they are open, and which questions are asked.

A session names an exercise or a question bank of the NGO for each of the two. A bank with parallel forms gives half of
the participants form A first and B last, the others B and A, as courses do. What is asked travels signed with the page.
"""

import datetime
import random
import uuid
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db import connection
from django.utils import timezone

from courses.models import Exercise, Form, Question
from courses.quiz.selection import Drawn, StaleDrawError, read_questions
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
    """The exercise's own questions, then those of its bank; the same again at every reload."""
    chance = random.Random(f"{exercise.key} {row.pk} {kind}")  # noqa: S311  a lot, not a secret
    own = list(exercise.questions.filter(archived=False).order_by("sort_order", "pk").values_list("pk", flat=True))
    form, bank = "", exercise.bank_id
    if exercise.kind == Exercise.Kind.BANK:
        own, bank = [], exercise.pk
    if exercise.shuffled:
        chance.shuffle(own)
    if bank:
        form = _form_wanted(exercise, bank, row, kind)
        own += _from_bank(exercise, bank, form, chance)
    return Drawn(uuid.uuid5(exercise.key, f"{_schema()} {row.pk} {kind}"), read_questions(own), form)


def _form_wanted(exercise: Exercise, bank: int, row: Registration, kind: str) -> str:
    wanted = exercise.drawn_form
    if exercise.kind == Exercise.Kind.BANK:
        forms = Question.objects.filter(exercise=bank, archived=False).values_list("form", flat=True)
        wanted = Exercise.DrawnForm.BALANCED if set(Form.values) <= set(forms) else Exercise.DrawnForm.ANY
    if wanted != Exercise.DrawnForm.BALANCED:
        return wanted
    return Form.A if (row.pk % 2 == 0) == (kind == Kind.PRE) else Form.B


def _from_bank(exercise: Exercise, bank: int, form: str, chance: random.Random) -> list[int]:
    questions = Question.objects.filter(exercise=bank, archived=False).order_by("sort_order", "pk")
    order = list((questions.filter(form=form) if form else questions).values_list("pk", flat=True))
    taken = chance.sample(order, min(exercise.drawn or len(order), len(order)))
    return taken if exercise.shuffled else sorted(taken, key=order.index)


def sign_test(drawn: Drawn, exercise: Exercise, row: Registration, kind: str) -> str:
    """What is asked, for a hidden field."""
    return signing.dumps([question.pk for question in drawn.questions], salt=_salt(exercise, row, kind), compress=True)


def unsign_test(text: str, exercise: Exercise, row: Registration, kind: str) -> Drawn:
    """What `sign_test` wrote for this exercise and person. Raises StaleDrawError."""
    try:
        asked: list[Any] = signing.loads(text, salt=_salt(exercise, row, kind))
    except signing.BadSignature:
        raise StaleDrawError from None
    questions = read_questions(asked)
    if len(questions) < len(asked):
        raise StaleDrawError
    return Drawn(uuid.uuid5(exercise.key, f"{_schema()} {row.pk} {kind}"), questions)


def _salt(exercise: Exercise, row: Registration, kind: str) -> str:
    return f"sessions.pre_post_tests.phone_tests {_schema()} {exercise.key} {row.pk} {kind}"


def _schema() -> str:
    return str(connection.schema_name)  # type: ignore[attr-defined]  # django-tenants' own
