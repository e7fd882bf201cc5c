"""On a real cluster, where this machine has Citus (CITUS_BIN names the programs of its PostgreSQL): enable, distribute,
move under writes, a node killed, home again."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.tenants.scale.servers import DATABASE, ROLE, binaries, three_servers

ROOT = Path(__file__).parents[3]
NGOS = ("save_fes", "save_oujda")
YEAR = ("--from", "2019-01-01", "--to", "2019-12-31")
PROGRAMS = binaries()
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(PROGRAMS is None, reason="no PostgreSQL here offers Citus: set CITUS_BIN"),
]


class Platform:
    """Commands on the coordinator's database."""

    def __init__(self, servers, var):
        self.servers = servers
        self.environment = os.environ | {
            "DATABASE_URL": f"postgresql://{ROLE}@{servers.names[0]}/{DATABASE}",
            "DJANGO_SETTINGS_MODULE": "config.settings.demo", "WASL_VAR": str(var), "BACKUP_TO": str(var / "backups"),
            "CLUSTER_COORDINATOR": servers.names[0], "CLUSTER_NODES": ",".join(servers.names[1:]),
            "PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}",
        }  # fmt: skip

    def start(self, *command):
        return subprocess.Popen([sys.executable, *command], cwd=ROOT, env=self.environment, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip

    def run(self, *command, fails=False):
        done = subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=self.environment, text=True,
                              capture_output=True, check=False, timeout=1800)  # fmt: skip
        assert bool(done.returncode) == fails, done.stdout + done.stderr
        return done.stderr if fails else done.stdout

    def homes(self):
        """Schema -> node, as `scale status` says."""
        lines = [line.split(" · ") for line in self.run("scale", "status").splitlines()]
        return {line[1]: line[2] for line in lines if line[0] == "tenant"}


@pytest.fixture(scope="module")
def platform(tmp_path_factory):
    """Two NGOs on one machine, backed up."""
    with three_servers(PROGRAMS) as servers:
        here = Platform(servers, tmp_path_factory.mktemp("var"))
        (Path(here.environment["WASL_VAR"]) / "backups").mkdir()
        here.run("setup_database")
        for schema in NGOS:
            here.run("create_tenant", schema, "--name", schema, "--domain", f"{schema.replace('_', '-')}.localhost")
        yield here


def test_a_cluster_from_nothing_and_back(platform):
    east, west = platform.servers.names[1:]
    assert "No backup of the platform" in platform.run("scale", "enable", fails=True)
    platform.run("keep", "--no-trial")
    before = [platform.run("count", schema, *YEAR) for schema in NGOS] + [platform.run("count", "--network", *YEAR)]
    planned = platform.run("scale", "enable", "--dry-run")
    assert f"SELECT citus_add_node('127.0.0.1', {west.partition(':')[2]})" in planned
    assert platform.run("scale", "status").startswith("one machine")  # nothing was done
    platform.run("scale", "enable")
    platform.run("scale", "enable")  # and nothing again

    # Stopped in the middle, it stays where it was
    running = platform.start("manage.py", "scale", "distribute", NGOS[0])
    time.sleep(4)
    running.kill()
    running.communicate()
    assert platform.homes()[NGOS[0]] in {"coordinator", east, west}
    platform.run("scale", "distribute", "--all")
    homes = platform.homes()
    assert (homes["hub"], {homes[schema] for schema in NGOS}) == ("coordinator", {east, west})
    assert "left over" not in platform.run("scale", "status")
    after = [platform.run("count", schema, *YEAR) for schema in NGOS] + [platform.run("count", "--network", *YEAR)]
    assert after == before

    # Moved while somebody writes
    writer = platform.start("-m", "tests.tenants.scale.writing", NGOS[0], "40")
    time.sleep(5)
    other = {east: west, west: east}[homes[NGOS[0]]]
    platform.run("scale", "move", NGOS[0], other)
    told = json.loads(writer.communicate()[0])
    assert (told["failed"], told["there"], told["different"]) == (0, told["made"], told["made"])
    assert platform.homes()[NGOS[0]] == other

    # A node that dies: the other's NGOs are counted, its own are named
    platform.run("scale", "move", NGOS[1], east)
    platform.run("scale", "move", NGOS[0], west)
    platform.servers.kill(2)
    assert json.loads(platform.run("count", "--network", *YEAR))["away"] == [NGOS[0]]
    assert f"node · {west} · 1 NGOs · away" in platform.run("scale", "status")
    assert json.loads(platform.run("count", NGOS[1], *YEAR))["scope"] == f"tenant:{NGOS[1]}"
    platform.servers.start(2)
    assert platform.run("count", "--network", *YEAR) == before[2]

    # Emptied, and home again
    platform.run("scale", "drain", west)
    assert {platform.homes()[schema] for schema in NGOS} == {east}
    for schema in NGOS:
        platform.run("scale", "back", schema)
    assert set(platform.homes().values()) == {"coordinator"}
    assert [platform.run("count", schema, *YEAR) for schema in NGOS] == before[:2]
