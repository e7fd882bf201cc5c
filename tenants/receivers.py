"""A worker enters the tenant whose queue holds the task, and leaves it at the end. Fails closed: an unknown queue
fails the task before its first line."""

from typing import Any

from django.db import connection
from django.dispatch import receiver
from django_tasks.signals import task_finished, task_started

from tenants.models import Tenant
from tenants.tasks import TenantDatabaseBackend


@receiver(task_started, sender=TenantDatabaseBackend)
def enter_tenant(*, task_result: Any, **kwargs: object) -> None:
    connection.set_schema_to_public()
    connection.set_tenant(Tenant.objects.get(schema_name=task_result.task.queue_name))


@receiver(task_finished, sender=TenantDatabaseBackend)
def leave_tenant(**kwargs: object) -> None:
    connection.set_schema_to_public()
