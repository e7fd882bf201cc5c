"""A hundred NGOs of an earlier version are upgraded: beside each other, killed in the middle and finished.

What it measures it appends to `var/tests/upgrading.txt`, for `docs/long-runs.md`.
"""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from psycopg import sql

from tests import database
from tests.upgrading import loading
from tests.upgrading.telling import SCHEMA

pytestmark = [pytest.mark.slow, pytest.mark.long]
FROM = "3-12-begun"
NUMBER = int(os.environ.get("WASL_TENANTS", "100"))
LOOKED_AT = 300  # of which only the look is measured
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
DONE = """
    SELECT count(*) FROM pg_namespace
    WHERE nspname LIKE 'ngo_%' AND to_regclass(nspname || '.accounts_staffinvitation') IS NOT NULL"""
LOOK = 10.0  # seconds, with the start of the command


@pytest.fixture(scope="module")
def crowd(django_db_setup: None) -> Iterator[str]:
    """A database of the earlier version with a hundred NGOs, each with the rows of the one that is kept."""
    with loading.loaded(FROM) as name:
        loading.run(name, "-m", "tests.upgrading.cloning", "0", str(NUMBER))
        yield name


@contextmanager
def copy_of(name: str) -> Iterator[str]:
    copied = f"{name}_copy"
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(copied))
    with database.connect("postgres") as maintenance:
        maintenance.execute(drop)
        maintenance.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(copied), sql.Identifier(name))
        )
        try:
            yield copied
        finally:
            maintenance.execute(drop)


def note(line: str) -> None:
    path = settings.VAR / "tests" / "upgrading.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as kept:
        kept.write(f"{time.strftime('%Y-%m-%d')} {line}\n")


def timed(name: str, *options: str) -> tuple[float, str]:
    started = time.monotonic()
    said = loading.run(name, "manage.py", "setup_database", *options)
    return time.monotonic() - started, said


def upgraded(name: str) -> int:
    """How many tenants have every migration, by what they hold."""
    with database.connect(name) as session:
        found = session.execute(DONE).fetchone()
        return int(found[0]) if found else 0


def rows(name: str) -> dict[str, set[int]]:
    """Of some tables, the numbers of rows that the clones have: one number for all of them."""
    found = {}
    with database.connect(name) as session:
        for table in ("people_person", "training_sessions_evidence", "accounts_user", "wagtailcore_page"):
            counts = sql.SQL(" UNION ALL ").join(
                sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))
                for schema in (SCHEMA, *(f"ngo_{place:03}" for place in range(NUMBER)))
            )
            found[table] = {count for (count,) in session.execute(counts).fetchall()}
    return found


def test_killed_in_the_middle_it_is_finished_by_running_it_again(crowd: str) -> None:
    with copy_of(crowd) as name:
        before = rows(name)
        running = loading.start(name, "manage.py", "setup_database", "--jobs", str(max(CORES, 2)))
        while upgraded(name) < NUMBER // 2:
            assert running.poll() is None, running.communicate()
            time.sleep(0.05)
        running.send_signal(signal.SIGKILL)
        running.wait()
        done = upgraded(name)
        seconds, said = timed(name)
        assert said.count("  tenant ngo_") in range(NUMBER - done - max(CORES, 2), NUMBER - done + max(CORES, 2) + 1)
        assert upgraded(name) == NUMBER
        assert rows(name) == before
        assert timed(name)[1].count("  tenant") == 0
    note(f"{NUMBER} tenants, killed after {done}: finished in {seconds:.0f} s")


def test_beside_each_other_it_takes_less_than_one_after_the_other(crowd: str) -> None:
    with copy_of(crowd) as name:
        beside, said = timed(name)
        assert said.count("  tenant ngo_") == NUMBER
    with copy_of(crowd) as name:
        in_turn, said = timed(name, "--jobs", "1")
        assert said.count("  tenant ngo_") == NUMBER
    note(f"{NUMBER} tenants on {CORES} cores: {beside:.0f} s beside each other, {in_turn:.0f} s one after the other")
    assert beside < in_turn * (0.8 if CORES > 1 else 1.2)


def test_nothing_to_do_for_three_hundred_is_seen_in_seconds(django_db_setup: None) -> None:
    with loading.loaded(FROM) as name:
        timed(name)
        loading.run(name, "-m", "tests.upgrading.cloning", "0", str(LOOKED_AT), "bare")
        seconds, said = timed(name)
        assert said.count("  tenant") == 0
    note(f"{LOOKED_AT} tenants with nothing to do: {seconds:.1f} s")
    assert seconds < LOOK
