"""One question a screen: which is shown, which have been checked, and what stands ready for a script to say at once.

All questions are on the page, so that a saved one can be answered without a network; those not shown are hidden and
their answers travel with the form. Practice says right or wrong as soon as a question is checked; a test says nothing
before it is sent, and neither does practice of a question that a final test may still ask.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms

from core.languages import Shown
from courses.models import Exercise
from courses.quiz.answering.asking import AnswerForm, AskedQuestion, field_name
from courses.quiz.answering.reviewing import Review, review_given
from courses.quiz.answering.screening import ReviewedConclusion, conclusion_of


class CheckedForm(forms.Form):
    """The numbers of the questions that have been checked, as the page sends them back."""

    def __init__(self, total: int, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        numbers = [(number, number) for number in range(1, total + 1)]
        self.fields["checked"] = forms.TypedMultipleChoiceField(choices=numbers, coerce=int, required=False)

    def numbers(self) -> list[int]:
        """Those it names; a forged one is none."""
        return self.cleaned_data["checked"] if self.is_valid() else []


@dataclass(frozen=True)
class Step:
    """A question on its screen. `review`: what is said of the answer, once it is checked."""

    number: int
    asked: AskedQuestion
    tells: bool
    is_shown: bool
    review: Review | None = None

    @property
    def conclusion(self) -> ReviewedConclusion | None:
        """Of a checklist: what the facts say, for a script to show."""
        return conclusion_of(self.asked.question) if self.tells and self.asked.question.kind == "checklist" else None


def tells_at_once(exercise: Exercise) -> bool:
    """Whether an answer is judged as soon as it is given: in practice that may be tried as often as one likes."""
    return exercise.kind in (Exercise.Kind.PRACTICE, Exercise.Kind.REFRESHER) and exercise.tries is None


class Stepper:
    """The screens of a form. `number`: the one shown, from 1; `checked`: those judged; `withheld`: ids never judged."""

    def __init__(
        self, form: AnswerForm, number: int = 1, checked: Collection[int] = (), withheld: Collection[int] = ()
    ) -> None:
        self.form, self.total = form, len(form.drawn.questions)
        self.number = min(max(number, 1), max(self.total, 1))
        self.withheld = withheld
        self.checked = {number for number in checked if self._may_tell(number) and not self.error_at(number)}

    def _may_tell(self, number: int) -> bool:
        if not (tells_at_once(self.form.exercise) and 1 <= number <= self.total):
            return False
        return self.form.drawn.questions[number - 1].pk not in self.withheld

    def error_at(self, number: int) -> bool:
        """Whether the answer to a question is none."""
        question = self.form.drawn.questions[number - 1]
        return self.form.is_bound and field_name(question) in self.form.errors

    @property
    def first_error(self) -> int:
        """The first question to mend; 1 where it is not one question that is wrong."""
        return next((number for number in range(1, self.total + 1) if self.error_at(number)), 1)

    def keep_errors_of(self, number: int) -> None:
        """The others have not been reached, or are asked for at the end."""
        for place, question in enumerate(self.form.drawn.questions, 1):
            if place != number:
                self.form.errors.pop(field_name(question), None)

    @cached_property
    def steps(self) -> list[Step]:
        return [
            Step(
                number, asked, self._may_tell(number), number == self.number,
                review_given(asked.question, self.form.given_to(asked.question)) if number in self.checked else None,
            )
            for number, asked in enumerate(self.form.questions(), 1)
        ]  # fmt: skip

    @property
    def current(self) -> Step | None:
        return next((step for step in self.steps if step.is_shown), None)

    @property
    def is_last(self) -> bool:
        return self.number == self.total

    def texts(self) -> list[Shown]:
        """What checked questions show beside what is asked."""
        return [text for step in self.steps if step.review for text in step.review.texts()]
