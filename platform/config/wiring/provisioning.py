"""Gives a new tenant what more than one app has to say: who may write exercises, a sample course, stripped files.

Here, since courses know nothing of tenants, and storage nothing of both.
"""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.dispatch import receiver
from wagtail.models import WorkflowContentType, WorkflowPage

from accounts.roles import ABILITIES, Ability, Role
from config.stripping import strip_tenant
from courses.models import Exercise
from courses.sample import add_sample_course
from tenants.models import Tenant
from tenants.signals import template_built, tenant_created, tenant_migrated, tenant_restored


@receiver([template_built, tenant_migrated])
def allow_writing_exercises(**kwargs: object) -> None:
    """Those who write content write exercises and the glossary too."""
    permissions = Permission.objects.filter(
        content_type__app_label="courses", content_type__model__in=["exercise", "glossaryterm"]
    )
    for role in Role:
        if Ability.WRITE_CONTENT in ABILITIES[role]:
            group, _made = Group.objects.get_or_create(name=role.value)
            group.permissions.add(*permissions)


@receiver([template_built, tenant_migrated])
def review_exercises_as_pages(**kwargs: object) -> None:
    """Exercises go through the workflow that pages do, unless they have one of their own."""
    pages = WorkflowPage.objects.order_by("pk").first()
    if pages is None:
        return
    exercise = ContentType.objects.get_for_model(Exercise)
    WorkflowContentType.objects.get_or_create(content_type=exercise, defaults={"workflow": pages.workflow})


@receiver(tenant_created)
def add_the_sample(tenant: Any, **kwargs: object) -> None:
    """An NGO starts with a course to learn from."""
    if not tenant.is_hub:
        add_sample_course()


@receiver(tenant_restored)
def strip_restored_files(tenant: Tenant, **kwargs: object) -> None:
    """A backup may be older than the stripping of uploads; `strip_metadata` names what cannot be read."""
    strip_tenant(tenant)
