"""Databases of earlier versions, kept beside this file: loads one under a name of its own, and runs commands on it."""

import json
import lzma
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from psycopg import sql

from tests import database

HERE = Path(__file__).parent
ROOT = Path(__file__).resolve().parents[2]
KEPT = sorted(path.name.removesuffix(".sql.xz") for path in HERE.glob("*.sql.xz"))
# What an older server, or an owner who is no superuser, would not take; none of it matters here.
NOT_RUN = ("\\restrict", "\\unrestrict", "--", "SET transaction_timeout")
PATIENCE = 3600  # seconds: a hundred tenants one after the other take many minutes


def told(name: str) -> dict[str, Any]:
    """What the version of then said about its database."""
    found: dict[str, Any] = json.loads((HERE / f"{name}.json").read_text())
    return found


@contextmanager
def loaded(name: str) -> Iterator[str]:
    """The name of a new database that holds what was kept; it goes afterwards."""
    own = f"wasl_test_upgrading_{os.getpid()}"
    with database.connect("postgres") as maintenance:
        maintenance.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(own)))
        maintenance.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(own)))
        try:
            with database.connect(own) as session:
                load(session, lzma.decompress((HERE / f"{name}.sql.xz").read_bytes()).decode())
            yield own
        finally:
            maintenance.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(own)))


def load(session: psycopg.Connection, dump: str) -> None:
    """What `psql` does with a plain dump: statements, and the rows of `COPY … FROM stdin` up to `\\.`."""
    lines, statement = iter(dump.splitlines(keepends=True)), ""
    with session.transaction():
        for line in lines:
            if not statement and (line.isspace() or line.startswith(NOT_RUN)):
                continue
            statement += line
            if not line.endswith(";\n"):
                continue
            if statement.startswith("COPY "):
                with session.cursor().copy(statement.encode()) as copy:
                    for row in iter(lambda: next(lines), "\\.\n"):
                        copy.write(row)
            else:
                session.execute(statement.encode())
            statement = ""


def address(name: str) -> str:
    """DATABASE_URL of that database."""
    given = settings.DATABASES["default"]
    return f"postgresql://{given['USER']}@/{name}?host={given['HOST']}"


def start(name: str, *command: str) -> subprocess.Popen[str]:
    """A process of ours on that database: `manage.py …`, or `-m module`."""
    environment = os.environ | {"DATABASE_URL": address(name), "DJANGO_SETTINGS_MODULE": "config.settings.demo"}
    return subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def run(name: str, *command: str) -> str:
    """What a process printed that ended well."""
    running = start(name, *command)
    output, errors = running.communicate(timeout=PATIENCE)
    assert running.returncode == 0, output + errors
    return output
