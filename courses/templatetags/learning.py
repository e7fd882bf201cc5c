"""Tags by which the pages of courses read what they show beside their own texts: a page's model knows of no progress.

A page's template calls its tag in every block that needs what it reads; within one page it is read once.
"""

from collections.abc import Callable
from typing import Any

from django import template
from django.http import HttpRequest
from django.template import RequestContext

from courses.models import CoursePage, Enrolment, Exercise, LessonPage
from courses.moments import closed_words, find_pre_test, moment_of
from courses.quiz.answering import Stepper
from courses.quiz.answering.preview import preview_form
from courses.reading import Outline, Step, course_context, lesson_context, module_context

register = template.Library()
KEPT = "courses.reading"


@register.simple_tag(takes_context=True)
def read_course(context: RequestContext) -> str:
    """Put the course's outline and what else `courses.reading.course_context` gives into the context."""
    return _read(context, course_context)


@register.simple_tag(takes_context=True)
def read_module(context: RequestContext) -> str:
    """Put the outline and the module's lessons into the context."""
    return _read(context, module_context)


@register.simple_tag(takes_context=True)
def read_lesson(context: RequestContext) -> str:
    """Put the outline, the exercises and the terms of the lesson into the context."""
    return _read(context, lesson_context)


@register.simple_tag
def preview_steps(exercise: Exercise) -> Stepper:
    """The questions of an exercise as they stand in the editor."""
    return Stepper(preview_form(exercise))


@register.simple_tag
def module_state(steps: list[Step], exercises: dict[int, int]) -> dict[str, int]:
    """Of a module's lessons: how many are done, how many there are, their minutes and exercises (by lesson's id)."""
    return {
        "done": sum(step.done for step in steps),
        "total": len(steps),
        "minutes": sum(step.lesson.minutes for step in steps),
        "exercises": sum(exercises.get(step.lesson.pk, 0) for step in steps),
    }


register.filter("pre_test", find_pre_test)


@register.simple_tag
def closed_now(exercise: Exercise, lesson: LessonPage, outline: Outline) -> str:
    """Why the reader cannot take an exercise now; "" where they can."""
    moment = moment_of(exercise, lesson, outline)
    return "" if moment.is_open else closed_words(exercise, moment)


@register.simple_tag
def course_state(course: CoursePage, joined: dict[int, Enrolment]) -> str:
    """How far the reader is in a course: "completed", "joined", or "" for who has not joined."""
    enrolment = joined.get(course.pk)
    if enrolment is None:
        return ""
    return "completed" if enrolment.completed_at else "joined"


def _read(context: RequestContext, reading: Callable[[HttpRequest, Any], dict[str, Any]]) -> str:
    kept = context.render_context  # one for all blocks of a page
    if KEPT not in kept:
        kept[KEPT] = reading(context["request"], context["page"])
    for name, value in kept[KEPT].items():
        context[name] = value
    return ""
