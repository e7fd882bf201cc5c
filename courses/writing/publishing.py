"""Publishing a module: its drafts, the questions in them, and the module itself; all or nothing, now or later."""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.models import Revision

from courses.models import LessonPage, ModulePage
from courses.writing.checks import Plan, plan_publication
from courses.writing.editions import note_edition


def read_time(text: str) -> datetime.datetime | None:
    """A time to come as a form sends it, in the NGO's time zone; None where none was sent. Raises ValidationError."""
    if not text.strip():
        return None
    try:
        found = parse_datetime(text.strip())
    except ValueError:
        found = None
    if found is None:
        raise ValidationError(_("This is no time. Choose a day and an hour."))
    at = found if timezone.is_aware(found) else timezone.make_aware(found)
    if at <= timezone.now():
        raise ValidationError(_("This time is past. Choose a later one, or publish now."))
    return at


@transaction.atomic
def publish_module(*, module: ModulePage, note: str, actor: Any, at: datetime.datetime | None = None) -> Plan:
    """Publish what is ready as the module's next version, or have the platform do it `at` a time; with problems nothing
    is, nor where nothing has changed. `note`: what changed, in a word. Returns the plan. Raises PermissionDenied."""
    plan = plan_publication(module, actor)
    if not all(page.permissions_for_user(actor).can_publish() for page in (plan.module, *plan.lessons)):
        raise PermissionDenied
    if plan.is_clear and plan.has_work:
        changed = plan.module.has_unpublished_changes or not plan.module.live
        things: list[Any] = [*plan.exercises, *plan.lessons, *([plan.module] if changed else [])]
        for thing in things:
            thing.go_live_at = at
            thing.save_revision(user=actor, clean=False).publish(user=actor)
        note_edition(module=module, note=note, actor=actor)
    return plan


@transaction.atomic
def withdraw_later(*, lesson: LessonPage, at: datetime.datetime | None, actor: Any) -> None:
    """Have the platform unpublish a published lesson `at` a time; None: never. Raises PermissionDenied."""
    if not lesson.permissions_for_user(actor).can_publish():
        raise PermissionDenied
    LessonPage.objects.filter(pk=lesson.pk).update(expire_at=at)
    lesson.expire_at = at
    lesson.save_revision(user=actor, clean=False, log_action=True)


def scheduled_for(lesson: LessonPage) -> datetime.datetime | None:
    """When the platform will publish a version of the lesson, if it will."""
    waiting = Revision.page_revisions.filter(object_id=str(lesson.pk), approved_go_live_at__isnull=False)
    return waiting.values_list("approved_go_live_at", flat=True).order_by("-pk").first()
