"""On a real cluster, where this machine has Citus (CITUS_BIN names the programs of its PostgreSQL): enable, distribute,
move under writes, a node killed, home again."""

import json
import time

import pytest

from tests.tenants.scale.platform import NGOS, PROGRAMS, two_ngos

YEAR = ("--from", "2019-01-01", "--to", "2019-12-31")
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(PROGRAMS is None, reason="no PostgreSQL here offers Citus: set CITUS_BIN"),
]


@pytest.fixture(scope="module")
def platform(tmp_path_factory):
    with two_ngos(tmp_path_factory.mktemp("var")) as here:
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
    assert platform.left_over() == []
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
