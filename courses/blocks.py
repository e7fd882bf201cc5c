"""Stream blocks that only lessons have: what they show comes from the glossary and from exercises."""

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from core.blocks import RICH_TEXT, BodyBlock, CallOutBlock
from courses.diagrams import DIAGRAMS

WITH_TERMS = [*RICH_TEXT, "glossary"]
KEY_POINTS = ("key_message", "checklist", "law_reference")


# What a page has read before its body is shown: model -> id -> object.
_at_hand: ContextVar[Mapping[str, Mapping[int, Any]] | None] = ContextVar("at_hand", default=None)


class ReadOnceChooserBlock(SnippetChooserBlock):
    """A chooser that takes what the page has at hand: a lesson reads its exercises and terms once."""

    def bulk_to_python(self, values: Iterable[int]) -> list[Any]:
        at_hand = _at_hand.get()
        if at_hand is None:
            return super().bulk_to_python(values)
        return [at_hand[self._target_model].get(key) for key in values]


def unfold(body: Any, *, exercises: Mapping[int, Any], terms: Mapping[int, Any]) -> None:
    """Give the blocks of a body what the page has read; what is not among it is not shown."""
    token = _at_hand.set({"courses.Exercise": exercises, "courses.GlossaryTerm": terms})
    try:
        list(body or ())
    finally:
        _at_hand.reset(token)


def key_points_of(body: Any) -> list[Any]:
    """The blocks that say a lesson in short; after `unfold`."""
    return [block for block in body or () if block.block_type in KEY_POINTS]


def ids_in(body: Any, kind: str) -> list[int]:
    """The ids chosen in the blocks of one kind, in reading order."""
    return [raw["value"] for raw in (body.raw_data if body else ()) if raw["type"] == kind and raw["value"]]


class GlossaryTermBlock(ReadOnceChooserBlock):
    """A term with its definition and what each jurisdiction calls it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("courses.GlossaryTerm", **kwargs)

    class Meta:
        icon = "openquote"
        label = _("Glossary term")
        template = "blocks/glossary_term.html"


class ExerciseBlock(ReadOnceChooserBlock):
    """An exercise at its place in the text. `courses.reading` puts a card for each into the page's context."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("courses.Exercise", **kwargs)

    def clean(self, value: Any) -> Any:
        chosen = super().clean(value)
        if chosen is not None and chosen.kind == chosen.Kind.BANK:
            raise ValidationError(
                _("This is a question bank, which nobody answers as such. Choose an exercise that draws from it.")
            )
        return chosen

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["card"] = (context.get("cards") or {}).get(value.pk) if value else None
        return context

    class Meta:
        icon = "tick-inverse"
        label = _("Exercise")
        template = "blocks/exercise.html"


def diagram_choices() -> list[tuple[str, Any]]:
    """The diagrams there are, for the editor."""
    return [(key, diagram.name) for key, diagram in DIAGRAMS.items()]


class DiagramBlock(blocks.ChoiceBlock):
    """A diagram of the drawn vocabulary, by its key; one that there is no more is not shown."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=diagram_choices, **kwargs)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        return super().get_context(value, parent_context=parent_context) | {"diagram": DIAGRAMS.get(value)}

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return blocks.Block.deconstruct(self)  # of its own choices, whatever language they are read in

    class Meta:
        icon = "image"
        label = _("Diagram")
        template = "blocks/diagram.html"


class LessonBodyBlock(BodyBlock):
    """The body of a lesson: words of its texts can lead to the glossary."""

    paragraph = blocks.RichTextBlock(
        features=WITH_TERMS, label=_("Text"), icon="pilcrow", template="blocks/paragraph.html"
    )
    callout = CallOutBlock(features=WITH_TERMS)
    glossary_term = GlossaryTermBlock()
    exercise = ExerciseBlock()
    diagram = DiagramBlock()
