"""On a real cluster, what must not go on: each is refused in words, and nobody has moved by half."""

import os

import pytest

from tenants.provisioning import ADVISORY_LOCK
from tests.tenants.scale.platform import NGOS, PROGRAMS, two_ngos

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(PROGRAMS is None, reason="no PostgreSQL here offers Citus: set CITUS_BIN"),
    pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a disk that can be filled"),
]
FIRST, SECOND = NGOS
TRACE = ("Traceback", "psycopg")


@pytest.fixture(scope="module")
def platform(tmp_path_factory):
    """A cluster with nobody on its nodes; the second one's disk is small."""
    with two_ngos(tmp_path_factory.mktemp("var"), small=2) as here:
        here.run("keep", "--no-trial")
        here.run("scale", "enable")
        yield here


def refused(platform, *words):
    """Why `scale` does not do it: one line, and everybody where they were."""
    before = platform.places()
    why = platform.run("scale", *words, fails=True)
    assert (len(why.strip().splitlines()), [trace for trace in TRACE if trace in why]) == (1, []), why
    assert platform.places() == before
    return why


def test_what_must_not_go_on(platform):
    east, west = platform.servers.names[1:]

    # The forbidden setting
    with platform.session() as session:
        session.execute("ALTER DATABASE wasl SET citus.enable_schema_based_sharding = on")
    for words in (["enable"], ["distribute", FIRST], ["drain", east]):  # the others: tests of their plans
        assert "enable_schema_based_sharding is on" in refused(platform, *words), words
    assert any("enable_schema_based_sharding is on" in line for line in platform.left_over())
    with platform.session() as session:
        session.execute("ALTER DATABASE wasl RESET citus.enable_schema_based_sharding")

    # A second one at once: it waits, says so, and does nothing; where the first ends in time, it finds all done
    with platform.session() as session:
        session.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
        assert "Un autre espace est en cours" in refused(platform, "distribute", FIRST)
    both = [platform.start("manage.py", "scale", "distribute", FIRST) for _time in range(2)]
    told = [running.communicate() for running in both]
    assert ([running.returncode for running in both], platform.left_over()) == ([0, 0], []), told
    here, there = platform.homes()[FIRST], {east: west, west: east}[platform.homes()[FIRST]]

    # A node that is down
    number = platform.servers.names.index(there)
    platform.servers.kill(number)
    for words in (["distribute", SECOND], ["move", FIRST, there], ["drain", here]):
        refused(platform, *words)
    platform.servers.start(number)
    platform.run("scale", "distribute", SECOND)
    assert platform.homes()[SECOND] in {east, west}

    # A full disk there: the cluster itself measures before it moves
    for schema in NGOS:
        platform.run("scale", "move", schema, east)
    with platform.servers.full():
        assert "not enough empty space on node" in refused(platform, "move", FIRST, west)
