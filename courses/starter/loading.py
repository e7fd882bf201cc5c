"""Loads modules of the files into the active tenant: the first time whole, then what is new in them alone.

What an editor has changed since stays: it is theirs, and said. What a file no longer has stays too, until somebody
removes it: it may have been answered.
"""

import io
import zipfile
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from wagtail.models import Page, ReferenceIndex, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from accounts.models import User
from core.languages import ORDER
from core.text import ascii_slug
from courses.glossary import load_glossary
from courses.legal import only_signed
from courses.models import Adoption, CoursePage, Exercise, LessonPage, ModulePage
from courses.packing import Node
from courses.packing.adopting import decide, module_here, pending
from courses.packing.bundle import Bundle
from courses.packing.comparing import Sort
from courses.packing.reading import load_parts
from courses.packing.unpacking import unpack_module
from courses.starter.content import Curriculum, Module
from courses.starter.finishing import point_to_lessons
from courses.starter.tree import key_of, tree_of


@dataclass(frozen=True)
class Loaded:
    """What loading did to a module: `pieces` were brought in, `kept` are an editor's own, `gone` not in the files.

    `drafts`: pages and exercises that an editor was working on, changed and not published.
    """

    module: ModulePage
    is_new: bool = False
    pieces: int = 0
    kept: int = 0
    gone: int = 0
    drafts: list[str] = field(default_factory=list)

    @property
    def has_news(self) -> bool:
        return self.is_new or self.pieces > 0


@transaction.atomic
def load_curriculum(curriculum: Curriculum, *, only: str = "", actor: User | None = None) -> list[Loaded]:
    """The modules of the curriculum, or the one of the code `only`, published below their course (made if need be).

    The curriculum is whole: what tests draw from comes from all its modules.
    """
    load_glossary()
    wanted = [module for module in curriculum.modules if only.upper() in ("", module.code)]
    with disable_reference_index_auto_update():  # it reads a whole bank again for each of its choices
        page = _course(curriculum, actor)
        loaded = [_load(module, curriculum, page, actor) for module in wanted]
        point_to_lessons(curriculum, actor)
        _give_final(page, curriculum, actor)
    for root in [CoursePage.objects.get(pk=page.pk), *(root for one in loaded for root in _roots(one.module))]:
        ReferenceIndex.create_or_update_for_object(root)
    return loaded


def _course(curriculum: Curriculum, actor: User | None) -> CoursePage:
    key = key_of("course")
    here = CoursePage.objects.filter(translation_key=key).first()
    if here:
        return here
    first, texts = curriculum.modules[0], {"heading": curriculum.heading, "summary": curriculum.summary}
    page = CoursePage(
        slug=ascii_slug(curriculum.heading["fr"]), translation_key=key, owner=actor, live=False, phase=first.phase,
        level=first.level, audience=first.audience, jurisdiction=first.jurisdiction,
        duration_minutes=sum(module.measure.minutes for module in curriculum.modules),
        **{f"{name}_{code}": text[code] for name, text in texts.items() for code in ORDER},
        **{f"ready_{code}": True for code in ORDER},
    )  # fmt: skip
    Page.objects.get(pk=Site.objects.get(is_default_site=True).root_page_id).add_child(instance=page)
    page.save_revision(user=actor, log_action="wagtail.create").publish(user=actor)
    return CoursePage.objects.get(pk=page.pk)


def _load(module: Module, curriculum: Curriculum, course: CoursePage, actor: User | None) -> Loaded:
    bundle = _bundle(tree_of(module, curriculum))
    here = module_here(bundle.tree.id)
    if here is not None:
        return _update(here, module, bundle, actor)
    page = unpack_module(bundle, course=course, actor=actor)
    _lineage(page, module, bundle.tree)
    _publish([page, *LessonPage.objects.child_of(page)], actor)
    return Loaded(ModulePage.objects.get(pk=page.pk), is_new=True)


def _update(here: ModulePage, module: Module, bundle: Bundle, actor: User | None) -> Loaded:
    adoption = Adoption.objects.filter(module=here).first() or _lineage(here, module, bundle.tree)
    pieces = pending(adoption, bundle)
    own = {piece.id for piece in pieces if piece.is_own and not only_signed(piece)}
    taken = [piece.id for piece in pieces if piece.can_be_taken and piece.id not in own]
    kept = [piece.id for piece in pieces if piece.can_be_taken and piece.id in own]
    gone = [piece.id for piece in pieces if piece.sort == Sort.REMOVED]
    if not taken:
        return Loaded(here, kept=len(kept), gone=len(gone))
    worked_on = [str(root) for root in _roots(here) if root.has_unpublished_changes]
    decide(adoption, bundle, version=adoption.version + 1, taken=taken, left=[], actor=actor)
    changed = [root for root in _roots(here) if root.has_unpublished_changes and str(root) not in worked_on]
    _publish(changed, actor)
    return Loaded(ModulePage.objects.get(pk=here.pk), False, len(taken), len(kept), len(gone), worked_on)


def _lineage(page: ModulePage, module: Module, tree: Node) -> Adoption:
    """Where the module comes from. Its source is the files: no module of the library has this key."""
    source = key_of("files", module.code)
    return Adoption.objects.create(module=page, source_key=source, version=1, base=tree.to_json())


def _give_final(course: CoursePage, curriculum: Curriculum, actor: User | None) -> None:
    """The course has its final test once the module is there that holds it, unless an editor has chosen another."""
    finals = [
        key_of(module.code, one.id) for module in curriculum.modules for one in module.practised if one.kind == "final"
    ]
    final = Exercise.objects.filter(key__in=finals).first()
    course = CoursePage.objects.get(pk=course.pk)
    if final is None or course.final_exercise_id:
        return
    course.final_exercise, course.final_last = final, True
    course.save_revision(user=actor, log_action=True).publish(user=actor)


def _roots(module: ModulePage) -> list[Any]:
    """What has drafts of its own."""
    parts = load_parts(module, draft=True)
    lessons = LessonPage.objects.child_of(module).order_by("path")
    exercises = Exercise.objects.filter(pk__in=[one.pk for one in parts.exercises])
    return [ModulePage.objects.get(pk=module.pk), *lessons, *exercises]


def _publish(roots: list[Any], actor: User | None) -> None:
    for root in roots:
        root.get_latest_revision().publish(user=actor)


def _bundle(tree: Node) -> Bundle:
    """The tree as if it had come in a file; the curriculum's files hold no media."""
    return Bundle(tree, {}, zipfile.ZipFile(io.BytesIO(), "w"))
