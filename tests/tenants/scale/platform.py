"""Commands on the database of a coordinator, as an operator gives them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tenants.scale.cluster import PLACES
from tests.tenants.scale.servers import DATABASE, ROLE, Servers, binaries, three_servers

ROOT = Path(__file__).parents[3]
PROGRAMS = binaries()
NGOS = ("save_fes", "save_oujda")
HOW_LONG = 1800  # seconds, on a busy machine


class Platform:
    """An installation of its own beside the servers."""

    def __init__(self, servers: Servers, var: Path) -> None:
        self.servers = servers
        self.environment = os.environ | {
            "DATABASE_URL": f"postgresql://{ROLE}@{servers.names[0]}/{DATABASE}",
            "DJANGO_SETTINGS_MODULE": "config.settings.demo", "WASL_VAR": str(var), "BACKUP_TO": str(var / "backups"),
            "CLUSTER_COORDINATOR": servers.names[0], "CLUSTER_NODES": ",".join(servers.names[1:]),
            "PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}",
        }  # fmt: skip

    def start(self, *command: str) -> subprocess.Popen[str]:
        return subprocess.Popen([sys.executable, *command], cwd=ROOT, env=self.environment, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip

    def run(self, *command: str, fails: bool = False) -> str:
        """What a command says; where it `fails`, why."""
        done = subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=self.environment, text=True,
                              capture_output=True, check=False, timeout=HOW_LONG)  # fmt: skip
        assert bool(done.returncode) == fails, done.stdout + done.stderr
        return done.stderr if fails else done.stdout

    def status(self) -> list[str]:
        return self.run("scale", "status").splitlines()

    def homes(self) -> dict[str, str]:
        """Schema -> node, as `scale status` says."""
        lines = [line.split(" · ") for line in self.status()]
        return {line[1]: line[2] for line in lines if line[0] == "tenant"}

    def places(self) -> dict[str, int]:
        """Schema -> group of nodes, as the cluster itself has it."""
        with self.session() as session:
            return dict(session.execute(PLACES.encode()).fetchall())

    def left_over(self) -> list[str]:
        return [line for line in self.status() if line.startswith(("left over", "missing", "breaks"))]

    def session(self, number: int = 0) -> psycopg.Connection:
        """With the coordinator, or a node."""
        return psycopg.connect(f"postgresql://{ROLE}@{self.servers.names[number]}/{DATABASE}", autocommit=True)


@contextmanager
def two_ngos(var: Path, small: int | None = None) -> Iterator[Platform]:
    """On one machine still. `small`: the number of the server with a small disk."""
    assert PROGRAMS
    with three_servers(PROGRAMS, small) as servers:
        here = Platform(servers, var)
        (var / "backups").mkdir()
        here.run("setup_database")
        for schema in NGOS:
            here.run("create_tenant", schema, "--name", schema, "--domain", f"{schema.replace('_', '-')}.localhost")
        yield here
