"""How the questions of an exercise do, over the first attempt of each person and without any name.

Share right: points over the most there was to earn. Discrimination: the correlation of a question's points with those
of the rest of the same attempt (item-rest; for one point it is the point-biserial), so that a question does not vouch
for itself. Nothing is said below FEWEST first attempts. Thresholds of the verdicts, as in the textbooks (Ebel and
Frisbie): at least 90 % right is easy, less than 30 % hard; a correlation below 0.20 does not separate those who know
from those who do not, one below zero works against it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

from django.db.models import (
    BigIntegerField,
    Count,
    Exists,
    Expression,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    TextChoices,
    TextField,
)
from django.db.models.functions import Cast, NullIf
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.languages import Shown, shown
from courses.models import Answer, Attempt, Exercise, Question

FEWEST = 5
EASY, HARD, SEPARATES = 90, 30, 0.20  # percent, percent, correlation
FINENESS = 1_000_000  # shares are summed as whole millionths: exact, so that a constant has no variance
OF_CHOICES = (Question.Kind.SINGLE, Question.Kind.MULTIPLE, Question.Kind.CHECKLIST)


class Verdict(TextChoices):
    """What the figures say of a question."""

    TOO_FEW = "too_few", _("Too few attempts")
    AGAINST = "against", _("Works against the rest")
    EASY = "easy", _("Easy")
    HARD = "hard", _("Hard")
    FLAT = "flat", _("Does not separate")
    GOOD = "good", _("Does its work")


ADVICE: dict[Verdict, str | Promise] = {
    Verdict.TOO_FEW: _("Wait for more participants: nothing is shown yet."),
    Verdict.AGAINST: _("Those who do well elsewhere fail here. Check which answer is marked right, then the wording."),
    Verdict.EASY: _("Nearly everybody is right. Keep it to encourage, or make the wrong answers more plausible."),
    Verdict.HARD: _("Few are right. Check that the lesson teaches it and that the wording is clear."),
    Verdict.FLAT: _("Those who know and those who do not answer alike. Make the question more precise."),
    Verdict.GOOD: _("Nothing to do."),
}


@dataclass(frozen=True)
class Taken:
    """How often something was chosen, of how many. `text` is None for true and false."""

    text: Shown | str | Promise
    n: int
    of: int
    correct: bool = False

    @property
    def percent(self) -> int:
        return percent(self.n, self.of)


@dataclass(frozen=True)
class QuestionFigures:
    """A question's figures; below FEWEST first attempts only how many there are."""

    question: Question
    n: int
    points: int = 0
    maximum: int = 0
    discrimination: float | None = None
    choices: tuple[Taken, ...] = ()

    @property
    def text(self) -> Shown:
        return shown(self.question, "text")

    @property
    def percent(self) -> int:
        return percent(self.points, self.maximum)

    @property
    def verdict(self) -> Verdict:
        """Of several that hold, the one to act on first."""
        if self.n < FEWEST:
            return Verdict.TOO_FEW
        if self.discrimination is not None and self.discrimination < 0:
            return Verdict.AGAINST
        share = 100 * self.points
        if share >= EASY * self.maximum:
            return Verdict.EASY
        if share < HARD * self.maximum:
            return Verdict.HARD
        is_flat = self.discrimination is not None and self.discrimination < SEPARATES
        return Verdict.FLAT if is_flat else Verdict.GOOD

    @property
    def advice(self) -> str | Promise:
        return ADVICE[self.verdict]


def percent(part: int, whole: int) -> int:
    """Whole percent, half up; 0 of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def first_attempts(exercise: Exercise) -> QuerySet[Attempt]:
    """The first of each person; for a bank, the first at each exercise that asked something of it."""
    if exercise.kind == Exercise.Kind.BANK:
        asked = Answer.objects.filter(attempt=OuterRef("pk"), question__exercise=exercise)
        drawing = ["exercise_id", "enrolment__person_id"]
        return Attempt.objects.filter(Exists(asked)).order_by(*drawing, "finished_at", "pk").distinct(*drawing)
    who = "enrolment__person_id"
    return Attempt.objects.filter(exercise=exercise).order_by(who, "finished_at", "pk").distinct(who)


def read_questions(exercise: Exercise) -> list[QuestionFigures]:
    """Every question of the exercise, then those drawn for it: five queries whatever their number."""
    answers = Answer.objects.filter(attempt__in=first_attempts(exercise).values("pk"), question__isnull=False)
    if exercise.kind == Exercise.Kind.BANK:
        answers = answers.filter(question__exercise=exercise)
    sums = {row["question_id"]: row for row in _sums(answers)}
    taken = _taken(answers)
    questions = Question.objects.filter(Q(exercise=exercise) | Q(pk__in=sums)).prefetch_related("choices")
    ordered = sorted(questions, key=lambda one: (one.exercise_id != exercise.pk, one.sort_order or 0, one.pk))
    return [_figures(question, sums.get(question.pk), taken) for question in ordered]


def _figures(question: Question, row: Mapping[str, Any] | None, taken: Mapping[Any, int]) -> QuestionFigures:
    if row is None or row["n"] < FEWEST:
        return QuestionFigures(question, row["n"] if row else 0)
    return QuestionFigures(
        question, row["n"], row["earned"], row["most"], correlation(row), tuple(_choices(question, row["n"], taken))
    )


def _choices(question: Question, of: int, taken: Mapping[Any, int]) -> list[Taken]:
    if question.kind == Question.Kind.TRUE_FALSE:
        words = [("true", _("True"), question.is_true), ("false", _("False"), not question.is_true)]
        return [Taken(word, taken.get((question.pk, key), 0), of, right) for key, word, right in words]
    if question.kind not in OF_CHOICES:
        return []
    return [
        Taken(shown(choice, "text"), taken.get((question.pk, str(choice.key)), 0), of, choice.correct)
        for choice in question.choices.all()
    ]


def _share(part: Expression | F, whole: Expression | F) -> Expression:
    """Millionths; null of nothing."""
    big = BigIntegerField()
    return ExpressionWrapper(Cast(part, big) * FINENESS / NullIf(Cast(whole, big), 0), output_field=big)


def _sums(answers: QuerySet[Answer]) -> QuerySet[Any, Any]:
    """Per question: how many, points, and the sums a correlation of shares is made of."""
    shares = answers.annotate(
        item=_share(F("points"), F("maximum")),
        rest=_share(F("attempt__score") - F("points"), F("attempt__maximum") - F("maximum")),
    )
    both = Q(item__isnull=False, rest__isnull=False)
    return (
        shares.order_by()
        .values("question_id")
        .annotate(
            n=Count("pk"), earned=Sum("points"), most=Sum("maximum"), pairs=Count("pk", filter=both),
            x=Sum("item", filter=both), y=Sum("rest", filter=both), xx=Sum(F("item") * F("item"), filter=both),
            yy=Sum(F("rest") * F("rest"), filter=both), xy=Sum(F("item") * F("rest"), filter=both),
        )
    )  # fmt: skip


def correlation(row: Mapping[str, Any]) -> float | None:
    """Pearson's, to two places; None where one of the two never varies or there are too few pairs."""
    n = row["pairs"]
    if n < FEWEST:
        return None
    x, y, xx, yy, xy = (int(row[name]) for name in ("x", "y", "xx", "yy", "xy"))
    spread = (n * xx - x * x) * (n * yy - y * y)
    return round((n * xy - x * y) / sqrt(spread), 2) if spread else None


class _Each(Func):
    """The texts of a JSON array, a row for each."""

    function = "jsonb_array_elements_text"
    output_field = TextField()
    set_returning = True


def _taken(answers: QuerySet[Answer]) -> dict[tuple[int, str], int]:
    """(question id, key or "true" or "false") -> how often it was given."""
    shaped = answers.order_by().annotate(shape=Func("given", function="jsonb_typeof", output_field=TextField()))
    lists = shaped.filter(question__kind__in=OF_CHOICES, shape="array").annotate(key=_Each("given"))
    words = shaped.filter(question__kind=Question.Kind.TRUE_FALSE, shape="string")
    counts = {(pk, key): n for pk, key, n in lists.values_list("question_id", "key").annotate(n=Count("pk"))}
    counts |= {(pk, word): n for pk, word, n in words.values_list("question_id", "given").annotate(n=Count("pk"))}
    return counts
