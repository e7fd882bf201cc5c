"""Reactions: who may write exercises, a join code for each published course, what such a code leads to."""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group, Permission
from django.dispatch import receiver
from wagtail.signals import page_published

from accounts.models import JoinCode
from accounts.roles import ABILITIES, Ability, Role
from core.languages import shown
from courses.actions import enrol_person
from courses.models import CoursePage
from people.joining import Target, register_target
from people.models import Person
from tenants.signals import template_built


@receiver(template_built)
def allow_writing_exercises(**kwargs: object) -> None:
    """Those who write content write exercises too."""
    permissions = Permission.objects.filter(content_type__app_label="courses", content_type__model="exercise")
    for role in Role:
        if Ability.WRITE_CONTENT in ABILITIES[role]:
            group, _made = Group.objects.get_or_create(name=role.value)
            group.permissions.add(*permissions)


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
