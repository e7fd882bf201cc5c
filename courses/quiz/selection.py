"""Which questions are asked, in which parallel form and order; what was asked travels signed with the page."""

import random
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast
from uuid import UUID

from django.core import signing
from django.db import connection

from courses.models import Answer, Enrolment, Exercise, Form, Question
from courses.versions import fingerprint

T = TypeVar("T")


@dataclass(frozen=True)
class Drawn:
    """One go at an exercise before it is answered: what is asked is fixed here."""

    attempt: UUID
    questions: list[Question]  # with choices, groups and items read, in the order asked
    form: str = ""


class StaleDrawError(Exception):
    """What came back is not what was asked here: altered, of somebody else, or its questions have changed."""


def form_wanted(exercise: Exercise, enrolment: Enrolment) -> str:
    """The parallel form to draw: "A", "B", or "" for both. Balanced: even enrolments begin with A and end with B."""
    if exercise.drawn_form != Exercise.DrawnForm.BALANCED:
        return exercise.drawn_form
    is_last = exercise.kind in (Exercise.Kind.POST, Exercise.Kind.FINAL)
    return Form.A if (enrolment.pk % 2 == 0) != is_last else Form.B


def tries_left(exercise: Exercise, enrolment: Enrolment) -> int | None:
    """How many attempts are still allowed; None: as many as one likes."""
    if exercise.tries is None:
        return None
    return max(0, exercise.tries - enrolment.attempts.filter(exercise=exercise).count())


def draw(exercise: Exercise, enrolment: Enrolment) -> Drawn:
    """The exercise's own questions, then those of its bank. Seeded by the tries made: a reload draws the same again."""
    made = enrolment.attempts.filter(exercise=exercise).count()
    chance = random.Random(f"{exercise.key} {enrolment.pk} {made}")  # noqa: S311  a lot, not a secret
    own = list(exercise.questions.filter(archived=False).values_list("pk", flat=True))
    if exercise.shuffled:
        chance.shuffle(own)
    wanted = form_wanted(exercise, enrolment) if exercise.bank_id else ""
    asked = own + (_draw_from_bank(exercise, enrolment, wanted, chance) if exercise.bank_id else [])
    return Drawn(uuid.uuid4(), read_questions(asked), wanted)


def _draw_from_bank(exercise: Exercise, enrolment: Enrolment, wanted: str, chance: random.Random) -> list[int]:
    """By lot, as many of each topic as of another, those this participant has not been asked yet before the others."""
    questions = Question.objects.filter(exercise=exercise.bank_id, archived=False).order_by("sort_order", "pk")
    if wanted:
        questions = questions.filter(form=wanted)
    topics = dict(questions.values_list("pk", "topic"))
    order = list(topics)
    seen = set(
        Answer.objects.filter(attempt__enrolment=enrolment, question__in=order).values_list("question", flat=True)
    )
    lots = sorted((pk in seen, chance.random(), pk) for pk in order)
    turns: Counter[str] = Counter()  # the first of each topic, then the second of each
    by_turn = []
    for place, (_seen, _lot, pk) in enumerate(lots):
        by_turn.append((turns[topics[pk]], place, pk))
        turns[topics[pk]] += 1
    taken = [pk for _turn, _place, pk in sorted(by_turn)[: exercise.drawn]]
    return taken if exercise.shuffled else sorted(taken, key=order.index)


def read_questions(keys: Sequence[int]) -> list[Question]:
    """The questions that still exist, with all that belongs to them, in the order given: four queries at most."""
    found = Question.objects.prefetch_related("choices", "groups__items").in_bulk(list(keys))
    return [found[key] for key in keys if key in found]


def sign(drawn: Drawn, exercise: Exercise, enrolment: Enrolment) -> str:
    """What is asked, for a hidden field: nobody can change it or use another's."""
    content = {
        "attempt": str(drawn.attempt),
        "asked": [question.pk for question in drawn.questions],
        "form": drawn.form,
        "as": [fingerprint(question) for question in drawn.questions],
    }
    return signing.dumps(content, salt=_salt(exercise, enrolment), compress=True)


def unsign(text: str, exercise: Exercise, enrolment: Enrolment) -> Drawn:
    """What `sign` wrote for this exercise and enrolment. Raises StaleDrawError."""
    try:
        content: dict[str, Any] = signing.loads(text, salt=_salt(exercise, enrolment))
    except signing.BadSignature:
        raise StaleDrawError from None
    questions = read_questions(content["asked"])
    if [fingerprint(question) for question in questions] != content["as"]:
        raise StaleDrawError
    return Drawn(UUID(content["attempt"]), questions, content["form"])


def _salt(exercise: Exercise, enrolment: Enrolment) -> str:
    # Ids are alike in every schema: the schema's name keeps one NGO's page out of another.
    schema = cast(Any, connection).schema_name  # of django-tenants' wrapper
    return f"courses.quiz.selection {schema} {exercise.key} {enrolment.pk}"


def shuffled(things: Sequence[T], attempt: UUID, question: Question) -> list[T]:
    """The things in an order that stays the same as long as the attempt does."""
    order = list(things)
    random.Random(f"{attempt} {question.key}").shuffle(order)  # noqa: S311  an order to show, not a secret
    return order
