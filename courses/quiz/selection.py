"""Selects the questions asked, their parallel form and order; what was asked travels signed with the page."""

import random
import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.core import signing

from core.signing import tenant_salt
from courses.models import Answer, Enrolment, Exercise, ParallelForm, Question
from courses.versions import fingerprint

T = TypeVar("T")


@dataclass(frozen=True)
class Drawn:
    """One go at an exercise before it is answered: what is asked is fixed here."""

    attempt: UUID
    questions: list[Question]  # with choices, groups and items read, in the order asked
    form: str = ""


@dataclass(frozen=True)
class Seed:
    """What a draw depends on: the same is drawn at every reload.

    `taker`: the id of an enrolment, or of a registration for a session; `tries`: those made, or which of the session's
    two tests it is; `is_last`: whether balanced forms have come to the other one.
    """

    exercise: Exercise
    taker: int
    tries: int | str
    is_last: bool

    def lots(self) -> random.Random:
        return random.Random(f"{self.exercise.key} {self.taker} {self.tries}")  # noqa: S311  a lot, not a secret

    @property
    def bank(self) -> int | None:
        """Where questions are drawn from (id): a bank given as such is its own."""
        return self.exercise.pk if self.exercise.kind == Exercise.Kind.BANK else self.exercise.bank_id

    @property
    def form(self) -> str:
        """The parallel form to draw: "A", "B", or "" for both. Balanced: even takers begin with A and end with B."""
        wanted = self.exercise.drawn_form
        if self.exercise.kind == Exercise.Kind.BANK:
            forms = Question.objects.filter(exercise=self.bank, archived=False).values_list("form", flat=True)
            wanted = Exercise.DrawnForm.BALANCED if set(ParallelForm.values) <= set(forms) else Exercise.DrawnForm.ANY
        if wanted != Exercise.DrawnForm.BALANCED:
            return wanted
        return ParallelForm.A if (self.taker % 2 == 0) != self.is_last else ParallelForm.B


class StaleDrawError(Exception):
    """What came back is not what was asked here: altered, of somebody else, or its questions have changed."""


def draw_for(seed: Seed, *, attempt: UUID, seen: Collection[int] = ()) -> Drawn:
    """The exercise's own questions, then those of its bank. `seen`: ids of those drawn after all others."""
    exercise, lots, form = seed.exercise, seed.lots(), ""
    own = exercise.questions.filter(archived=False).order_by("sort_order", "pk").values_list("pk", flat=True)
    asked = [] if exercise.kind == Exercise.Kind.BANK else list(own)
    if exercise.shuffled:
        lots.shuffle(asked)
    if seed.bank:
        form = seed.form
        asked += _draw_from_bank(seed, form, seen, lots)
    return Drawn(attempt, read_questions(asked), form)


def _draw_from_bank(seed: Seed, form: str, seen: Collection[int], lots: random.Random) -> list[int]:
    """By lot, as many of each topic as of another."""
    questions = Question.objects.filter(exercise=seed.bank, archived=False).order_by("sort_order", "pk")
    if form:
        questions = questions.filter(form=form)
    topics = dict(questions.values_list("pk", "topic"))
    order = list(topics)
    by_lot = sorted((pk in seen, lots.random(), pk) for pk in order)
    turns: Counter[str] = Counter()  # the first of each topic, then the second of each
    by_turn = []
    for place, (_seen, _lot, pk) in enumerate(by_lot):
        by_turn.append((turns[topics[pk]], place, pk))
        turns[topics[pk]] += 1
    taken = [pk for _turn, _place, pk in sorted(by_turn)[: seed.exercise.drawn]]
    return taken if seed.exercise.shuffled else sorted(taken, key=order.index)


def read_questions(keys: Sequence[int]) -> list[Question]:
    """The questions that still exist, with all that belongs to them, in the order given: four queries at most."""
    found = Question.objects.prefetch_related("choices", "groups__items").in_bulk(list(keys))
    return [found[key] for key in keys if key in found]


def sign(drawn: Drawn, salt: str) -> str:
    """What is asked, for a hidden field: nobody can change it, or use another's. `salt`: of `core.signing`."""
    content = {
        "attempt": str(drawn.attempt),
        "asked": [question.pk for question in drawn.questions],
        "form": drawn.form,
        "as": [fingerprint(question) for question in drawn.questions],
    }
    return signing.dumps(content, salt=salt, compress=True)


def unsign(text: str, salt: str) -> Drawn:
    """What `sign` wrote with this salt. Raises StaleDrawError."""
    try:
        content: dict[str, Any] = signing.loads(text, salt=salt)
    except signing.BadSignature:
        raise StaleDrawError from None
    questions = read_questions(content["asked"])
    if [fingerprint(question) for question in questions] != content["as"]:
        raise StaleDrawError
    return Drawn(UUID(content["attempt"]), questions, content["form"])


def shuffled(things: Sequence[T], attempt: UUID, question: Question) -> list[T]:
    """The things in an order that stays the same as long as the attempt does."""
    order = list(things)
    random.Random(f"{attempt} {question.key}").shuffle(order)  # noqa: S311  an order to show, not a secret
    return order


# An exercise of a course, taken by somebody enrolled


def draw(exercise: Exercise, enrolment: Enrolment) -> Drawn:
    """What is asked at the next try; of a bank, those this participant has not been asked yet before the others."""
    seen: set[int] = set()
    if exercise.bank_id:
        answers = Answer.objects.filter(attempt__enrolment=enrolment, question__exercise=exercise.bank_id)
        seen = set(answers.values_list("question", flat=True))
    made = enrolment.attempts.filter(exercise=exercise).count()
    return draw_for(seed_of(exercise, enrolment, tries=made), attempt=uuid.uuid4(), seen=seen)


def seed_of(exercise: Exercise, enrolment: Enrolment, *, tries: int = 0) -> Seed:
    """Of two balanced forms the last is that of the post-test and of the final test."""
    is_last = exercise.kind in (Exercise.Kind.POST, Exercise.Kind.FINAL)
    return Seed(exercise, enrolment.pk, tries, is_last)


def tries_left(exercise: Exercise, enrolment: Enrolment) -> int | None:
    """How many attempts are still allowed; None: as many as one likes."""
    if exercise.tries is None:
        return None
    return max(0, exercise.tries - enrolment.attempts.filter(exercise=exercise).count())


def salt_of(exercise: Exercise, enrolment: Enrolment) -> str:
    """For `sign` and `unsign`: one enrolment's go at one exercise."""
    return tenant_salt("courses.drawing", exercise.key, enrolment.pk)
