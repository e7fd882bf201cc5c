"""Keeps the tests that end a course for its end, where the course says so: what is still to be done before them.

Required lessons are done and what stands in them was tried, not passed: a try that failed bars nobody from completing.
"""

from collections.abc import Iterable
from typing import Any

from courses.certifying import NOT_ASKED_FOR, read_tried
from courses.models import Enrolment, Exercise, LessonExercise, LessonPage

ENDING = (Exercise.Kind.POST, Exercise.Kind.FINAL)


def read_left(enrolment: Enrolment, required: Iterable[tuple[LessonPage, bool]]) -> list[Any]:
    """Lessons and exercises still to do before these tests, in reading order: two queries.

    `required`: the required lessons with whether they are done. The lesson of a test is no condition of it.
    """
    steps = list(required)
    rows = LessonExercise.objects.filter(lesson__in=[lesson.pk for lesson, _done in steps], exercise__live=True)
    placed: dict[int, list[Exercise]] = {}
    for row in rows.exclude(exercise__kind__in=NOT_ASKED_FOR).select_related("exercise").order_by("sort_order", "pk"):
        placed.setdefault(row.lesson_id, []).append(row.exercise)
    tried, left = read_tried(enrolment), list[Any]()
    for lesson, done in steps:
        here = placed.get(lesson.pk, [])
        if not done and not any(one.kind in ENDING for one in here):
            left.append(lesson)
        left += [one for one in here if one.kind not in ENDING and one.pk not in tried and one not in left]
    return left
