"""`worker`: the one process beside the web server. It runs the tasks of all tenants and what comes due by the clock."""

import threading
import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import OperationalError, connections

from tenants.clock import keep_time

PAUSE = 5  # seconds before the database is tried again


class Command(BaseCommand):
    help = "Run the tasks of every tenant, and each minute what has come due."

    def handle(self, *args: Any, **options: Any) -> None:
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
            call_command("db_worker", "--backend=tenant", "--queue-name=*", "--no-reload", verbosity=verbosity)
        except OperationalError:
            connections.close_all()
            self.stderr.write("The database is away; trying again.")
            return False
        return True
