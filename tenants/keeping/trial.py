"""Restores the newest backup into a database made for it, to see that it can be, and removes that again."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection as django_connection
from psycopg import sql

from tenants.archive.tables import rows

OURS = "wasl: trial of a backup"  # the comment of the database; another of that name is let alone
MAY = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
DESCRIBED = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
LONGEST = 50  # letters of our database's name in that of the trial's


class TrialError(Exception):
    """The backup could not be restored, or not be tried; the message says why."""


def try_restoring(path: Path) -> str:
    """What `restore_platform` says at its end, run on the file in a process, a database and a folder of its own.

    Raises TrialError.
    """
    if not rows(MAY)[0][0]:
        user = rows("SELECT current_user")[0][0]
        raise TrialError(f'Restoring is not tried: our database user may make none (ALTER ROLE "{user}" CREATEDB).')
    with _scratch_database() as name, tempfile.TemporaryDirectory(dir=settings.VAR) as folder:
        environment = os.environ | {
            "DATABASE_URL": address_of(name),
            "WASL_VAR": folder,
            "WASL_MEDIA_BUCKET": "",
            "BACKUP_KEY": settings.BACKUP_KEY,
            "BACKUP_KEY_FALLBACKS": ",".join(settings.BACKUP_KEY_FALLBACKS),
        }
        command = [sys.executable, str(settings.ROOT / "manage.py"), "restore_platform", str(path)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    said = [line for line in (done.stderr if done.returncode else done.stdout).splitlines() if line.strip()]
    if done.returncode:
        raise TrialError(f"The newest backup could not be restored: {said[-1] if said else done.returncode}")
    return next(line for line in said if line.startswith("Restored"))


@contextmanager
def _scratch_database() -> Iterator[str]:
    name = f"{django_connection.settings_dict['NAME'][:LONGEST]}_trial"
    found = rows(DESCRIBED, name)
    if found and found[0][0] != OURS:
        raise TrialError(f"Restoring is not tried: there is a database “{name}” that is not ours.")
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with _own_session() as execute:
        execute(drop)
        execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(OURS)))
        try:
            yield name
        finally:
            execute(drop)


@contextmanager
def _own_session() -> Iterator[Any]:
    """Databases are made outside transactions, whatever ours is in."""
    own = django_connection.copy()
    try:
        own.ensure_connection()
        yield own.connection.execute
    finally:
        own.close()


def address_of(name: str) -> str:
    """DATABASE_URL of another database beside ours."""
    ours = django_connection.settings_dict
    who = quote(ours["USER"], safe="") + (f":{quote(ours['PASSWORD'], safe='')}" if ours["PASSWORD"] else "")
    port = f":{ours['PORT']}" if ours["PORT"] else ""
    options = {key: value for key, value in ours["OPTIONS"].items() if isinstance(value, str)}
    return f"postgresql://{who}@{port}/{quote(name, safe='')}?{urlencode(options | {'host': ours['HOST']})}"
