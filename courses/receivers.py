"""Reactions of courses: a join code for each published course."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from accounts.models import JoinCode
from courses.models import CoursePage


@receiver(page_published, sender=CoursePage)
def give_join_code(instance: CoursePage, **kwargs: Any) -> None:
    """A published course has a code to join with; an existing one, open or closed, is left as it is."""
    JoinCode.objects.get_or_create(target_kind=JoinCode.Target.COURSE, target_uuid=instance.translation_key)
