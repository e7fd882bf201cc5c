"""What a course's join code leads to: enrolment."""

from uuid import UUID

from core.languages import shown
from courses.actions import enrol_person
from courses.models import CoursePage
from people.extension_points import Target
from people.models import Person


def course_target(key: UUID) -> Target | None:
    """What a course's code leads to."""
    course = CoursePage.objects.filter(translation_key=key).first()
    if course is None:
        return None

    def let_in(person: Person) -> str:
        enrol_person(person=person, course=course)
        return course.url

    people = Person.objects.filter(enrolments__course=course)
    return Target(shown(course, "heading"), people, let_in, is_over=not course.live)
