"""`setup_database`, for real: killed at many moments, then run again, in a database of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from tests import database

pytestmark = [pytest.mark.slow, pytest.mark.long]
ROOT = Path(__file__).resolve().parents[2]
NAME = f"wasl_test_setup_{os.getpid()}"
PATIENCE = 300  # seconds
# When to kill: as soon as this is so.
TEMPLATE_MOMENTS = {
    "first migrations": "SELECT to_regclass('template.auth_group') IS NOT NULL",
    "a migration that is no transaction": "SELECT to_regclass('template.wagtailcore_revision') IS NOT NULL",
    "contents": "SELECT count(*) > 0 FROM template.pages_homepage",
}
HUB_MOMENTS = {
    "cloning": "SELECT count(*) > 0 FROM pg_stat_activity WHERE query LIKE 'CREATE TABLE % (LIKE \"template\".%'",
    "cloned": "SELECT to_regclass('hub.wagtailcore_page') IS NOT NULL",
}


@pytest.fixture
def own_database(db: None) -> Iterator[psycopg.Connection]:
    """A copy of the tests' template, of which each test drops what is to be made."""
    with database.connect("postgres") as maintenance:
        maintenance.execute(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)'.encode())
        maintenance.execute(f'CREATE DATABASE "{NAME}" TEMPLATE "{database.ensure_template()}"'.encode())
        with database.connect(NAME) as session:
            for schema in ("hub", "own_ngo", "other_ngo"):
                session.execute(f"DROP SCHEMA {schema} CASCADE".encode())
            session.execute("TRUNCATE tenants_tenant CASCADE")
            yield session
        maintenance.execute(f'DROP DATABASE "{NAME}" WITH (FORCE)'.encode())


def start() -> subprocess.Popen[str]:
    given = settings.DATABASES["default"]
    environment = os.environ | {
        "DATABASE_URL": f"postgresql://{given['USER']}@/{NAME}?host={given['HOST']}",
        "DJANGO_SETTINGS_MODULE": "config.settings.demo",
    }
    command = [sys.executable, "manage.py", "setup_database"]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def kill_when(session: psycopg.Connection, question: str) -> None:
    """Start it and kill it at that moment."""
    running = start()
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            if session.execute(question.encode()).fetchone() == (True,):
                break
        except psycopg.errors.UndefinedTable:
            pass
        assert running.poll() is None, running.communicate()[0]
        assert time.monotonic() < deadline
        time.sleep(0.002)
    running.send_signal(signal.SIGKILL)
    running.wait()


def finish() -> list[str]:
    """Run it to its end; what it did."""
    running = start()
    said = running.communicate(timeout=PATIENCE)[0]
    assert running.returncode == 0, said
    return [line.partition(" · ")[0].strip() for line in said.splitlines()]


def is_whole(session: psycopg.Connection) -> None:
    """The hub has what a hub has, and a second run finds nothing to do."""
    assert session.execute("SELECT schema_name FROM tenants_tenant").fetchall() == [("hub",)]
    assert session.execute("SELECT domain FROM tenants_domain").fetchall() == [("localhost",)]
    assert session.execute("SELECT hostname FROM hub.wagtailcore_site").fetchall() == [("localhost",)]
    assert session.execute("SELECT heading_fr FROM hub.pages_homepage").fetchall() == [("Wasl",)]
    assert finish() == []


@pytest.mark.parametrize("moment", HUB_MOMENTS)
def test_a_hub_stopped_in_the_middle_is_made_next_time(own_database: psycopg.Connection, moment: str) -> None:
    kill_when(own_database, HUB_MOMENTS[moment])
    assert finish() == ["hub"]
    is_whole(own_database)


def test_a_template_stopped_again_and_again_is_made_next_time(own_database: psycopg.Connection) -> None:
    own_database.execute("DROP SCHEMA template CASCADE")
    for question in TEMPLATE_MOMENTS.values():
        kill_when(own_database, question)
        own_database.execute("DROP TABLE IF EXISTS nothing")  # the session is alive
    assert finish() == ["template of a tenant", "hub"]
    is_whole(own_database)


def test_two_at_once_do_the_work_once(own_database: psycopg.Connection) -> None:
    both = [start(), start()]
    said = [one.communicate(timeout=PATIENCE)[0] for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    assert sorted(text.partition(" · ")[0].strip() for text in said) == ["", "hub"]
    is_whole(own_database)
