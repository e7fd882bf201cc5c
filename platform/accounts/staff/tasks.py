"""Background tasks of staff: an id in, fetched, delegated."""

from django_tasks import task

from accounts.staff import mailing


@task(backend="tenant")
def send_invitation(pk: int) -> None:
    """Send an invitation at once; where that fails the worker's next looks do."""
    mailing.send(pk)
