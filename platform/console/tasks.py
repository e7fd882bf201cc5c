"""Background tasks of the console, on the hub's queue: an id in, fetched, delegated."""

from django_tasks import task

from console import making, probing
from tenants.models import Domain


@task(backend="tenant")
def make_tenant(pk: int) -> None:
    """Make the NGO of an order."""
    making.carry_out(order=pk)


@task(backend="tenant")
def look_at_host(pk: int) -> None:
    """Ask for a host's addresses and certificate."""
    if domain := Domain.objects.filter(pk=pk).first():
        probing.look_at(domain)
