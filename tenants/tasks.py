"""The task queue, aware of tenants: the queue's name is the schema. Arguments are ids only (the queue is public)."""

from typing import Any

from django_tasks_db.backend import DatabaseBackend

from tenants.connection import connection


class TenantDatabaseBackend(DatabaseBackend):
    """Enqueues into the active tenant's queue; `tenants.receivers` enters that tenant when a worker starts the task."""

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        return super().enqueue(task.using(queue_name=connection.schema_name), args, kwargs)

    async def aenqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        return await super().aenqueue(task.using(queue_name=connection.schema_name), args, kwargs)
