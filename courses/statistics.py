"""Computes how the questions of an exercise do, over the first attempt of each person and without any name.

Share right: points over the most there was to earn. Discrimination: the correlation of a question's points with those
of the rest of the same attempt (item-rest; for one point it is the point-biserial), so that a question does not vouch
for itself. Parallel forms are different tests: each stands apart with its own numbers, and so does each exercise that
draws from a bank (who answers before a course and who answers after it are not one crowd), and each version of a
question. Nothing is said below FEWEST first attempts. Thresholds of the verdicts, as in the textbooks (Ebel and
Frisbie): at least 90 % right is easy, less than 30 % hard; a correlation below 0.20 does not separate those who know
from those who do not, one below zero works against it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
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
    Window,
)
from django.db.models.functions import Cast, Coalesce, NullIf, RowNumber
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.languages import Shown, shown
from core.rounding import percent
from courses.models import Answer, Attempt, Exercise, ParallelForm, Question, Version
from courses.versions import is_current, question_of

FEWEST = 5
EASY, HARD, SEPARATES = 90, 30, 0.20  # percent, percent, correlation
FINENESS = 1_000_000  # shares are summed as whole millionths: exact, so that a constant has no variance
PLACE = ("attempt__exercise", "attempt__form", "question_id", "version_id")  # what figures are kept apart by
HUMAN = Coalesce("enrolment__person__merged_into", "enrolment__person")
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
        return percent(self.n, self.of) or 0


@dataclass(frozen=True)
class QuestionFigures:
    """A question's figures; below FEWEST first attempts only how many there are. `former`: the number of an earlier
    version of it, 0 for the question as it is now."""

    question: Question
    n: int
    points: int = 0
    maximum: int = 0
    discrimination: float | None = None
    choices: tuple[Taken, ...] = ()
    former: int = 0

    @property
    def text(self) -> Shown:
        return shown(self.question, "text")

    @property
    def percent(self) -> int:
        return percent(self.points, self.maximum) or 0

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


@dataclass(frozen=True)
class Sheet:
    """One test as it was put: an exercise in one of its parallel forms, `n` first attempts, their points in all."""

    exercise: Exercise
    form: str
    n: int
    score: int
    maximum: int
    questions: tuple[QuestionFigures, ...]

    @property
    def heading(self) -> Shown:
        return shown(self.exercise, "heading")

    @property
    def form_name(self) -> str:
        return str(ParallelForm(self.form).label) if self.form else ""

    @property
    def percent(self) -> int | None:
        """The mean share of points; None below FEWEST."""
        return percent(self.score, self.maximum) or 0 if self.n >= FEWEST else None


def first_attempts(exercise: Exercise) -> QuerySet[Attempt]:
    """The first of each human at each parallel form; for a bank, at each exercise that asked something of it."""
    if exercise.kind == Exercise.Kind.BANK:
        asked = Answer.objects.filter(attempt=OuterRef("pk"), question__exercise=exercise)
        found = Attempt.objects.filter(Exists(asked))
    else:
        found = Attempt.objects.filter(exercise=exercise)
    each = Window(RowNumber(), partition_by=[F("exercise"), F("form"), HUMAN], order_by=["finished_at", "pk"])
    return found.annotate(turn=each).filter(turn=1)


def read_sheets(exercise: Exercise) -> list[Sheet]:
    """A sheet for each exercise that asked, and each parallel form of it: a handful of queries in all."""
    first = first_attempts(exercise).values("pk")
    answers = Answer.objects.filter(attempt__in=first, question__isnull=False)
    if exercise.kind == Exercise.Kind.BANK:
        answers = answers.filter(question__exercise=exercise)
    rows = list(_sums(answers))
    taken = _taken(answers)
    asked = {row["question_id"] for row in rows}
    questions = Question.objects.filter(Q(exercise=exercise) | Q(pk__in=asked)).prefetch_related(
        "choices", "groups__items"
    )
    ordered = sorted(questions, key=lambda one: (one.exercise_id != exercise.pk, one.sort_order or 0, one.pk))
    versions = Version.objects.in_bulk([row["version_id"] for row in rows if row["version_id"]])
    totals = Attempt.objects.filter(pk__in=first).order_by("exercise", "form").values("exercise", "form")
    sheets = list(totals.annotate(n=Count("pk"), score=Sum("score"), maximum=Sum("maximum")))
    askers = Exercise.objects.in_bulk([sheet["exercise"] for sheet in sheets])
    return [
        Sheet(
            askers.get(sheet["exercise"], exercise), sheet["form"], sheet["n"], sheet["score"], sheet["maximum"],
            _rows_of(sheet, exercise, ordered, rows, versions, taken),
        )
        for sheet in sheets or [{"exercise": exercise.pk, "form": "", "n": 0, "score": 0, "maximum": 0}]
    ]  # fmt: skip


def read_questions(exercise: Exercise) -> list[QuestionFigures]:
    """The questions of all sheets, one after the other."""
    return [row for sheet in read_sheets(exercise) for row in sheet.questions]


def _rows_of(
    sheet: Mapping[str, Any], exercise: Exercise, questions: list[Question], rows: list[Mapping[str, Any]],
    versions: Mapping[int, Version], taken: Mapping[Any, int],
) -> tuple[QuestionFigures, ...]:  # fmt: skip
    """Each question as it is now, also unanswered, then each former version of it that was answered."""
    here = [
        row for row in rows if (row["attempt__exercise"], row["attempt__form"]) == (sheet["exercise"], sheet["form"])
    ]
    figures = []
    for question in questions:
        own = [row for row in here if row["question_id"] == question.pk]
        current = [row for row in own if is_current(versions.get(row["version_id"]), question)]
        may_be_asked = question.exercise_id == exercise.pk and not question.archived
        if may_be_asked and exercise.kind == Exercise.Kind.BANK and sheet["form"]:
            may_be_asked = question.form == sheet["form"]
        if current or may_be_asked:
            figures.append(_figures(question, current[0] if current else None, taken))
        former = sorted((row for row in own if row not in current), key=lambda row: -versions[row["version_id"]].number)
        figures += [_former(question, row, versions[row["version_id"]], taken) for row in former]
    return tuple(figures)


def _former(
    question: Question, row: Mapping[str, Any], version: Version, taken: Mapping[Any, int]
) -> QuestionFigures:  # fmt: skip
    then = question_of(version)
    then.pk = question.pk  # the figures name it
    return replace(_figures(then, row, taken), former=version.number)


def _figures(question: Question, row: Mapping[str, Any] | None, taken: Mapping[Any, int]) -> QuestionFigures:
    if row is None or row["n"] < FEWEST:
        return QuestionFigures(question, row["n"] if row else 0)
    return QuestionFigures(
        question, row["n"], row["earned"], row["most"], correlation(row), tuple(_choices(question, row, taken))
    )


def _choices(question: Question, row: Mapping[str, Any], taken: Mapping[Any, int]) -> list[Taken]:
    of, place = row["n"], tuple(row[name] for name in PLACE)
    if question.kind == Question.Kind.TRUE_FALSE:
        words = [("true", _("True"), question.is_true), ("false", _("False"), not question.is_true)]
        return [Taken(word, taken.get((*place, key), 0), of, right) for key, word, right in words]
    if question.kind not in OF_CHOICES:
        return []
    return [
        Taken(shown(choice, "text"), taken.get((*place, str(choice.key)), 0), of, choice.correct)
        for choice in question.choices.all()
    ]


def _share(part: Expression | F, whole: Expression | F) -> Expression:
    """Millionths; null of nothing."""
    big = BigIntegerField()
    return ExpressionWrapper(Cast(part, big) * FINENESS / NullIf(Cast(whole, big), 0), output_field=big)


def _sums(answers: QuerySet[Answer]) -> QuerySet[Any, Any]:
    """Per exercise, form, question and version: how many, points, and the sums a correlation of shares is made of."""
    shares = answers.annotate(
        item=_share(F("points"), F("maximum")),
        rest=_share(F("attempt__score") - F("points"), F("attempt__maximum") - F("maximum")),
    )
    both = Q(item__isnull=False, rest__isnull=False)
    return (
        shares.order_by()
        .values(*PLACE)
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


def _taken(answers: QuerySet[Answer]) -> dict[tuple[Any, ...], int]:
    """(*PLACE, key or "true" or "false") -> how often it was given."""
    shaped = answers.order_by().annotate(shape=Func("given", function="jsonb_typeof", output_field=TextField()))
    lists = shaped.filter(question__kind__in=OF_CHOICES, shape="array").annotate(key=_Each("given"))
    words = shaped.filter(question__kind=Question.Kind.TRUE_FALSE, shape="string")
    counts = {tuple(row[:-1]): row[-1] for row in lists.values_list(*PLACE, "key").annotate(n=Count("pk"))}
    counts |= {tuple(row[:-1]): row[-1] for row in words.values_list(*PLACE, "given").annotate(n=Count("pk"))}
    return counts
