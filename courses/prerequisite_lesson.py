"""Finds the lesson that comes first: the rules that protect everybody open the others (indicators-source.md, 3)."""

from courses.models import Enrolment, LessonPage


def find_prerequisite_lesson(enrolment: Enrolment, lesson: LessonPage) -> LessonPage | None:
    """The lesson to do before `lesson`, or None; a lesson's page has it from `courses.reading.Outline`."""
    if lesson.is_gate or enrolment.course is None:
        return None
    first = enrolment.course.live_lessons().filter(is_gate=True)
    return first.exclude(pk__in=enrolment.progress.values("lesson")).first()
