"""The suite on a distributed database: `WASL_TESTS_DISTRIBUTED=1`, and CITUS_BIN where Citus is not Debian's.

Each worker has a coordinator and two nodes of its own; both NGOs live on nodes, the hub on the coordinator. What a
cluster holds is spread over servers that know each other by address, so PostgreSQL cannot copy it as a database: the
template is the folders of three servers that stand still, and a clone is a copy of those folders with other ports.

Tests that start servers, processes or a browser of their own make databases on plain PostgreSQL, and a few look at what
PostgreSQL keeps of tables that are here or at the rights of an ordinary owner, which the role of these servers is not
(`one_machine`): they are left out.
"""

import os
import shutil
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections

from tenants.models import BackupRun
from tenants.scale import doing
from tests import database
from tests.tenants.scale.servers import DATABASE, ROLE, Servers, binaries, own_folder

SWITCH = "WASL_TESTS_DISTRIBUTED"
LEFT_OUT = {"browser", "slow", "long", "one_machine"}
KEPT = "distributed-"


def is_asked_for() -> bool:
    """Raises UsageError where it is and cannot be."""
    asked = os.environ.get(SWITCH, "") not in {"", "0"}
    if asked and binaries() is None:
        raise pytest.UsageError(
            f"{SWITCH} is set, and no PostgreSQL here offers Citus: name its programs in CITUS_BIN."
        )
    return asked


def left_out(items: list[pytest.Item]) -> list[pytest.Item]:
    """Those that make databases of their own."""
    return [item for item in items if any(item.get_closest_marker(mark) for mark in LEFT_OUT)]


class Suite:
    """The servers of one worker."""

    def __init__(self) -> None:
        self.template = ensure_template()
        self.folder = own_folder()
        self.servers = Servers(_programs(), self.folder)
        self()

    def __call__(self) -> None:
        """As new, whatever a test left behind."""
        connections.close_all()
        self.servers.stop()
        for number in range(len(self.servers.ports)):
            shutil.rmtree(self.servers.data(number), ignore_errors=True)
        self.servers.copy(self.template)
        for number in range(len(self.servers.ports)):
            self.servers.start(number)
            _introduce(self.servers, number)
        _use(self.servers)

    def drop(self) -> None:
        connections.close_all()
        self.servers.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def ensure_template() -> Path:
    """The folder with the three servers' own, made when it is missing; safe for parallel workers."""
    kept = Path(settings.VAR) / "tests"
    path = kept / f"{KEPT}{database.fingerprint()}"
    with database.lock():
        if not path.exists():
            for stale in kept.glob(f"{KEPT}*"):
                shutil.rmtree(stale, ignore_errors=True)
            _build(path)
    return path


def _build(path: Path) -> None:
    folder = own_folder()
    servers = Servers(_programs(), folder)
    try:
        servers.make()
        _use(servers)
        database.fill()
        settings.CLUSTER_COORDINATOR, settings.CLUSTER_NODES = servers.names[0], servers.names[1:]
        run = BackupRun.objects.create(kind=BackupRun.Kind.BACKUP, good=True)  # nobody would miss this database
        doing.enable(_unsaid)
        for schema in database.NGOS:
            doing.distribute(schema, _unsaid)
        run.delete()
        connections.close_all()
        servers.stop("fast")  # whole, unlike one that is killed
        servers.keep(path)
    finally:
        servers.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _introduce(servers: Servers, number: int) -> None:
    """Tell a server by which ports its copies of the others answer: it knows those of the servers it is copied from."""
    address = f"postgresql://{ROLE}@{servers.names[number]}/{DATABASE}"
    with psycopg.connect(address, autocommit=True) as session:
        for group, port in enumerate(servers.ports):
            session.execute("UPDATE pg_dist_node SET nodeport = %s WHERE groupid = %s", (port, group))


def _use(servers: Servers) -> None:
    host, port = servers.names[0].split(":")
    connections.close_all()
    for place in (settings.DATABASES["default"], connection.settings_dict):
        place.update(HOST=host, PORT=port, NAME=DATABASE, USER=ROLE, PASSWORD="")


def _programs() -> Path:
    programs = binaries()
    assert programs
    return programs


def _unsaid(_line: str) -> None:
    """Nobody reads it."""
