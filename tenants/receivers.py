"""Receivers that switch a worker into the tenant whose queue holds the task, and out at its end.

Fails closed: an unknown queue fails the task before its first line.
"""

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver
from django_tasks_db.compat import task_backends, task_finished, task_started  # Django's own from version 6 on
from django_tasks_db.models import DBTaskResult

from tenants.connection import connection
from tenants.models import Tenant
from tenants.tasks import TenantDatabaseBackend


# The senders of these two signals differ (an instance, a class), so the backend is looked up by the result's alias.
def _is_tenants_task(task_result: Any) -> bool:
    return isinstance(task_backends[task_result.backend], TenantDatabaseBackend)


@receiver(task_started)
def enter_tenant(*, task_result: Any, **kwargs: object) -> None:
    if _is_tenants_task(task_result):
        connection.set_schema_to_public()
        connection.set_tenant(Tenant.objects.get(schema_name=task_result.task.queue_name))


@receiver(task_finished)
def leave_tenant(*, task_result: Any, **kwargs: object) -> None:
    if _is_tenants_task(task_result):
        connection.set_schema_to_public()


@receiver(pre_save, sender=DBTaskResult)
def keep_only_how_it_ended(*, instance: DBTaskResult, **kwargs: object) -> None:
    """Tracebacks quote values, results may be anything: neither reaches the public schema, the error's class does."""
    instance.traceback, instance.return_value = "", None
