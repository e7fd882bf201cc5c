"""Counts the health of all NGOs in the worker: it reads every schema."""

from django_tasks import task

from network.health.counting import count_health


@task(backend="tenant")
def count_health_of_all() -> None:
    """Count every NGO anew."""
    count_health()
