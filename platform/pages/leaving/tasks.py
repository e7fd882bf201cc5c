"""Writes a copy in the worker: an id in, fetched, delegated."""

from django_tasks import task

from pages.leaving import writing
from pages.models import SpaceCopy
from tenants.connection import connection
from tenants.models import Tenant


@task(backend="tenant")
def write_copy(pk: int) -> None:
    """Write a copy that was asked for."""
    tenant = Tenant.objects.get(schema_name=connection.schema_name)
    if copy := SpaceCopy.objects.filter(pk=pk).first():
        writing.write(copy, tenant)
