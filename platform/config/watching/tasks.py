"""Tells of each task of the worker how it ended, and lets whoever logs meanwhile know which it is."""

import logging
import time
from typing import Any

from django.dispatch import receiver
from django_tasks_db.compat import TaskResultStatus, task_finished, task_started

from config.watching.context import Doing, doing

OURS = "tenant"  # the backend; Wagtail's own tasks run within a request
logger = logging.getLogger(__name__)


@receiver(task_started)
def note_start(*, task_result: Any, **kwargs: object) -> None:
    if task_result.backend == OURS:
        task = task_result.task
        doing.set(Doing(str(task_result.id), task.module_path, task.queue_name, time.perf_counter()))


@receiver(task_finished)
def note_end(*, task_result: Any, **kwargs: object) -> None:
    """A line; of a failed one with its exception, which is being handled as this is called."""
    this = doing.get()
    if task_result.backend != OURS or this is None:
        return
    is_good = task_result.status == TaskResultStatus.SUCCESSFUL
    told = {"status": "done" if is_good else "failed", "seconds": round(time.perf_counter() - this.started, 3)}
    logger.log(logging.INFO if is_good else logging.ERROR, "task", exc_info=not is_good, extra={"told": told})
    doing.set(None)
