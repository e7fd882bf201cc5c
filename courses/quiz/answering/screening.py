"""Shows what a weighted indicator checklist concludes, beside the right conclusion."""

from dataclasses import dataclass

from django.utils.translation import gettext

from core.tables import Badge, Column, DataTable, data_table
from courses.models import Question
from courses.quiz.delphi import Conclusion, Tally, advice
from courses.quiz.grading import dimensions_of, right_keys, screening_of


@dataclass(frozen=True)
class ReviewedScreening:
    """The table by dimension, both conclusions, and what to do."""

    table: DataTable
    id: str
    given: Conclusion
    expected: Conclusion
    advice: str

    @property
    def agrees(self) -> bool:
        return self.given == self.expected


@dataclass(frozen=True)
class ReviewedConclusion:
    """What the facts of a checklist say, whatever was ticked."""

    expected: Conclusion
    advice: str


def conclusion_of(question: Question) -> ReviewedConclusion:
    """The right conclusion and what to do."""
    expected = screening_of(question, right_keys(question)).conclusion
    return ReviewedConclusion(expected, advice(expected, child=question.person == Question.Person.CHILD))


def review_screening(question: Question, taken: set[str]) -> ReviewedScreening:
    """What the ticks say and what the facts say."""
    got, wanted = screening_of(question, taken), screening_of(question, right_keys(question))
    columns = [
        Column(gettext("Dimension")),
        Column(gettext("You ticked")),
        Column(gettext("Result of your ticks")),
        Column(gettext("Present in the facts")),
        Column(gettext("Right result")),
    ]
    rows = [
        [
            name.label,
            _counts(got.tallies[name]), _result(got.tallies[name], wanted.tallies[name]),
            _counts(wanted.tallies[name]), _result(wanted.tallies[name], wanted.tallies[name]),
        ]
        for name in dimensions_of(question)
    ]  # fmt: skip
    return ReviewedScreening(
        table=data_table(gettext("Result by dimension"), columns, rows),
        id=f"screening-{question.key.hex}",
        given=got.conclusion,
        expected=wanted.conclusion,
        advice=advice(wanted.conclusion, child=question.person == Question.Person.CHILD),
    )


def _counts(tally: Tally) -> str:
    return gettext("%(strong)s strong, %(medium)s medium, %(weak)s weak") % {
        "strong": tally.strong, "medium": tally.medium, "weak": tally.weak,
    }  # fmt: skip


def _result(tally: Tally, wanted: Tally) -> Badge:
    text = gettext("positive") if tally.is_positive else gettext("not positive")
    return Badge(text, "done" if tally.is_positive == wanted.is_positive else "wrong")
