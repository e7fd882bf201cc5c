"""Tasks that tell where they ran."""

from typing import Any

from django.db import connection
from django_tasks import task

from accounts.models import User


@task(backend="tenant")
def rename_user(pk: int) -> str:
    """Give the user of that id the name of the schema the task runs in; answer with a name, which must not be kept."""
    User.objects.filter(pk=pk).update(first_name=connection.schema_name)
    return User.objects.get(pk=pk).username


@task(backend="tenant")
def fail_with_name(pk: int) -> None:
    """Fail with an error that quotes a name, as a database's errors do."""
    raise LookupError(User.objects.get(pk=pk).username)


@task(backend="tenant")
def take_anything(*args: Any, **kwargs: Any) -> None:
    """Take what the queue lets through."""
