"""The task queue, aware of tenants: the queue's name is the schema. The queue is public, so it holds ids only:
arguments are checked here, `tenants.receivers` keeps results and tracebacks out of it."""

from typing import Any
from uuid import UUID

from django_tasks_db.backend import DatabaseBackend

from tenants.connection import connection


class TenantDatabaseBackend(DatabaseBackend):
    """Enqueues into the active tenant's queue; `tenants.receivers` enters that tenant when a worker starts the task."""

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        _refuse_all_but_ids(*args, *kwargs.values())
        return super().enqueue(task.using(queue_name=connection.schema_name), args, kwargs)

    async def aenqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        _refuse_all_but_ids(*args, *kwargs.values())
        return await super().aenqueue(task.using(queue_name=connection.schema_name), args, kwargs)


def _refuse_all_but_ids(*values: object) -> None:
    for value in values:
        if not (isinstance(value, int) or (isinstance(value, str) and _is_uuid(value))):
            raise TypeError(
                f"A task takes numbers, true or false and UUIDs written as text, not {type(value).__name__}: its queue "
                "is public. Pass the id and fetch the object in the task."
            )


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False
