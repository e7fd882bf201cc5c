"""Where a lesson stands: its course, and its step among those a reader goes through."""

from collections.abc import Iterable
from dataclasses import dataclass

from courses.models import CoursePage, LessonPage
from courses.reading import OF_COURSE, read_parts


@dataclass(frozen=True)
class Place:
    """`step` of `of`, from 1."""

    course: CoursePage
    step: int
    of: int


def places_of(lessons: Iterable[LessonPage]) -> dict[int, Place]:
    """By lesson (id), as far as it is published: three queries, whatever their number; none for no lesson."""
    paths = {lesson.path[: -2 * LessonPage.steplen] for lesson in lessons}  # a course, a module, a lesson
    courses = list(CoursePage.objects.live().filter(path__in=paths).only(*OF_COURSE)) if paths else []
    if not courses:
        return {}
    parts = read_parts(courses)
    found: dict[int, Place] = {}
    for course in courses:
        steps = [lesson.pk for _module, own in parts[course.path] for lesson in own]
        found |= {pk: Place(course, number, len(steps)) for number, pk in enumerate(steps, 1)}
    return found
