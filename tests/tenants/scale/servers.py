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
# A node's clock is another's: what ours makes of a moment must be the same there.
OF_NODES = "timezone = 'Pacific/Auckland'\n"
SMALL = "300m"  # of a disk that can be filled: three times what an empty server takes


def binaries() -> Path | None:
    """Of a PostgreSQL that offers Citus: CITUS_BIN, else Debian's; None where there is none."""
    given = os.environ.get("CITUS_BIN")
    folders = [Path(given)] if given else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((folder for folder in folders if (folder.parent / "lib" / "citus.so").exists()), None)


class Servers:
    """Addresses in their order, the coordinator first."""

    def __init__(self, programs: Path, folder: Path, small: int | None = None) -> None:
        """`small`: the number of the one with a small disk for its tables."""
        self.programs, self.folder, self.small = programs, folder, small
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
            if number == self.small:
                self._mount(self.data(number))
            # Its journal elsewhere: where that cannot be written, a server stops.
            journal = self.folder / f"journal{number}"
            self.run("initdb", "-D", self.data(number), "-X", journal, "-U", ROLE, "-A", "trust", "-E", "UTF8",
                     "--locale=C.UTF-8")  # fmt: skip
            with (self.data(number) / "postgresql.conf").open("a") as settings:
                settings.write(SETTINGS.format(port=port, folder=self.folder) + (OF_NODES if number else ""))
            self.start(number)
            self.run("createdb", "-h", "127.0.0.1", "-p", port, "-U", ROLE, DATABASE)

    def _mount(self, folder: Path) -> None:
        """Raises CalledProcessError where this user may mount nothing."""
        folder.mkdir()
        subprocess.run(["/bin/mount", "-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", folder], check=True)
        if self.user:
            shutil.chown(folder, self.user, pwd.getpwnam(self.user).pw_gid)
            folder.chmod(0o700)

    @contextmanager
    def full(self) -> Iterator[None]:
        """The small disk has no room."""
        ballast = self.data(self.small or 0) / "ballast"
        free = shutil.disk_usage(ballast.parent).free
        ballast.write_bytes(bytes(max(free - (1 << 20), 0)))  # some room is for what the server notes of itself
        try:
            yield
        finally:
            ballast.unlink()

    def data(self, number: int) -> Path:
        return self.folder / f"n{number}"

    def start(self, number: int) -> None:
        # Its output would stay open, and whoever reads it would wait.
        command = [self.programs / "pg_ctl", "-D", self.data(number), "-l", self.folder / f"log{number}", "-w", "start"]
        subprocess.run(command, user=self.user, env=self.environment, cwd="/", check=True, timeout=120,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip

    def stop(self, how: str = "immediate") -> None:
        """All that run."""
        for number in range(NODES):
            subprocess.run(
                [self.programs / "pg_ctl", "-D", self.data(number), "-m", how, "-w", "stop"],
                user=self.user, cwd="/", check=False, capture_output=True,
            )  # fmt: skip

    def keep(self, path: Path) -> None:
        """Those that stand still now, in a folder that is there whole or not at all."""
        part = path.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        for number in range(NODES):
            for name in (f"n{number}", f"journal{number}"):
                subprocess.run(["/bin/cp", "-a", self.folder / name, part], check=True)
        part.rename(path)

    def copy(self, folder: Path) -> None:
        """Be what those are that stand still in `folder`, at ports of our own."""
        for number, port in enumerate(self.ports):
            for name in (f"n{number}", f"journal{number}"):
                subprocess.run(["/bin/cp", "-a", folder / name, self.folder], check=True)
            (self.data(number) / "pg_wal").unlink()
            (self.data(number) / "pg_wal").symlink_to(self.folder / f"journal{number}")
            with (self.data(number) / "postgresql.conf").open("a") as settings:
                settings.write(f"port = {port}\nunix_socket_directories = '{self.folder}'\n")
        if self.user:
            subprocess.run(["/bin/chown", "-R", "-h", self.user, self.folder], check=True)

    def kill(self, number: int) -> None:
        self.run("pg_ctl", "-D", self.data(number), "-m", "immediate", "stop")


@contextmanager
def three_servers(programs: Path, small: int | None = None) -> Iterator[Servers]:
    """They stop, and their folder goes, afterwards. `small`: which has a small disk."""
    folder = own_folder()
    servers = Servers(programs, folder, small)
    try:
        servers.make()
        yield servers
    finally:
        servers.stop()
        if small is not None:
            subprocess.run(["/bin/umount", servers.data(small)], check=False, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


def own_folder() -> Path:
    """A new one, for the user that servers run as."""
    folder = Path(tempfile.mkdtemp(prefix="wasl-citus-", dir="/var/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", pwd.getpwnam("postgres").pw_gid)
    return folder


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
