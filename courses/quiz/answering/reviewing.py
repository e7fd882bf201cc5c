"""Reviews an attempt question by question: what was given, what is right, and why."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.languages import Shown, shown
from courses.models import Answer, Attempt, Choice, Question
from courses.models.questions import Weight
from courses.quiz import grading
from courses.quiz.answering.screening import ReviewedScreening, review_screening
from courses.versions import question_of

Kind = Question.Kind


@dataclass(frozen=True)
class Verdict:
    """A thing that was chosen, placed or missed. `state` as templates/components/choice.html wants it."""

    id: str
    text: Shown | str
    state: str = ""
    taken: bool = False
    feedback: Shown | None = None
    said: str = ""  # what was done with it, in words
    weight: str = ""  # of an indicator
    put: Shown | None = None  # the group it was put in

    def texts(self) -> list[Shown]:
        return [text for text in (self.text, self.feedback, self.put) if isinstance(text, Shown) and text]


@dataclass(frozen=True)
class Part:
    """Things that belong together: all of an answer, or those of one group."""

    verdicts: list[Verdict]
    heading: Shown | None = None


@dataclass(frozen=True)
class Review:
    """A question after the answer."""

    answer: Answer
    question: Question
    parts: list[Part] = field(default_factory=list)
    screening: ReviewedScreening | None = None
    note: str = ""

    @property
    def template(self) -> str:
        is_placed = self.question.kind in (Kind.ORDERING, Kind.SORTING, Kind.MATCHING)
        return f"courses/questions/{'reviewed_places' if is_placed else 'reviewed_choices'}.html"

    @property
    def correct(self) -> bool:
        return self.answer.correct

    @property
    def text(self) -> Shown:
        return shown(self.question, "text")

    @property
    def explanation(self) -> Shown:
        return shown(self.question, "explanation")

    @property
    def input_type(self) -> str:
        return "checkbox" if self.question.kind in (Kind.MULTIPLE, Kind.CHECKLIST) else "radio"

    def texts(self) -> list[Shown]:
        """Everything that is shown of it."""
        headings = [part.heading for part in self.parts if part.heading]
        return [self.text, self.explanation, *headings, *self._texts_of_verdicts()]

    def _texts_of_verdicts(self) -> list[Shown]:
        return [text for part in self.parts for verdict in part.verdicts for text in verdict.texts()]


def review(attempt: Attempt, *, withheld: Collection[int] = ()) -> list[Review]:
    """The answers of an attempt, in the order asked, as the questions stood then: a query. Those of the questions
    `withheld` (ids) are left out."""
    answers = attempt.answers.exclude(question__in=withheld).select_related("version").order_by("pk")
    return [_review_one(answer, question_of(answer.version)) for answer in answers if answer.version]


def review_given(question: Question, given: grading.Given) -> Review:
    """What is said of an answer that is not kept yet."""
    points, maximum = grading.grade(question, given)
    return _review_one(Answer(question=question, given=given, points=points, maximum=maximum), question)


def _review_one(answer: Answer, question: Question) -> Review:
    given = answer.given
    if question.kind == Kind.ORDERING:
        placed = given if isinstance(given, list) else []
        parts, endangers = _review_order(question, placed)
        note = gettext("One of these steps endangers somebody: the whole question scores nothing.") if endangers else ""
        return Review(answer, question, parts, note=note)
    if question.kind in (Kind.SORTING, Kind.MATCHING):
        return Review(answer, question, _review_groups(question, given if isinstance(given, Mapping) else {}))
    taken = {str(key) for key in (given if isinstance(given, list) else [given])}
    screening = review_screening(question, taken) if question.kind == Kind.CHECKLIST else None
    return Review(answer, question, [Part(_review_choices(question, taken))], screening)


def _review_choices(question: Question, taken: set[str]) -> list[Verdict]:
    if question.kind == Kind.TRUE_FALSE:
        offered: list[tuple[str, Any, bool, Any, str]] = [
            ("true", gettext("True"), question.is_true, None, ""),
            ("false", gettext("False"), not question.is_true, None, ""),
        ]
    else:
        offered = [
            (str(entry.key), shown(entry, "text"), entry.correct, shown(entry, "feedback"), _weight(entry))
            for entry in question.choices.all()
        ]
    return [
        Verdict(
            id=f"{question.key.hex}-{key}", text=text, state=state, taken=key in taken,
            feedback=feedback if feedback and state else None,
            said=str(SIGNS[state]) if weight and state else "", weight=weight if state else "",
        )
        for key, text, correct, feedback, weight in offered
        for state in [_state(key in taken, correct)]
    ]  # fmt: skip


SIGNS = {
    "right": _("You have seen this sign."),
    "wrong": _("This sign is not in the facts."),
    "missed": _("This sign is in the facts, and you have not ticked it."),
}


def _weight(entry: Choice) -> str:
    """In words: shown after the answer alone."""
    return str(Weight(entry.weight).label) if entry.weight else ""


def _state(taken: bool, correct: bool) -> str:
    if taken:
        return "right" if correct else "wrong"
    return "missed" if correct else ""


def _review_order(question: Question, placed: list[str]) -> tuple[list[Part], bool]:
    """The steps in their right order, then what was chosen and is no step; whether there is any of that."""
    verdicts = []
    for position, step in enumerate(grading.steps(question), 1):
        given = placed.index(str(step.key)) + 1 if str(step.key) in placed else 0
        if given == position:
            state, said = "right", gettext("In its place.")
        elif given:
            state, said = "wrong", gettext("You put it at position %(position)s.") % {"position": given}
        else:
            state, said = "missed", gettext("You left this step out.")
        verdicts.append(_placed(step, state, said))
    strange = [
        _placed(choice, "wrong", gettext("You chose it. It is not a step."))
        for choice in question.choices.all()
        if not choice.correct and str(choice.key) in placed
    ]
    return [Part(verdicts), *([Part(strange)] if strange else [])], bool(strange)


def _review_groups(question: Question, put: Mapping[str, str]) -> list[Part]:
    """Each group with the items that belong there."""
    groups = {str(group.key): group for group in question.groups.all()}
    parts = []
    for key, group in groups.items():
        verdicts = []
        for item in group.items.all():
            given = put.get(str(item.key), "")
            other = shown(groups[given], "text") if given in groups and given != key else None
            if given == key:
                verdicts.append(_placed(item, "right", gettext("In its place.")))
            else:
                said = gettext("You put it under:") if other else gettext("You did not place it.")
                verdicts.append(_placed(item, "wrong", said, other))
        parts.append(Part(verdicts, shown(group, "text")))
    return parts


def _placed(thing: Any, state: str, said: str, put: Shown | None = None) -> Verdict:
    feedback = shown(thing, "feedback")
    return Verdict(
        id=thing.key.hex, text=shown(thing, "text"), state=state, said=said, put=put, feedback=feedback or None
    )
