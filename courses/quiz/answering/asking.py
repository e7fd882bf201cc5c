"""The questions as they are put, and the form that takes the answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.languages import Shown, fallback_languages, shown
from courses.models import Choice, Dimension, Exercise, Group, Item, Question
from courses.models.questions import Weight
from courses.quiz.answering.fields import GroupsField, OrderField
from courses.quiz.grading import Given, placed_items, steps
from courses.quiz.selection import Drawn, shuffled

Kind = Question.Kind
TEMPLATES = {Kind.ORDERING: "places", Kind.SORTING: "places", Kind.MATCHING: "places", Kind.CHECKLIST: "checklist"}
FEW = 4  # so many groups are buckets to tap; more are chosen from a list
MANY = (Kind.MULTIPLE, Kind.CHECKLIST)
NONE = "none"  # ticked alone: no indicator of a checklist is present


class AnswerForm(forms.Form):
    """One field per question; what is asked travels signed in a hidden one, and makes sending it twice harmless."""

    asked = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, exercise: Exercise, drawn: Drawn, signed: str, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"asked": signed})
        self.exercise, self.drawn = exercise, drawn
        for question in drawn.questions:
            self.fields[field_name(question)] = _field_of(question)

    def questions(self) -> list["AskedQuestion"]:
        """The questions with their choices and what was given, for the template."""
        return [AskedQuestion(question, self[field_name(question)], self.drawn) for question in self.drawn.questions]

    def texts(self) -> list[Shown]:
        """Everything that is shown of it."""
        heading, intro = shown(self.exercise, "heading"), shown(self.exercise, "intro")
        return [heading, intro, *(text for asked in self.questions() for text in asked.texts())]

    def fallbacks(self) -> list[str]:
        """Languages, other than the reader's, of some of the texts asked."""
        return fallback_languages(self.texts())

    def given(self) -> dict[int, Given]:
        """Question id -> what was given, as `courses.models.Answer` keeps it."""
        return {question.pk: self.given_to(question) for question in self.drawn.questions}

    def given_to(self, question: Question) -> Given:
        """What was given to one of the questions, of which the form has found nothing wrong."""
        value = self.cleaned_data[field_name(question)]
        if question.kind == Kind.CHECKLIST:
            return [key for key in value if key != NONE]
        return [value] if question.kind == Kind.SINGLE else value


def field_name(question: Question) -> str:
    """The name of a question's field; that of one not yet saved, in a preview, is by its key."""
    return f"q{question.pk or question.key.hex}"


def _field_of(question: Question) -> forms.Field:
    label, kind = shown(question, "text").value, Kind(question.kind)
    things = [str(thing.key) for thing in things_of(question)]
    if kind == Kind.ORDERING:
        return OrderField(things, label=label)
    if kind in (Kind.SORTING, Kind.MATCHING):
        return GroupsField(things, {str(group.key) for group in question.groups.all()}, label=label)
    if kind == Kind.CHECKLIST:
        return ChecklistField(things, label=label)
    choices = [("true", ""), ("false", "")] if kind == Kind.TRUE_FALSE else [(key, "") for key in things]
    field = forms.MultipleChoiceField if kind in MANY else forms.ChoiceField
    return field(
        label=label,
        choices=choices,
        widget=forms.CheckboxSelectMultiple if kind in MANY else forms.RadioSelect,
        error_messages={"required": _("Choose an answer."), "invalid_choice": _("Choose one of the answers offered.")},
    )


class ChecklistField(forms.MultipleChoiceField):
    """Indicators, or “none of these” alone: an empty list may have been overlooked."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "required": _("Tick what is present, or “None of these”."),
        "both": _("Tick either indicators or “None of these”, not both."),
        "invalid_choice": _("Choose one of the answers offered."),
    }

    def __init__(self, keys: Sequence[str], **kwargs: Any) -> None:
        super().__init__(choices=[(key, "") for key in (*keys, NONE)], **kwargs)

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if NONE in value and len(value) > 1:
            raise forms.ValidationError(self.error_messages["both"], code="both")


def _offered(choice: Any) -> dict[str, Any]:
    """A choice as it is offered, and what a script may say of it once it is taken."""
    return {
        "key": str(choice.key), "text": shown(choice, "text"), "correct": choice.correct,
        "feedback": shown(choice, "feedback"), "dimension": choice.dimension,
        "weight": Weight(choice.weight).label if choice.weight else "", "weight_code": choice.weight,
    }  # fmt: skip


def things_of(question: Question) -> Sequence[Choice | Item]:
    """What is chosen among, ordered, sorted or matched, as the editor wrote it."""
    if question.kind in (Kind.SORTING, Kind.MATCHING):
        return [item for group in question.groups.all() for item in group.items.all()]
    return list(question.choices.all())


@dataclass(frozen=True)
class AskedQuestion:
    """A question as it is put."""

    question: Question
    field: Any
    drawn: Drawn

    @property
    def text(self) -> Shown:
        return shown(self.question, "text")

    @property
    def explanation(self) -> Shown:
        return shown(self.question, "explanation")

    @property
    def template(self) -> str:
        if self.question.kind == Kind.SORTING and len(self.groups()) <= FEW:
            return "courses/questions/buckets.html"
        return f"courses/questions/{TEMPLATES.get(Kind(self.question.kind), 'choices')}.html"

    @property
    def input_type(self) -> str:
        return "checkbox" if self.question.kind in MANY else "radio"

    @property
    def is_placed(self) -> bool:
        """Whether each thing has a place: in an order or in a group."""
        return TEMPLATES.get(Kind(self.question.kind)) == "places"

    @cached_property
    def things(self) -> Sequence[Choice | Item]:
        """In the order shown: by lot, so that no place is the right one; the same for one person and one try."""
        return shuffled(things_of(self.question), self.drawn.lot or self.drawn.attempt, self.question.key)

    def choices(self) -> list[dict[str, Any]]:
        """Key, text, id and whether it is ticked, in the order shown."""
        ticked = self.field.value() or []
        ticked = ticked if isinstance(ticked, list) else [ticked]
        if self.question.kind == Kind.TRUE_FALSE:
            is_true = self.question.is_true
            offered: list[dict[str, Any]] = [
                {"key": "true", "text": gettext("True"), "correct": is_true},
                {"key": "false", "text": gettext("False"), "correct": not is_true},
            ]
        else:
            offered = [_offered(thing) for thing in self.things]
        return [
            {"id": f"{self.field.auto_id}_{place}", "ticked": entry["key"] in ticked} | entry
            for place, entry in enumerate(offered)
        ]

    def indicators(self) -> list[tuple[Dimension, list[dict[str, Any]]]]:
        """A checklist's indicators by dimension."""
        choices = self.choices()
        parts = [(name, [entry for entry in choices if entry.get("dimension") == name.value]) for name in Dimension]
        return [(name, entries) for name, entries in parts if entries]

    def cards(self) -> list[tuple[Dimension, list[dict[str, Any]]]]:
        """The same as cards, each with its number, how many there are and the id of the one that follows."""
        parts = self.indicators()
        entries = [entry for _name, entries in parts for entry in entries]
        following = [*(entry["id"] for entry in entries[1:]), self.none()["id"]]
        for number, (entry, next_id) in enumerate(zip(entries, following, strict=True), 1):
            entry |= {"card": number, "cards": len(entries), "next_id": next_id}
        return parts

    @property
    def is_answered(self) -> bool:
        """Whether anything was given."""
        return bool(self.field.value())

    def none(self) -> dict[str, Any]:
        """What is ticked when no indicator is present."""
        return {"id": f"{self.field.auto_id}_{NONE}", "key": NONE, "ticked": NONE in (self.field.value() or [])}

    @property
    def unanswered(self) -> str:
        """What is said to somebody who left it out; scripts say it where the server is not there to."""
        return str(self.field.field.error_messages["required"])

    @property
    def wants_all(self) -> bool:
        """Whether each of its things has to be placed, where one of them is enough otherwise."""
        return self.question.kind in (Kind.SORTING, Kind.MATCHING)

    def places(self) -> list[dict[str, Any]]:
        """Each thing to place: text, id, name of its select and the place chosen so far."""
        chosen, right = self.field.value() or {}, self._right_places()
        return [
            {
                "id": f"{self.field.auto_id}_{place}", "name": f"{self.field.html_name}-{thing.key}",
                "text": shown(thing, "text"), "chosen": chosen.get(str(thing.key), ""),
                "right": right.get(str(thing.key), ""), "feedback": shown(thing, "feedback"),
            }
            for place, thing in enumerate(self.things)
        ]  # fmt: skip

    def _right_places(self) -> dict[str, str]:
        """Where each thing belongs: its position or its group, by the things' keys; what is no step has none."""
        if self.question.kind == Kind.ORDERING:
            return {str(step.key): str(place) for place, step in enumerate(steps(self.question), 1)}
        return {str(item.key): group for item, group in placed_items(self.question)}

    def carried(self) -> list[tuple[str, str]]:
        """Names and values of the answer as given, for hidden fields."""
        value = self.field.value()
        if isinstance(value, dict):
            return [(f"{self.field.html_name}-{key}", place) for key, place in value.items()]
        return [(self.field.html_name, one) for one in (value if isinstance(value, list) else [value])]

    def options(self) -> list[tuple[str, Any]]:
        """What each thing may be placed at: value and text."""
        if self.question.kind == Kind.ORDERING:
            return [(position, position) for position in self.field.field.positions]
        return [(str(group.key), shown(group, "text")) for group in self.groups()]

    def groups(self) -> list[Group]:
        return list(self.question.groups.all())

    def texts(self) -> list[Shown]:
        """Everything that is shown of it."""
        return [self.text, *(shown(thing, "text") for thing in (*self.things, *self.groups()))]
