"""Adopting a module from the network library, and bringing it in line with its source piece by piece."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from accounts.models import User
from courses.models import Adoption, CoursePage, Exercise, LessonExercise, LessonPage, ModulePage
from courses.packing.bundle import Bundle, names_of
from courses.packing.comparing import Piece, Sort, compare, parent_of, put_block, settle
from courses.packing.kinds import KINDS
from courses.packing.nodes import BODY, Node
from courses.packing.objectives import settle_objectives
from courses.packing.reading import read_module
from courses.packing.unpacking import (
    build,
    cleaning_up,
    unpack_exercises,
    unpack_files,
    unpack_lesson,
    unpack_module,
    unpack_terms,
)
from courses.packing.writing import ModuleDrafts, TextChange


class AlreadyHereError(Exception):
    """The module is here already; `module` is it."""

    def __init__(self, module: ModulePage) -> None:
        super().__init__(str(module.pk))
        self.module = module


def module_here(key: Any) -> ModulePage | None:
    """The module adopted from this source, or the source itself."""
    adoption = Adoption.objects.filter(source_key=key).select_related("module").first()
    return adoption.module if adoption else ModulePage.objects.filter(translation_key=key).first()


@transaction.atomic
def adopt_module(bundle: Bundle, *, version: int, course: CoursePage, actor: User | None) -> Adoption:
    """Unpack a module below a course as a draft and note where it comes from. Raises AlreadyHereError."""
    CoursePage.objects.select_for_update().get(pk=course.pk)  # two clicks come one after the other
    if here := module_here(bundle.tree.id):
        raise AlreadyHereError(here)
    module = unpack_module(bundle, course=course, actor=actor)
    return Adoption.objects.create(
        module=module, source_key=bundle.tree.id, version=version, base=bundle.tree.to_json(), adopted_by=actor
    )


def pending(adoption: Adoption, bundle: Bundle) -> list[Piece]:
    """What is new in the source and not yet decided on."""
    return compare(_base(adoption, bundle), _theirs(bundle), _mine(adoption, bundle))


def _base(adoption: Adoption, bundle: Bundle) -> Node:
    return Node.from_json(adoption.base).renamed(bundle.renamed).with_shared_ids()


def _theirs(bundle: Bundle) -> Node:
    return bundle.tree.with_shared_ids()


def _mine(adoption: Adoption, bundle: Bundle) -> Node:
    """The newest draft; a file that is not stripped here yet goes by the name it will have."""
    return read_module(adoption.module, draft=True).renamed(bundle.renamed).with_shared_ids()


def decide(
    adoption: Adoption,
    bundle: Bundle,
    *,
    version: int,
    taken: Collection[str],
    left: Collection[str],
    actor: User | None,
) -> int:
    """Take some pieces into the drafts, leave others as they are here; returns how many are still to decide on.

    Ids that are no longer pending are passed over. With the last piece the module is in line with the version.
    """  # fmt: skip
    with cleaning_up() as saved, transaction.atomic():
        adoption = Adoption.objects.select_for_update().select_related("module").get(pk=adoption.pk)
        pieces = {piece.id: piece for piece in pending(adoption, bundle)}
        chosen = [piece for key, piece in pieces.items() if key in taken and piece.can_be_taken]
        others = [piece for key, piece in pieces.items() if key in left and piece not in chosen]
        unpack_files(bundle, _names_in(chosen), actor=actor, saved=saved)
        theirs = _theirs(bundle)
        _take(adoption.module, theirs, chosen, actor)
        settle_objectives(theirs)
        base = settle(_base(adoption, bundle), theirs, [*chosen, *others])
        rest = compare(base, theirs, _mine(adoption, bundle))
        if not rest:
            base, adoption.version = theirs, version
        adoption.base = base.to_json()
        adoption.save()
    return len(rest)


def _names_in(pieces: list[Piece]) -> set[str]:
    names: set[str] = set()
    for piece in pieces:
        if piece.sort == Sort.NEW:
            names |= names_of(piece.node)
        elif piece.sort == Sort.BLOCK and piece.theirs:
            names |= names_of(Node("", "lesson", texts={BODY: {piece.language: [piece.theirs]}}))
    return names


def _take(module: ModulePage, theirs: Node, pieces: list[Piece], actor: User | None) -> None:
    """What other pieces refer to comes first: terms, exercises, then lessons, then texts."""
    if not pieces:
        return
    nodes, names = theirs.by_id(), _names_in(pieces)
    new = [piece.node for piece in pieces if piece.sort == Sort.NEW]
    referred = [nodes[key] for name in names if (key := name.partition(":")[2]) in nodes]
    lessons = [node for node in new if node.kind == "lesson"]
    keys = {key for lesson in lessons for key in lesson.settings["exercises"]}
    exercises = [node for node in [*new, *referred, *(nodes[key] for key in keys)] if node.kind == "exercise"]
    banks = [nodes[node.settings["bank"]] for node in exercises if node.settings["bank"] in nodes]
    unpack_terms([node for node in [*new, *referred] if node.kind == "term"], actor=actor)
    unpack_exercises({node.id: node for node in [*exercises, *banks]}.values(), actor=actor)
    for lesson in lessons:
        unpack_lesson(module, lesson, actor=actor)
    with ModuleDrafts(module, actor=actor) as drafts:
        for piece in pieces:
            if piece.sort == Sort.NEW:
                _attach(drafts, theirs, piece.node)
            else:
                _write(drafts, piece)


def _attach(drafts: ModuleDrafts, theirs: Node, node: Node) -> None:
    """Put a new part into its draft, or a new exercise into the lessons that have it in the source."""
    if node.kind == "exercise":
        for lesson in theirs.of_kind("lesson"):
            if node.id in lesson.settings["exercises"] and drafts.has(lesson.id):
                _set_exercises(drafts.find(lesson.id), [node.id], keep=True)
    elif node.kind not in ("lesson", "term"):
        parent = parent_of(theirs, node.id)
        if parent is None or not drafts.has(parent.id):
            return
        instance = drafts.find(parent.id)
        accessor = next(name for name, kind in KINDS[parent.kind].relations if kind == node.kind)
        siblings = getattr(instance, accessor).get_object_list()
        getattr(instance, accessor).add(build(node, sort_order=len(siblings)))


def _write(drafts: ModuleDrafts, piece: Piece) -> None:
    if piece.sort == Sort.TEXT:
        drafts.set_text(TextChange(piece.node.id, piece.field, piece.language, piece.theirs))
    elif piece.sort == Sort.BLOCK:
        body = drafts.packed_body(piece.node.id, piece.language)
        source = piece.node.texts[BODY].get(piece.language, [])
        changed = put_block(body, piece.field, piece.theirs, source)
        drafts.set_text(TextChange(piece.node.id, BODY, piece.language, changed))
    else:
        _write_settings(drafts.find(piece.node.id), piece.theirs)


def _write_settings(instance: Any, settings: dict[str, Any]) -> None:
    for name, value in settings.items():
        if name == "exercises":
            _set_exercises(instance, value, keep=False)
        elif name == "bank":
            instance.bank = Exercise.objects.filter(key=value).first() if value else None
        else:
            setattr(instance, name, value)


def _set_exercises(lesson: LessonPage, keys: list[str], *, keep: bool) -> None:
    """The exercises of a lesson; with `keep`, after those it has."""
    by_key = {str(exercise.key): exercise for exercise in Exercise.objects.filter(key__in=keys)}
    had = [entry.exercise for entry in lesson.lesson_exercises.all()] if keep else []
    wanted = had + [by_key[key] for key in keys if key in by_key and by_key[key] not in had]
    lesson.lesson_exercises = [LessonExercise(exercise=exercise, sort_order=n) for n, exercise in enumerate(wanted)]
