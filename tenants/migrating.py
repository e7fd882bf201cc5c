"""Migrates many tenants, several at once: each in a process of its own, so that one that fails or dies harms no other.

The processes are forked: they inherit the connection that holds `provisioning.one_set_up`. Where the command itself is
killed, those under way end their tenant, and a second command waits for them.
"""

import multiprocessing
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext, ForkProcess

from django.conf import settings
from django.db import connections
from django.utils import translation
from wagtail.hooks import search_for_hooks

from core.log_lines import say
from tenants import maintenance, provisioning
from tenants.connection import connection
from tenants.states import draw_for, use_what_is_drawn
from tenants.upgrade import pages_go_on

SPARED = 5  # connections that stay free for whoever is at work meanwhile
OF_EACH = 2  # connections that a process may have: a migration may open a second one
FREE = """
SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
       - (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')"""


@dataclass(frozen=True)
class Outcome:
    """How it went with one tenant; `error` is empty where it was upgraded, else words without a value of a row."""

    schema: str
    seconds: float
    error: str = ""


def jobs_for(number: int, wanted: int = 0) -> int:
    """How many processes for so many tenants: as wanted, else one for each core; never more than there is to do or
    connections that the database has left."""
    if sys.platform == "darwin" or not hasattr(os, "fork"):
        return 1  # a forked process may crash in the system's own libraries
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with connection.cursor() as cursor:
        cursor.execute(FREE)
        free = (cursor.fetchone()[0] - SPARED) // OF_EACH
    return max(1, min(wanted or cores, number, free))


def migrate_tenants(schemas: Sequence[str], *, jobs: int) -> Iterator[Outcome]:
    """Migrate each, `jobs` at a time, and tell as they end. A tenant that fails keeps no other from it."""
    reading = pages_go_on(schemas)
    if jobs == 1:
        for schema in schemas:
            yield _migrate(schema, schema in reading)
        return
    search_for_hooks()  # what is imported and drawn now the forked have at once: most of the time that a tenant takes
    _read_catalogues()
    draw_for(schemas)
    connections.close_all()  # what is open would be shared with the forked
    waiting, running = list(reversed(schemas)), dict[int, _Running]()
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                schema = waiting.pop()
                begun = _Running(schema, schema in reading)
                running[begun.process.sentinel] = begun
            for sentinel in wait(list(running)):
                yield running.pop(sentinel).outcome()  # type: ignore[arg-type]
    finally:
        for left in running.values():  # Ctrl-C: each ends what it is at
            left.process.join()


def describe(error: BaseException) -> str:
    """The migration that failed, where that is known, the kind of the error, and its words without values of rows."""
    found, step = "", error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_name == "apply_migration":
            found = f"{step.tb_frame.f_locals['migration']}: "
        step = step.tb_next
    if isinstance(error, provisioning.ProvisioningError):
        return str(error)
    return f"{found}{type(error).__name__}: {say(error)}"


def _read_catalogues() -> None:
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            translation.gettext("")


def _migrate(schema: str, reading: bool) -> Outcome:
    """`reading`: its pages may be shown meanwhile."""
    started = time.monotonic()
    try:
        with maintenance.while_upgrading(schema, reading=reading):
            provisioning.migrate_tenant(schema)
    except Exception as error:  # the others are upgraded all the same
        return Outcome(schema, time.monotonic() - started, describe(error))
    return Outcome(schema, time.monotonic() - started)


class _Running:
    """One tenant's process."""

    def __init__(self, schema: str, reading: bool) -> None:
        self.schema, self.started = schema, time.monotonic()
        context: ForkContext = multiprocessing.get_context("fork")
        self.told, tell = context.Pipe(duplex=False)
        self.process: ForkProcess = context.Process(target=_tell, args=(schema, reading, tell))
        self.process.start()
        tell.close()  # only the other end may be waited for

    def outcome(self) -> Outcome:
        """What it told before it ended."""
        self.process.join()
        try:
            told = self.told.recv()
        except EOFError:
            return Outcome(self.schema, time.monotonic() - self.started,
                           f"its process ended before it was done ({self.process.exitcode})")  # fmt: skip
        finally:
            self.told.close()
        return Outcome(*told)


def _tell(schema: str, reading: bool, tell: Connection) -> None:
    for inherited in connections.all(initialized_only=True):
        inherited.connection = None  # the other process's, not to be used here nor closed
    use_what_is_drawn()
    done = _migrate(schema, reading)
    tell.send((done.schema, done.seconds, done.error))
