"""The queue of tasks, worked off."""

from django.core.management import call_command


def run_worker() -> None:
    """Work off every tenant's queue, then stop."""
    call_command("db_worker", "--backend=tenant", "--queue-name=*", "--batch", "--no-startup-delay", "--no-reload")
