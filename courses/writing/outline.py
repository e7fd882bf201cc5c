"""The outline beside the lesson: modules, lessons and their exercises, with how far each language is."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from core.languages import NAMES, ORDER
from core.translations import State
from courses.models import CoursePage, Exercise, LessonPage, ModulePage
from courses.ownership import may_change


@dataclass(frozen=True)
class Dot:
    """How far a language is, as a sign and in words."""

    language: str
    state: str

    @property
    def words(self) -> str:
        return f"{NAMES[self.language]} : {State(self.state).label}" if self.state else NAMES[self.language]


@dataclass(frozen=True)
class Entry:
    """A module with its lessons, or a lesson with its exercises, in order. `key`: of what its form puts in, once."""

    page: Any
    inside: list[Any] = field(default_factory=list)
    key: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def name(self) -> str:
        return str(self.page.get_admin_display_title())

    @property
    def dots(self) -> list[Dot]:
        return dots_of(self.page)


def outline_of(course: CoursePage) -> list[Entry]:
    """The modules of a course with their lessons and these with their exercises, drafts too: four queries."""
    modules = ModulePage.objects.child_of(course).order_by("path")
    texts = ("body", *(f"body_{code}" for code in ORDER))
    lessons = list(LessonPage.objects.descendant_of(course).order_by("path").defer(*texts))
    exercises = _exercises_of(lessons)
    below: dict[str, list[Entry]] = {module.path: [] for module in modules}
    for lesson in lessons:
        if (parent := lesson.path[: -LessonPage.steplen]) in below:
            below[parent].append(Entry(lesson, exercises[lesson.pk]))
    return [Entry(module, below[module.path]) for module in modules]


def _exercises_of(lessons: Iterable[LessonPage]) -> dict[int, list[Any]]:
    """The exercises of the newest draft of each lesson, as its form lists them."""
    kept = LessonPage.objects.filter(pk__in=[lesson.pk for lesson in lessons])
    entries = kept.values_list("pk", "latest_revision__content__lesson_exercises")
    named = {pk: [entry["exercise"] for entry in listed or ()] for pk, listed in entries}
    exercises = Exercise.objects.in_bulk([pk for listed in named.values() for pk in listed])
    return {pk: [exercises[one] for one in listed if one in exercises] for pk, listed in named.items()}


def dots_of(page: Any) -> list[Dot]:
    """The state of each language of a page's newest draft."""
    return [Dot(code, page.language_states.get(code, {}).get("state", State.MISSING)) for code in ORDER]


def own_courses(user: Any) -> list[CoursePage]:
    """The courses the user may change."""
    return [course for course in CoursePage.objects.order_by("path") if may_change(user, course)]


def placeholder() -> str:
    """What a lesson is called until its author names it."""
    return _("New lesson")


def placeholder_in(language: str) -> str:
    """The same in one language."""
    with override(language):
        return placeholder()
