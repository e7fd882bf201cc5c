"""Reading a module as a tree: as it is published, or its newest draft."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wagtail.models import Revision

from core.languages import ORDER
from courses.models import CoursePage, Exercise, GlossaryTerm, LessonPage, ModulePage
from courses.packing.kinds import READY, kind_of, node_id
from courses.packing.nodes import BODY, OBJECTIVE, Node
from courses.packing.references import References

_PARTS = ("questions__objective", "questions__choices", "questions__groups__items", "scenes__options")


@dataclass
class Parts:
    """The things a module is made of. Of a draft they are for reading: their relations are not those of the rows."""

    module: ModulePage | CoursePage
    lessons: list[LessonPage]
    exercises: list[Exercise]
    terms: list[GlossaryTerm]
    references: References


def read_module(module: ModulePage | CoursePage, *, draft: bool) -> Node:
    """The module as a tree: its lessons, then the exercises they use with the banks these draw from, then the glossary
    terms in its texts. Of a course: its own texts alone. Some fifteen queries whatever their number."""
    parts = load_parts(module, draft=draft)
    keys = {exercise.pk: str(exercise.key) for exercise in parts.exercises}
    tree = _node(parts.module, parts.references)
    for lesson in parts.lessons:
        node = _node(lesson, parts.references)
        used = [entry.exercise_id for entry in lesson.lesson_exercises.all()]
        node.settings["exercises"] = [keys[pk] for pk in used if pk in keys]
        node.texts[BODY] = {code: _with_exercises(body, keys) for code, body in node.texts[BODY].items()}
        tree.children.append(node)
    for exercise in parts.exercises:
        node = _node(exercise, parts.references)
        node.settings["bank"] = keys.get(exercise.bank_id)
        tree.children.append(node)
    tree.children += [_node(term, parts.references) for term in parts.terms]
    return tree


def load_parts(module: ModulePage | CoursePage, *, draft: bool) -> Parts:
    """Everything a module is made of, draft or published; a course is made of itself alone."""
    module = type(module).objects.get(pk=module.pk)
    lessons = LessonPage.objects.child_of(module).order_by("path").prefetch_related("lesson_exercises")
    lessons = list(lessons if draft else lessons.live())
    if draft:
        module, *lessons = newest_drafts([module, *lessons])
    references = References(body for lesson in lessons for body in raw_bodies(lesson).values())
    used = [entry.exercise_id for lesson in lessons for entry in lesson.lesson_exercises.all()]
    used += [exercise.pk for exercise in references.things("exercise")]
    terms = GlossaryTerm.objects.filter(pk__in=[term.pk for term in references.things("term")])
    return Parts(
        module,
        lessons,
        _load_exercises(used, draft=draft),
        list(terms.order_by("key").prefetch_related("wordings")),
        references,
    )


def _load_exercises(used: Iterable[int], *, draft: bool) -> list[Exercise]:
    """In the order they are used, then the banks they draw from."""
    loaded: dict[int, Exercise] = {}
    wanted = list(dict.fromkeys(used))
    while wanted:
        rows = Exercise.objects.filter(pk__in=wanted).prefetch_related(*_PARTS)
        found = {row.pk: row for row in (newest_drafts(rows) if draft else rows.filter(live=True))}
        loaded |= {pk: found[pk] for pk in wanted if pk in found}
        banks = dict.fromkeys(exercise.bank_id for exercise in found.values() if exercise.bank_id)
        wanted = [pk for pk in banks if pk not in loaded]
    return list(loaded.values())


def newest_drafts(things: Iterable[Any]) -> list[Any]:
    """The newest drafts of pages or exercises, without a query for each."""
    things = list(things)
    drafted = [thing.latest_revision_id for thing in things if thing.has_unpublished_changes]
    revisions = Revision.objects.in_bulk([pk for pk in drafted if pk])
    return [_restored(thing, revisions.get(thing.latest_revision_id)) for thing in things]


def _restored(thing: Any, revision: Revision | None) -> Any:
    if revision is None or not thing.has_unpublished_changes:
        return thing
    draft = type(thing).from_serializable_data(revision.content, check_fks=False)
    draft.pk = thing.pk
    if hasattr(thing, "translation_key"):
        draft.translation_key = thing.translation_key
    return draft


def raw_bodies(lesson: LessonPage) -> dict[str, list[dict[str, Any]]]:
    """The raw stream data of a lesson's body by language, as JSON has it."""
    return {code: [_as_json(child) for child in getattr(lesson, f"body_{code}").get_prep_value()] for code in ORDER}


def _as_json(child: Mapping[str, Any]) -> dict[str, Any]:
    """A block whose value was read before gives its days as days."""
    value = child["value"]
    if isinstance(value, dict) and any(isinstance(inner, datetime.date) for inner in value.values()):
        value = {
            name: inner.isoformat() if isinstance(inner, datetime.date) else inner for name, inner in value.items()
        }
    return {**child, "value": value}


def _node(instance: Any, references: References, parent: Any = None) -> Node:
    kind = kind_of(instance)
    texts: dict[str, dict[str, Any]] = {
        name: {code: getattr(instance, f"{name}_{code}") or "" for code in ORDER} for name in kind.texts if name != BODY
    }
    if BODY in kind.texts:
        texts[BODY] = {code: references.portable(raw) for code, raw in raw_bodies(instance).items()}
    settings = {name: getattr(instance, name) for name in kind.settings if name not in READY}
    if READY[0] in kind.settings:
        settings["ready"] = [code for code in ORDER if getattr(instance, f"ready_{code}")]
    if kind.name == "question":
        settings[OBJECTIVE] = str(instance.objective.translation_key) if instance.objective_id else None
    node = Node(node_id(instance, parent), kind.name, settings, texts)
    for accessor, _name in kind.relations:
        children = sorted(getattr(instance, accessor).all(), key=in_order)
        node.children += [_node(child, references, instance) for child in children]
    return node


def _with_exercises(body: list[dict[str, Any]], keys: dict[int, str]) -> list[dict[str, Any]]:
    """Without the blocks of exercises that are not packed: elsewhere they would be empty."""
    packed = {f"exercise:{key}" for key in keys.values()}
    return [block for block in body if block["type"] != "exercise" or block["value"] in packed]


def in_order(child: Any) -> tuple[bool, int, bool, int]:
    """As the database orders them: what has no place yet comes last, and of those what is not saved yet."""
    return child.sort_order is None, child.sort_order or 0, child.pk is None, child.pk or 0
