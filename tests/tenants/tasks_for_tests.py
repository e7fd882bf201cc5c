"""A task that tells where it ran."""

from django.db import connection
from django_tasks import task

from accounts.models import User


@task(backend="tenant")
def rename_user(pk: int) -> str:
    """Give the user of that id the name of the schema the task runs in."""
    User.objects.filter(pk=pk).update(first_name=connection.schema_name)
    return connection.schema_name
