"""Asks for a copy, writes it in a task, forgets it after a week: it holds names, and takes room."""

from datetime import timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from core.storage import tenant_storage
from pages.leaving.tasks import write_copy
from pages.models import SpaceCopy

WEEK = timedelta(days=7)


@transaction.atomic
def ask_for_copy(*, actor: User) -> SpaceCopy:
    """Let the worker write a copy; the former ones go. Raises ValidationError while one is being written."""
    for former in SpaceCopy.objects.select_for_update():
        if former.is_under_way:
            raise ValidationError(_("A copy is being written already. It is here when it is done."))
        forget_copy(copy=former)
    copy = SpaceCopy.objects.create(asked_by=actor)
    transaction.on_commit(lambda: write_copy.enqueue(copy.pk))
    return copy


def forget_copy(*, copy: SpaceCopy) -> None:
    """Delete a copy, and its file once the row is gone for good."""
    if copy.file:
        transaction.on_commit(partial(tenant_storage.delete, copy.file))
    copy.delete()


def forget_old_copies() -> None:
    """Those of last week."""
    for copy in SpaceCopy.objects.filter(asked_at__lt=timezone.now() - WEEK):
        forget_copy(copy=copy)


def note_download(*, copy: SpaceCopy, actor: User) -> None:
    """Who took it along stands in the log of files with names."""
    log(instance=copy, action="pages.download_copy", user=actor)
