"""The starter curriculum in the demo: whole in the hub's library, in each NGO another part of it in another state."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.db import transaction
from django.db.models.signals import post_save
from modelsearch import index
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import Page, ReferenceIndex, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from core.languages import ORDER
from core.text import ascii_slug
from courses.glossary import load_glossary
from courses.models import Adoption, CoursePage, Exercise, LessonPage, ModulePage
from courses.packing import TextChange, write_texts
from courses.packing.adopting import decide, pending
from courses.starter import load_curriculum, read_curriculum
from courses.starter.tree import key_of
from network.library.offers import adopt, newest_of, publish_module
from network.library.reading import in_library, opened

ALL = ("M0", "M1", "M2", "M3", "M4")
REVISED = "M2"  # whose second version comes once every NGO has its part


class Part(NamedTuple):
    """What an NGO has of the curriculum: published, adopted and still a draft, being translated; `is_current`: it has
    taken in the second version of what was revised."""

    published: tuple[str, ...]
    drafts: tuple[str, ...] = ()
    translating: str = ""
    is_current: bool = False


PARTS = {
    "save_agadir": Part(ALL, is_current=True),
    "save_casablanca": Part(("M0", "M2", "M3")),  # an update waits
    "save_hoceima": Part(("M0", "M1"), drafts=("M3",)),
    "save_marrakech": Part(("M0", "M2"), translating="M2"),  # an update waits
    "save_rabat": Part(("M0", "M3")),
    "save_paris": Part(("M0", "M4")),
}
SUMMARY = {
    "fr": "Nommer les signes, les peser, les relier, et savoir ce qu’ils ne disent pas. Deuxième version.",
    "ar": "تسمية العلامات ووزنها وربط بعضها ببعض، ومعرفة ما لا تقوله. الصيغة الثانية.",
    "en": "Naming the signs, weighing them, linking them, and knowing what they do not say. Second version.",
}


@contextmanager
def _looked_up_once() -> Iterator[None]:
    """Search learns of what is made inside once it is there, not at each of its savings."""
    models = (CoursePage, ModulePage, LessonPage, Exercise)
    for model in models:
        post_save.disconnect(post_save_signal_handler, sender=model)
    try:
        yield
    finally:
        for model in models:
            post_save.connect(post_save_signal_handler, sender=model)
    for made in (made for model in models for made in model.objects.all()):
        index.insert_or_update_object(made)


def fill_library(codes: tuple[str, ...] = ALL) -> None:
    """The curriculum in the active tenant, which is the hub, and in the library."""
    curriculum = read_curriculum()[0]
    wanted = ("",) if codes == ALL else codes
    with _looked_up_once():
        loaded = [one for only in wanted for one in load_curriculum(curriculum, only=only)]
    for one in loaded:  # once all lessons are there, which the questions of the bank send back to
        publish_module(module=one.module, note="Parcours de départ")


def revise_in_library() -> None:
    """The second version of one module, once, offered to those who have the first."""
    module = ModulePage.objects.get(translation_key=key_of(REVISED))
    if module.summary_fr == SUMMARY["fr"]:
        return
    changes = [TextChange(str(module.translation_key), "summary", code, SUMMARY[code]) for code in ORDER]
    write_texts(module, changes, actor=None)
    ModulePage.objects.get(pk=module.pk).get_latest_revision().publish()
    publish_module(module=ModulePage.objects.get(pk=module.pk), note="Résumé relu")


@transaction.atomic
def adopt_part(schema: str) -> CoursePage:
    """The NGO's part in one course of the active tenant, from the library; the course is published."""
    part = PARTS[schema]
    load_glossary()
    with _looked_up_once(), disable_reference_index_auto_update():  # which reads a bank again for each of its choices
        course = _new_course()
        offers = {offer.key: offer for offer in in_library()}
        for code in ALL:
            if code in part.published + part.drafts and key_of(code) in offers:
                adoption = adopt(offer=offers[key_of(code)], choose=lambda: course, actor=None)
                _settle(adoption.module, code, part)
        if "M4" in part.published:
            course.final_exercise = Exercise.objects.filter(key=key_of("M4", "final-test")).first()
            course.final_last = True
        course.duration_minutes = sum(lesson.minutes for lesson in course.live_lessons())
        course.save_revision().publish()  # last, so that the join code finds a complete course
    for page in Page.objects.descendant_of(course, inclusive=True).specific():
        ReferenceIndex.create_or_update_for_object(page)
    return CoursePage.objects.get(pk=course.pk)


def _new_course() -> CoursePage:
    """As the hub's is; its minutes are those of what it holds, once that is there."""
    curriculum = read_curriculum(only="M0")[0]
    texts = {"heading": curriculum.heading, "summary": curriculum.summary}
    course = CoursePage(
        slug=ascii_slug(curriculum.heading["fr"]), live=False, phase="identification", level="basic",
        audience="professional", jurisdiction="INT",
        **{f"{name}_{code}": text[code] for name, text in texts.items() for code in ORDER},
        **{f"ready_{code}": True for code in ORDER},
    )  # fmt: skip
    Page.objects.get(pk=Site.objects.get(is_default_site=True).root_page_id).add_child(instance=course)
    course.save_revision()
    return course


def _settle(module: ModulePage, code: str, part: Part) -> None:
    lessons = list(LessonPage.objects.child_of(module).order_by("path"))
    if part.translating == code:
        _take_translation_off(lessons[-1])
    if code in part.published:
        for page in (module, *lessons):
            page.get_latest_revision().publish()


def _take_translation_off(lesson: LessonPage) -> None:
    """A lesson whose Arabic somebody is writing: the heading is there, the text is not."""
    lesson.body_ar, lesson.summary_ar, lesson.ready_ar = [], "", False
    lesson.save_revision()


def take_update(schema: str) -> None:
    """Bring what was revised in line with its second version, where the NGO is said to have done so."""
    adoption = Adoption.objects.filter(source_key=key_of(REVISED)).first()
    offer = newest_of(adoption) if adoption and PARTS[schema].is_current else None
    if adoption is None or offer is None:
        return
    with opened(offer) as bundle:
        taken = [piece.id for piece in pending(adoption, bundle)]
        decide(adoption, bundle, version=offer.version, taken=taken, left=[], actor=None)
    ModulePage.objects.get(pk=adoption.module_id).get_latest_revision().publish()
