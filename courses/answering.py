"""Asking an exercise's questions and reviewing the answers: scored by keys, shown in the reader's language."""

import uuid
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.languages import Shown, fallback_languages, shown
from courses.models import Attempt, Choice, Exercise, Question


class AnswerForm(forms.Form):
    """One field per question; a hidden UUID makes sending it twice harmless."""

    attempt = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, exercise: Exercise, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"attempt": uuid.uuid4()})
        self.exercise = exercise
        self.questions = list(exercise.questions.prefetch_related("choices"))
        for question in self.questions:
            kind = forms.MultipleChoiceField if question.kind == Question.Kind.MULTIPLE else forms.ChoiceField
            self.fields[f"q{question.pk}"] = kind(
                label=shown(question, "text").value,
                choices=[(str(choice.key), shown(choice, "text").value) for choice in question.choices.all()],
                widget=forms.CheckboxSelectMultiple if question.kind == Question.Kind.MULTIPLE else forms.RadioSelect,
                error_messages={"required": _("Choose an answer.")},
            )

    def asked(self) -> list["AskedQuestion"]:
        """The questions with their choices and what was ticked, for the template."""
        return [AskedQuestion(question, self[f"q{question.pk}"]) for question in self.questions]

    def fallbacks(self) -> list[str]:
        """Languages, other than the reader's, of some of the texts asked."""
        choices = [choice for question in self.questions for choice in question.choices.all()]
        heading, intro = shown(self.exercise, "heading"), shown(self.exercise, "intro")
        return fallback_languages([heading, intro, *(shown(thing, "text") for thing in (*self.questions, *choices))])

    def chosen(self) -> dict[int, list[UUID]]:
        """Question id -> keys of the choices taken."""
        taken = {}
        for question in self.questions:
            value = self.cleaned_data[f"q{question.pk}"]
            taken[question.pk] = [UUID(key) for key in (value if question.kind == Question.Kind.MULTIPLE else [value])]
        return taken


@dataclass(frozen=True)
class AskedQuestion:
    """A question as it is put."""

    question: Question
    field: Any

    @property
    def text(self) -> Shown:
        return shown(self.question, "text")

    @property
    def input_type(self) -> str:
        return "checkbox" if self.question.kind == Question.Kind.MULTIPLE else "radio"

    def choices(self) -> list[dict[str, Any]]:
        """Key, text, id and whether it is ticked, in order."""
        ticked = self.field.value() or []
        ticked = ticked if isinstance(ticked, list) else [ticked]
        return [
            {
                "id": f"{self.field.auto_id}_{place}",
                "key": str(choice.key),
                "text": shown(choice, "text"),
                "ticked": str(choice.key) in ticked,
            }
            for place, choice in enumerate(self.question.choices.all())
        ]


@dataclass(frozen=True)
class ReviewedChoice:
    """A choice after the answer: `state` as templates/components/choice.html wants it."""

    choice: Choice
    taken: bool

    @property
    def text(self) -> Shown:
        return shown(self.choice, "text")

    @property
    def feedback(self) -> Shown | None:
        """The feedback of what was taken, and of what should have been."""
        return shown(self.choice, "feedback") if self.taken or self.choice.correct else None

    @property
    def state(self) -> str:
        if self.taken:
            return "right" if self.choice.correct else "wrong"
        return "missed" if self.choice.correct else ""


@dataclass(frozen=True)
class Review:
    """A question after the answer."""

    question: Question
    correct: bool
    choices: list[ReviewedChoice]

    @property
    def text(self) -> Shown:
        return shown(self.question, "text")

    @property
    def explanation(self) -> Shown:
        return shown(self.question, "explanation")

    @property
    def input_type(self) -> str:
        return "checkbox" if self.question.kind == Question.Kind.MULTIPLE else "radio"

    def texts(self) -> list[Shown]:
        """Everything that is shown of it."""
        of_choices = [text for choice in self.choices for text in (choice.text, choice.feedback) if text]
        return [self.text, self.explanation, *of_choices]


def review(attempt: Attempt) -> list[Review]:
    """The answers of an attempt in the order of the questions that still exist."""
    answers = attempt.answers.select_related("question").prefetch_related("question__choices")
    return [
        Review(
            answer.question,
            answer.correct,
            [ReviewedChoice(choice, str(choice.key) in answer.given) for choice in answer.question.choices.all()],
        )
        for answer in answers.order_by("question__sort_order")
        if answer.question is not None
    ]
