"""The rules that protect everybody come first: a lesson marked so opens the others (indicators-source.md, 3)."""

from courses.models import Enrolment, LessonPage


def find_gate(enrolment: Enrolment, lesson: LessonPage) -> LessonPage | None:
    """The lesson to do before `lesson`, or None; for a lesson's page see `courses.reading.Outline.gate`."""
    if lesson.is_gate or enrolment.course is None:
        return None
    gates = enrolment.course.live_lessons().filter(is_gate=True)
    return gates.exclude(pk__in=enrolment.progress.values("lesson")).first()
