"""Background tasks of the register: an id in, fetched, delegated."""

from django_tasks import task

from people.models import Erasure
from people.retention import carry_out


@task(backend="tenant")
def erase_people(pk: int) -> None:
    """Carry out a decision to erase."""
    carry_out(Erasure.objects.get(pk=pk))
