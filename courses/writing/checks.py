"""What keeps a module from being published, in one list: each sentence names lesson, language and remedy."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.languages import NAMES, ORDER
from courses.blocks import ids_in
from courses.models import CoursePage, Exercise, LessonPage, ModulePage
from courses.packing.streams import body_block
from courses.writing.outline import placeholder_in
from courses.writing.questions import read_question, written_here
from courses.writing.reviewing import Links, advice_on, faults_of
from courses.writing.rows import read_rows


@dataclass
class Plan:
    """What publishing a module would do: drafts to publish, what stands in the way, what stays a draft and why."""

    module: ModulePage
    lessons: list[LessonPage] = field(default_factory=list)
    exercises: list[Exercise] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_clear(self) -> bool:
        return not self.problems

    @property
    def has_work(self) -> bool:
        """Whether publishing would change anything."""
        return bool(self.lessons or self.exercises or self.module.has_unpublished_changes or not self.module.live)


def plan_publication(module: ModulePage, user: Any) -> Plan:
    """The plan for a module's newest drafts. A lesson that is ready in no language stays as it is."""
    plan = Plan(module.get_latest_revision_as_object())
    lessons = [
        lesson.get_latest_revision_as_object() for lesson in LessonPage.objects.child_of(module).order_by("path")
    ]
    links = Links(lessons)
    for lesson in lessons:
        name = lesson.get_admin_display_title()
        ready = _ready(lesson)
        if not ready and not lesson.live:
            plan.notes.append(_("“%(lesson)s” stays a draft: tick “ready” in a language.") % {"lesson": name})
            continue
        found = [_("“%(lesson)s”: %(why)s") % {"lesson": name, "why": why} for why in _of_lesson(lesson, ready, links)]
        found += _of_exercises(plan, lesson, ready, name, user)
        plan.problems += found
        plan.notes += [_("“%(lesson)s”: %(why)s") % {"lesson": name, "why": why} for why in advice_on(lesson, ready)]
        if lesson.has_unpublished_changes or not lesson.live:
            plan.lessons.append(lesson)
    shown = [lesson for lesson in lessons if _ready(lesson) or lesson.live]
    plan.problems += _of_module(plan.module, shown)
    course = CoursePage.objects.ancestor_of(module).get()
    if not course.live:
        why = _("The course “%(course)s” is a draft: nobody sees its modules until it is published too.")
        plan.notes.append(why % {"course": course.get_admin_display_title()})
    return plan


def _ready(page: Any) -> list[str]:
    return [code for code in ORDER if getattr(page, f"ready_{code}")]


def _of_module(module: ModulePage, lessons: list[LessonPage]) -> Iterator[str]:
    if not _ready(module) and not module.live:
        for code in ORDER:  # a module says nothing of its own but its name: it is ready where its lessons are
            named = getattr(module, f"heading_{code}") and lessons
            setattr(module, f"ready_{code}", bool(named) and all(code in _ready(one) for one in lessons))
    if not _ready(module):
        yield _("No language is ready in every lesson of the module. Tick “ready” in the same language in each.")
    for code in _ready(module):
        behind = [lesson.get_admin_display_title() for lesson in lessons if code not in _ready(lesson)]
        if behind:
            why = _("The module is ready in %(language)s, but these lessons are not: %(lessons)s. Tick “ready” there.")
            yield why % {"language": NAMES[code], "lessons": ", ".join(behind)}


def _of_lesson(lesson: LessonPage, ready: list[str], links: Links) -> Iterator[str]:
    if not ready:
        yield _("no language is ready; tick “ready” in one at least, or unpublish the lesson.")
    rows = read_rows(lesson)
    for code in ready:
        if getattr(lesson, f"heading_{code}") == placeholder_in(code):
            yield _("it is still called “%(name)s”. Write its heading.") % {"name": placeholder_in(code)}
        elif not getattr(lesson, f"heading_{code}"):
            yield _("the heading is missing in %(language)s.") % {"language": NAMES[code]}
        cells = [cell for row in rows for text in row.texts for cell in text.cells if cell.language == code]
        if missing := sum(cell.is_missing for cell in cells):
            yield ngettext(
                "%(count)d text is missing in %(language)s. Write it, or untick “ready”.",
                "%(count)d texts are missing in %(language)s. Write them, or untick “ready”.",
                missing,
            ) % {"count": missing, "language": NAMES[code]}
        yield from _of_blocks(getattr(lesson, f"body_{code}"), code)
        yield from faults_of(lesson, code, links)
    yield from _of_final_tests(lesson)


def _of_blocks(body: Any, code: str) -> Iterator[str]:
    try:
        body_block().clean(body)
    except ValidationError as refused:
        for place, error in sorted(getattr(refused, "block_errors", {}).items()):
            what = {"language": NAMES[code], "number": place + 1, "kind": body[place].block.label}
            for sentence in dict.fromkeys(sentences(error)):
                yield _("%(language)s, block %(number)d (%(kind)s): ") % what + sentence
        for error in getattr(refused, "non_block_errors", None) or []:
            yield from sentences(error)


def sentences(error: Any) -> list[str]:
    """The messages of an error, of the blocks inside a block too."""
    inner = getattr(error, "block_errors", None)
    if inner:
        parts = inner.values() if isinstance(inner, dict) else inner
        return [text for part in parts if part for text in sentences(part)]
    if isinstance(error, list | tuple):
        return [text for part in error for text in sentences(part)]
    return [str(text) for text in getattr(error, "messages", [error])]


def _of_final_tests(lesson: LessonPage) -> Iterator[str]:
    if not lesson.live:
        return
    kept = {entry.exercise_id for entry in lesson.lesson_exercises.all()}
    for course in lesson.courses_tested_here_only():
        if course.final_exercise_id not in kept:
            why = _("only this published lesson has the final test of the course “%(course)s”. Keep it here.")
            yield why % {"course": course.get_admin_display_title()}


def _of_exercises(plan: Plan, lesson: LessonPage, ready: list[str], name: str, user: Any) -> list[str]:
    """What is wrong with the questions written in the lesson; those that are sound are published with it."""
    chosen = {pk for code in ready for pk in ids_in(getattr(lesson, f"body_{code}"), "exercise")}
    found = []
    for exercise in Exercise.objects.filter(pk__in=chosen).order_by("pk"):
        if not exercise.has_unpublished_changes and exercise.live:
            continue
        draft = written_here(exercise, lesson, user)
        if draft is None:
            if not exercise.live:
                why = _("“%(lesson)s”: the exercise “%(exercise)s” is a draft. Publish it in its own form.")
                plan.notes.append(why % {"lesson": name, "exercise": str(exercise)})
            continue
        problems = read_question(draft).problems(ready)
        found += [_("“%(lesson)s”: %(why)s") % {"lesson": name, "why": why} for why in problems]
        plan.exercises.append(draft)
    return found
