"""Three PostgreSQL servers with Citus on loopback, where this machine has it: a coordinator and two nodes."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NODES = 3
ROLE = DATABASE = "wasl"
SETTINGS = """
port = {port}
listen_addresses = '127.0.0.1'
unix_socket_directories = '{folder}'
shared_preload_libraries = 'citus'
wal_level = logical
max_connections = 100
max_worker_processes = 32
max_replication_slots = 20
max_prepared_transactions = 100
max_locks_per_transaction = 512
fsync = off
citus.local_hostname = '127.0.0.1'
"""


def binaries() -> Path | None:
    """Of a PostgreSQL that offers Citus: CITUS_BIN, else Debian's; None where there is none."""
    given = os.environ.get("CITUS_BIN")
    folders = [Path(given)] if given else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((folder for folder in folders if (folder.parent / "lib" / "citus.so").exists()), None)


class Servers:
    """Addresses in their order, the coordinator first."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs, self.folder = programs, folder
        self.ports = [_free_port() for _number in range(NODES)]
        self.user = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses root
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}  # not that of whoever tests

    @property
    def names(self) -> list[str]:
        return [f"127.0.0.1:{port}" for port in self.ports]

    def run(self, program: str, *arguments: object) -> None:
        command = [str(self.programs / program), *map(str, arguments)]
        subprocess.run(
            command, user=self.user, env=self.environment, cwd="/", check=True, capture_output=True, timeout=120
        )

    def make(self) -> None:
        for number, port in enumerate(self.ports):
            self.run("initdb", "-D", self.data(number), "-U", ROLE, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
            with (self.data(number) / "postgresql.conf").open("a") as settings:
                settings.write(SETTINGS.format(port=port, folder=self.folder))
            self.start(number)
            self.run("createdb", "-h", "127.0.0.1", "-p", port, "-U", ROLE, DATABASE)

    def data(self, number: int) -> Path:
        return self.folder / f"n{number}"

    def start(self, number: int) -> None:
        # Its output would stay open, and whoever reads it would wait.
        command = [self.programs / "pg_ctl", "-D", self.data(number), "-l", self.folder / f"log{number}", "-w", "start"]
        subprocess.run(command, user=self.user, env=self.environment, cwd="/", check=True, timeout=120,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip

    def kill(self, number: int) -> None:
        self.run("pg_ctl", "-D", self.data(number), "-m", "immediate", "stop")


@contextmanager
def three_servers(programs: Path) -> Iterator[Servers]:
    """They stop, and their folder goes, afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="wasl-citus-", dir="/var/tmp"))
    servers = Servers(programs, folder)
    if servers.user:
        shutil.chown(folder, servers.user, pwd.getpwnam(servers.user).pw_gid)
    try:
        servers.make()
        yield servers
    finally:
        for number in range(NODES):
            subprocess.run(
                [programs / "pg_ctl", "-D", servers.data(number), "-m", "immediate", "stop"],
                user=servers.user, cwd="/", check=False, capture_output=True,
            )  # fmt: skip
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
