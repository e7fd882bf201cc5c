"""Tests that belong to a moment: one before the first lesson, those that end a course, one half a year after it.

A pre-test shows what one knows before learning: it may be left out, and is not asked any more once a lesson after it is
done. A refresher opens half a year after the course was completed. Neither stands before a certificate. Where a course
says so, its final test and the one after it open once everything else was done (`courses.final_last`).
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import long_date
from core.languages import shown
from courses.final_last import ENDING
from courses.models import Enrolment, Exercise, LessonExercise, LessonPage
from courses.reading import Outline

# Asked at a moment of their own.
TIMED = (Exercise.Kind.PRE, Exercise.Kind.REFRESHER, *ENDING)
HALF_A_YEAR = datetime.timedelta(days=182)


@dataclass(frozen=True)
class Moment:
    """Whether an exercise may be taken now; `opens_on`: the day on which it will be, where that is known; `left`: what
    is to be done before it, lessons and exercises."""

    is_open: bool = True
    opens_on: datetime.date | None = None
    left: Sequence[Any] = ()


@dataclass(frozen=True)
class Placed:
    """An exercise and the lesson it stands in; `day`: on which it opens or opened."""

    exercise: Exercise
    lesson: LessonPage
    day: datetime.date | None = None

    @property
    def is_open(self) -> bool:
        """Whether its day has come."""
        return self.day is None or self.day <= timezone.localdate()


def refreshed_on(enrolment: Enrolment) -> datetime.date | None:
    """The day from which on the refresher is open; None before the course is completed."""
    return timezone.localdate(enrolment.completed_at + HALF_A_YEAR) if enrolment.completed_at else None


def moment_of(exercise: Exercise, lesson: LessonPage, outline: Outline) -> Moment:
    """When the reader may take an exercise that stands in this lesson. Two queries at most for one outline."""
    if outline.enrolment is None:
        return Moment()
    if exercise.kind == Exercise.Kind.PRE:
        return Moment(not _has_begun(outline, lesson))
    if exercise.kind == Exercise.Kind.REFRESHER:
        day = refreshed_on(outline.enrolment)
        return Moment(day is not None and day <= timezone.localdate(), day)
    if exercise.kind in ENDING:
        return Moment(not outline.left_before_tests, left=outline.left_before_tests)
    return Moment()


def closed_words(exercise: Exercise, moment: Moment) -> str:
    """Why it cannot be taken now."""
    if exercise.kind == Exercise.Kind.PRE:
        return _("These questions are asked before the first lesson only. You have begun: go on, nothing is missing.")
    if moment.left:
        return _("This test comes last. Still to do before it: %(number)d, first “%(first)s”.") % {
            "number": len(moment.left), "first": shown(moment.left[0], "heading"),
        }  # fmt: skip
    if moment.opens_on:
        return _("This refresher opens on %(day)s, six months after the course.") % {"day": long_date(moment.opens_on)}
    return _("This refresher opens six months after the course is completed.")


def _has_begun(outline: Outline, lesson: LessonPage) -> bool:
    """Whether a lesson after this one is done; rules that open the course are no lesson of it."""
    place = outline.position(lesson)
    return any(step.done and not step.lesson.is_gate for step in outline.steps[place:])


def find_pre_test(outline: Outline) -> Placed | None:
    """The test before the course, as long as the reader may take it and has not: two queries, none for a stranger."""
    if outline.enrolment is None or outline.enrolment.completed_at:
        return None
    found = _placed(outline, Exercise.Kind.PRE)
    if found is None or _has_begun(outline, found.lesson):
        return None
    if outline.prerequisite_lesson not in (None, found.lesson):
        return None  # the rules that protect everybody come before it
    return None if outline.enrolment.attempts.filter(exercise=found.exercise).exists() else found


def find_refreshers(outlines: list[Outline]) -> list[Placed]:
    """The refreshers of completed courses, by their day: one query, however many."""
    completed = [outline for outline in outlines if outline.enrolment and outline.enrolment.completed_at]
    found = [
        Placed(placed.exercise, placed.lesson, refreshed_on(outline.enrolment))
        for outline, placed in _read_placed(completed, Exercise.Kind.REFRESHER)
        if outline.enrolment
    ]
    return sorted(found, key=lambda one: one.day or datetime.date.max)


def _placed(outline: Outline, kind: str) -> Placed | None:
    return next((placed for _outline, placed in _read_placed([outline], kind)), None)


def _read_placed(outlines: list[Outline], kind: str) -> list[tuple[Outline, Placed]]:
    """The first exercise of this kind of each course that has one."""
    lessons = {step.lesson.pk: step.lesson for outline in outlines for step in outline.steps}
    places = LessonExercise.objects.filter(lesson__in=lessons, exercise__kind=kind, exercise__live=True)
    found: dict[int, Exercise] = {}
    for place in places.select_related("exercise").order_by("sort_order") if lessons else ():
        found.setdefault(place.lesson_id, place.exercise)
    first = [
        (outline, next((one.lesson for one in outline.steps if one.lesson.pk in found), None)) for outline in outlines
    ]
    return [(outline, Placed(found[lesson.pk], lesson)) for outline, lesson in first if lesson]
