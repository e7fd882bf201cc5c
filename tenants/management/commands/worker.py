"""`worker`: the one process beside the web server. It runs the tasks of all tenants and what comes due by the clock.

In a paused tenant nothing runs: its tasks wait.
"""

import gc
import logging
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Command as OneWorker
from django_tasks_db.management.commands.db_worker import Worker

from core import lean
from tenants.clock import keep_time
from tenants.maintenance import paused_schemas

logger = logging.getLogger(__name__)
PAUSE = 5  # seconds before the database is tried again


class TenantsWorker(Worker):
    """Asks before each task which queues it leaves alone."""

    @property
    def excluded_queue_names(self) -> list[str]:
        return paused_schemas()

    @excluded_queue_names.setter
    def excluded_queue_names(self, names: list[str]) -> None:
        """Given once, by Worker itself: there is no other list."""


class Command(BaseCommand):
    help = "Run the tasks of every tenant, and each minute what has come due."

    def handle(self, *args: Any, **options: Any) -> None:
        lean.let_in()
        lean.keep_one_heap()
        gc.freeze()  # what is loaded stays: it need not be walked through again
        stop = threading.Event()
        clock = threading.Thread(target=keep_time, args=(stop,), name="clock", daemon=True)
        clock.start()
        try:
            while not self._run_tasks(options["verbosity"]):
                time.sleep(PAUSE)
        finally:
            stop.set()

    def _run_tasks(self, verbosity: int) -> bool:
        """Run tasks until told to stop; false when the database went away, which a restart of it does."""
        try:
            OneWorker(stdout=self.stdout, stderr=self.stderr).configure_logging(verbosity)
            worker = TenantsWorker(
                queue_names=["*"], interval=1.0, batch=False, backend_name="tenant", startup_delay=True, max_tasks=None,
                worker_id=get_random_string(32), excluded_queue_names=[],
            )  # fmt: skip
            worker.configure_signals()
            worker.run()
        except OperationalError:
            connections.close_all()
            logger.error("The database is away; trying again.")
            return False
        return True
