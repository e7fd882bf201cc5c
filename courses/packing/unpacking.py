"""Unpacking a module into this schema, as drafts: its files, its glossary, its exercises, its pages."""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.models import Page

from accounts.models import User
from core.languages import ORDER
from core.storage import BareFile, strip_file
from courses.models import CoursePage, Exercise, GlossaryTerm, LessonExercise, LessonPage, ModulePage
from courses.packing.bundle import Bundle, BundleError, Medium, names_of
from courses.packing.kinds import KINDS
from courses.packing.nodes import BODY, Node
from courses.packing.objectives import settle_objectives
from courses.packing.references import FILES, models_by_name
from courses.packing.writing import known_ids, set_body


def unpack_module(bundle: Bundle, *, course: CoursePage, actor: User | None, keep_exercises: bool = True) -> ModulePage:
    """A packed module as a draft below `course`. Everything is written, or nothing.

    Files and terms that are here are used, an NGO's own version of a term is kept; so are exercises, or with
    `keep_exercises=False` one that is here stands beside its copy. A page whose key is taken gets a new one.
    """
    tree = _with_free_keys(bundle.tree, exercises=not keep_exercises)
    with cleaning_up() as saved, transaction.atomic():
        unpack_files(bundle, names_of(tree), actor=actor, saved=saved)
        unpack_terms(tree.of_kind("term"), actor=actor)
        unpack_exercises(tree.of_kind("exercise"), actor=actor)
        module = build(tree, live=False, owner=actor)
        module.slug = _slug(module, course)
        course.add_child(instance=module)
        lessons = [_add_lesson(module, node, actor) for node in tree.of_kind("lesson")]
        for lesson, node in zip(lessons, tree.of_kind("lesson"), strict=True):
            fill_lesson(lesson, node, actor=actor)
        module.save_revision(user=actor, log_action="wagtail.create")
        settle_objectives(tree)
    return module


def unpack_lesson(module: ModulePage, node: Node, *, actor: User | None) -> LessonPage:
    """One new lesson at the end of a module, as a draft."""
    lesson = _add_lesson(module, _with_free_keys(node, exercises=False), actor)
    fill_lesson(lesson, node, actor=actor)
    return lesson


def _add_lesson(module: ModulePage, node: Node, actor: User | None) -> LessonPage:
    lesson = build(node, live=False, owner=actor)
    lesson.slug = _slug(lesson, module)
    return module.add_child(instance=lesson)


def fill_lesson(lesson: LessonPage, node: Node, *, actor: User | None) -> None:
    """The bodies and the exercises of a lesson: they refer to what had to be there first."""
    bodies = node.texts.get(BODY, {})
    ids = known_ids(names_of(node))
    for code in ORDER:
        set_body(lesson, code, bodies.get(code, []), ids)
    by_key = {str(exercise.key): exercise for exercise in Exercise.objects.filter(key__in=node.settings["exercises"])}
    used = [by_key[key] for key in node.settings["exercises"] if key in by_key]
    lesson.lesson_exercises = [LessonExercise(exercise=made, sort_order=n) for n, made in enumerate(used)]
    lesson.save()
    lesson.save_revision(user=actor, log_action="wagtail.create")


def build(node: Node, **more: Any) -> Any:
    """An unsaved instance of a node with everything below it; without the bodies and what refers to other rows."""
    kind = KINDS[node.kind]
    values: dict[str, Any] = {
        f"{field}_{code}": node.texts.get(field, {}).get(code, "")
        for field in kind.texts
        if field != BODY
        for code in ORDER
    }
    values |= {name: node.settings[name] for name in kind.settings if name in node.settings}
    if "ready" in node.settings:
        values |= {f"ready_{code}": code in node.settings["ready"] for code in ORDER}
    if node.kind != "wording":
        values["translation_key" if issubclass(kind.model, Page) else "key"] = uuid.UUID(node.id)
    for accessor, name in kind.relations:
        values[accessor] = [build(child, sort_order=n) for n, child in enumerate(node.of_kind(name))]
    return kind.model(**(values | more))


def unpack_terms(nodes: Iterable[Node], *, actor: User | None) -> None:
    """The glossary terms that are not here yet."""
    nodes = list(nodes)
    here = {
        str(key) for key in GlossaryTerm.objects.filter(key__in=[n.id for n in nodes]).values_list("key", flat=True)
    }
    for node in nodes:
        if node.id not in here:
            term = build(node)
            term.save()
            term.save_revision(user=actor)


def unpack_exercises(nodes: Iterable[Node], *, actor: User | None) -> None:
    """The exercises that are not here yet, published as they were packed: they show where their lesson does."""
    nodes = list(nodes)
    here = {str(key) for key in Exercise.objects.filter(key__in=[n.id for n in nodes]).values_list("key", flat=True)}
    made = {node.id: build(node) for node in nodes if node.id not in here}
    for exercise in made.values():
        exercise.save()
    banks = {
        str(bank.key): bank
        for bank in Exercise.objects.filter(key__in=[n.settings.get("bank") for n in nodes if n.settings.get("bank")])
    }
    for node in nodes:
        if node.id in made:
            made[node.id].bank = banks.get(node.settings.get("bank") or "")
            made[node.id].save(update_fields=["bank"])  # its questions are there
            made[node.id].save_revision(user=actor).publish(user=actor)


def unpack_files(bundle: Bundle, names: Iterable[str], *, actor: User | None, saved: list[tuple[Storage, str]]) -> None:
    """The pictures, documents and media that are not here yet; those with the same content are used."""
    names = {name for name in names if name.partition(":")[0] in FILES}
    here = known_ids(names)
    for name in sorted(names - set(here)):
        if name in bundle.media:
            _save_file(bundle, bundle.media[name], actor, saved)


def _save_file(bundle: Bundle, medium: Medium, actor: User | None, saved: list[tuple[Storage, str]]) -> None:
    sort, _colon, digest = medium.name.partition(":")
    thing = models_by_name()[sort](**medium.facts, uploaded_by_user=actor)
    content = _bare(bundle, medium)
    if isinstance(thing, get_image_model()):
        thing.file = content  # its size in pixels is read when it is assigned
    else:
        thing.file.save(content.name, content, save=False)
    if sort != "media":
        thing.file_hash, thing.file_size = digest, medium.size
    thing.save()
    saved.append((thing.file.storage, thing.file.name))


def _bare(bundle: Bundle, medium: Medium) -> BareFile:
    """The file without position, maker and author, as it was packed; one that only says so is refused."""
    content = bundle.read(medium)
    try:
        bare = strip_file(ContentFile(content), get_valid_filename(medium.file_name))
    except ValidationError as refused:
        raise BundleError(" ".join(refused.messages)) from refused
    if bare.read() != content:
        raise BundleError(_("A file of the packed module is missing or damaged."))
    bare.seek(0)
    return bare


@contextmanager
def cleaning_up() -> Iterator[list[tuple[Storage, str]]]:
    """Files are not rolled back with the rows: those saved before a failure are removed."""
    saved: list[tuple[Storage, str]] = []
    try:
        yield saved
    except BaseException:
        for storage, name in saved:
            storage.delete(name)
        raise


def _slug(page: Any, parent: Page) -> str:
    if page.slug and Page._slug_is_available(page.slug, parent):
        return str(page.slug)
    return str(page.free_slug(page.headings(), parent))


def _with_free_keys(tree: Node, *, exercises: bool) -> Node:
    """The tree with new ids for the pages whose key is taken here and, if asked, for such exercises and their parts."""
    pages = [node for node in tree.walk() if node.kind in ("module", "lesson")]
    taken = set(
        Page.objects.filter(translation_key__in=[n.id for n in pages]).values_list("translation_key", flat=True)
    )
    renamed = [node.id for node in pages if uuid.UUID(node.id) in taken]
    if exercises:
        asked = tree.of_kind("exercise")
        here = set(Exercise.objects.filter(key__in=[node.id for node in asked]).values_list("key", flat=True))
        renamed += [part.id for node in asked if uuid.UUID(node.id) in here for part in node.walk()]
    return tree.renamed({old: str(uuid.uuid4()) for old in renamed})
