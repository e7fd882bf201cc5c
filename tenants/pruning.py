"""Deletes old rows of the task queue: what is done is of no use after a while, what failed a little longer."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult

DONE = timedelta(days=14)
FAILED = timedelta(days=90)


def prune_task_results() -> int:
    """Delete what was done 14 days ago and what failed, or was begun and never ended, 90 days ago; how many rows."""
    now = timezone.now()
    old = (
        Q(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - DONE)
        | Q(status=TaskResultStatus.FAILED, finished_at__lt=now - FAILED)
        | Q(status=TaskResultStatus.RUNNING, started_at__lt=now - FAILED)  # its worker was killed
    )
    deleted, _by_model = DBTaskResult.objects.filter(old).delete()
    return deleted
