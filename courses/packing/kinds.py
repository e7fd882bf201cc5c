"""What each kind of node holds: its model, its texts, its settings, its children."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from courses.models import (
    Choice,
    CoursePage,
    Exercise,
    GlossaryTerm,
    Group,
    Item,
    LessonPage,
    ModulePage,
    Option,
    Question,
    Scene,
    Wording,
)

READY = ("ready_fr", "ready_ar", "ready_en")


@dataclass(frozen=True)
class Kind:
    """`texts` have a column per language; `settings` are columns with JSON values; `relations`: accessor -> kind."""

    name: str
    model: Any
    texts: tuple[str, ...]
    settings: tuple[str, ...] = ()
    relations: tuple[tuple[str, str], ...] = ()


PAGE_TEXTS = ("heading", "seo_heading", "summary", "objectives")

_ALL = (
    Kind(
        "course", CoursePage, PAGE_TEXTS,
        ("slug", "phase", "level", "audience", "jurisdiction", "duration_minutes", *READY),
    ),
    Kind(
        "module", ModulePage, PAGE_TEXTS,
        ("slug", "phase", "level", "audience", "jurisdiction", "duration_minutes", *READY),
    ),
    Kind(
        "lesson", LessonPage, (*PAGE_TEXTS, "body"),
        ("slug", "jurisdiction", "minutes", "required", "is_gate", *READY),
    ),
    Kind(
        "exercise", Exercise, ("heading", "intro"),
        ("kind", "pass_mark", "tries", "shuffled", "drawn", "drawn_form"),
        (("questions", "question"), ("scenes", "scene")),
    ),
    Kind(
        "question", Question, ("text", "explanation"), ("kind", "is_true", "person", "form", "topic", "archived"),
        (("choices", "choice"), ("groups", "group")),
    ),
    Kind("choice", Choice, ("text", "feedback"), ("correct", "dimension", "weight")),
    Kind("group", Group, ("text",), (), (("items", "item"),)),
    Kind("item", Item, ("text", "feedback")),
    Kind("scene", Scene, ("heading", "text", "rule", "source"), ("number", "outcome"), (("options", "option"),)),
    Kind(
        "option", Option, ("text", "feedback"),
        ("leads_to", "safety", "consent", "information", "endangers"),
    ),
    Kind("term", GlossaryTerm, ("term", "definition"), ("to_check",), (("wordings", "wording"),)),
    Kind("wording", Wording, ("wording",), ("jurisdiction", "source")),
)  # fmt: skip
KINDS = {kind.name: kind for kind in _ALL}
ROOTS = ("course", "module", "lesson", "exercise", "term")  # each saved, with its own revisions
PACKED = frozenset(KINDS) - {"course"}  # a course’s own texts are translated; what travels is a module


def kind_of(instance: Any) -> Kind:
    """The kind of a model's instance."""
    return next(kind for kind in _ALL if isinstance(instance, kind.model))


def node_id(instance: Any, parent: Any = None) -> str:
    """The id an instance's node has. A wording has no key of its own: a term has one per jurisdiction."""
    if isinstance(instance, Wording):
        return wording_id(str((parent or instance.term).key), instance.jurisdiction)
    return str(instance.key if hasattr(instance, "key") else instance.translation_key)


def wording_id(term: str, jurisdiction: str) -> str:
    """The id of the wording of a term (its key) in one jurisdiction."""
    return str(uuid.uuid5(uuid.UUID(term), jurisdiction))


def parts_of(instance: Any, kind: Kind) -> Iterator[tuple[Any, Kind]]:
    """The children of an instance with their kind. What is changed in them is saved with the instance."""
    for accessor, name in kind.relations:
        for child in getattr(instance, accessor).get_object_list():
            yield child, KINDS[name]


def instances(root: Any) -> Iterator[tuple[str, Any]]:
    """The instance and everything below it, each by its node's id."""

    def below(instance: Any, kind: Kind, parent: Any) -> Iterator[tuple[str, Any]]:
        yield node_id(instance, parent), instance
        for child, child_kind in parts_of(instance, kind):
            yield from below(child, child_kind, instance)

    return below(root, kind_of(root), None)
