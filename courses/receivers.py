"""Reactions: a join code for each published course, and what such a code leads to."""

from typing import Any
from uuid import UUID

from django.dispatch import receiver
from wagtail.signals import page_published

from accounts.models import JoinCode
from core.languages import shown
from courses.actions import enrol_person
from courses.models import CoursePage
from people.joining import Target, register_target
from people.models import Person


@receiver(page_published, sender=CoursePage)
def give_join_code(instance: CoursePage, **kwargs: Any) -> None:
    """A published course has a code to join with; an existing one, open or closed, is left as it is."""
    JoinCode.objects.get_or_create(target_kind=JoinCode.Target.COURSE, target_uuid=instance.translation_key)


def course_target(key: UUID) -> Target | None:
    """What a course's code leads to."""
    course = CoursePage.objects.live().filter(translation_key=key).first()
    if course is None:
        return None

    def let_in(person: Person) -> str:
        enrol_person(person=person, course=course)
        return course.url

    return Target(shown(course, "heading"), Person.objects.filter(enrolments__course=course), let_in)


register_target(JoinCode.Target.COURSE, course_target)
