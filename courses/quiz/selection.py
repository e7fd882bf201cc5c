"""Selects the questions asked, their parallel form and order; what was asked travels signed with the page."""

import random
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
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
    lot: str = ""  # decides the order of the choices: of a person and a try, so that it is the same at every reload


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

    @property
    def lot(self) -> str:
        """What is drawn by: the same for one taker and one try."""
        return f"{self.exercise.key} {self.taker} {self.tries}"

    def lots(self) -> random.Random:
        return random.Random(self.lot)  # noqa: S311  a lot, not a secret

    @property
    def bank(self) -> int | None:
        """Where questions are drawn from (id): a bank given as such is its own."""
        return self.exercise.pk if self.exercise.kind == Exercise.Kind.BANK else self.exercise.bank_id

    @property
    def form(self) -> str:
        """The parallel form to draw: "A", "B", or "" for both. Balanced: even takers begin with A and end with B.

        A final test taken again draws from both: its form has been asked. Those before and after a course stay fixed.
        """
        wanted = self.exercise.drawn_form
        if self.exercise.kind == Exercise.Kind.BANK:
            forms = Question.objects.filter(exercise=self.bank, archived=False).values_list("form", flat=True)
            wanted = Exercise.DrawnForm.BALANCED if set(ParallelForm.values) <= set(forms) else Exercise.DrawnForm.ANY
        if wanted != Exercise.DrawnForm.BALANCED:
            return wanted
        if self.exercise.kind == Exercise.Kind.FINAL and self.tries not in (0, "pre", "post"):
            return Exercise.DrawnForm.ANY
        return ParallelForm.A if (self.taker % 2 == 0) != self.is_last else ParallelForm.B


class StaleDrawError(Exception):
    """What came back is not what was asked here: altered, of somebody else, or its questions have changed."""


def draw_for(seed: Seed, *, attempt: UUID, seen: Mapping[int, int] | None = None) -> Drawn:
    """The exercise's own questions, then those of its bank; first what was `seen` (id: how often) least."""
    exercise, lots, form = seed.exercise, seed.lots(), ""
    own = exercise.questions.filter(archived=False).order_by("sort_order", "pk").values_list("pk", flat=True)
    asked = [] if exercise.kind == Exercise.Kind.BANK else list(own)
    if exercise.shuffled:
        lots.shuffle(asked)
    if seed.bank:
        form = seed.form
        asked += _draw_from_bank(seed, form, seen or {}, lots)
    return Drawn(attempt, read_questions(asked), form, seed.lot)


def _draw_from_bank(seed: Seed, form: str, seen: Mapping[int, int], lots: random.Random) -> list[int]:
    """By lot, as many of each topic as of another."""
    questions = Question.objects.filter(exercise=seed.bank, archived=False).order_by("sort_order", "pk")
    if form:
        questions = questions.filter(form=form)
    topics = dict(questions.values_list("pk", "topic"))
    order = list(topics)
    by_lot = sorted((seen.get(pk, 0), lots.random(), pk) for pk in order)
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
        "lot": drawn.lot,
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
    return Drawn(UUID(content["attempt"]), questions, content["form"], content.get("lot", ""))


def shuffled(things: Sequence[T], lot: object, key: UUID) -> list[T]:
    """The things of the question or scene with this key, in an order that stays the same as long as the lot does."""
    order = list(things)
    random.Random(f"{lot} {key}").shuffle(order)  # noqa: S311  an order to show, not a secret
    return order


# An exercise of a course, taken by somebody enrolled


def draw(exercise: Exercise, enrolment: Enrolment) -> Drawn:
    """What is asked at the next try; of a bank, what this participant has been asked least comes before the others."""
    seen: Counter[int] = Counter()
    if exercise.bank_id:
        answers = Answer.objects.filter(attempt__enrolment=enrolment, question__exercise=exercise.bank_id)
        seen = Counter(answers.values_list("question", flat=True))
    made = enrolment.attempts.filter(exercise=exercise).count()
    return draw_for(seed_of(exercise, enrolment, tries=made), attempt=uuid.uuid4(), seen=seen)


def seed_of(exercise: Exercise, enrolment: Enrolment, *, tries: int = 0) -> Seed:
    """Of two balanced forms the last is that of the post-test and of the final test."""
    is_last = exercise.kind in (Exercise.Kind.POST, Exercise.Kind.FINAL)
    return Seed(exercise, enrolment.pk, tries, is_last)


def lot_of(exercise: Exercise, enrolment: Enrolment) -> str:
    """What the order of a case's decisions is drawn by: the same for one person until a run is kept."""
    return seed_of(exercise, enrolment, tries=enrolment.attempts.filter(exercise=exercise).count()).lot


def tries_left(exercise: Exercise, enrolment: Enrolment) -> int | None:
    """How many attempts are still allowed; None: as many as one likes."""
    if exercise.tries is None:
        return None
    return max(0, exercise.tries - enrolment.attempts.filter(exercise=exercise).count())


def salt_of(exercise: Exercise, enrolment: Enrolment) -> str:
    """For `sign` and `unsign`: one enrolment's go at one exercise."""
    return tenant_salt("courses.drawing", exercise.key, enrolment.pk)
