"""Databases of the tests: one template per state of the code, cloned for each worker in tenths of a second.

The template holds the shared tables, the pristine schema, the hub and two NGOs. Its name is a hash of versions,
migrations and provisioning, so a change of any of them builds a new one and an unchanged tree builds none.
"""

import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection, connections
from psycopg import sql

from courses.sample import remove_sample_course
from tenants import provisioning
from tenants.models import Tenant
from tests.restoring import Pristine

ROOT = Path(__file__).resolve().parents[1]
HASHED = ("tenants/*.py", "*/migrations/*.py", "platform/*/migrations/*.py", "platform/*/receivers.py",
          "courses/receivers.py", "platform/accounts/roles.py", "tests/database.py")  # fmt: skip
PREFIX = "wasl_template_"
KEPT_TEMPLATES = 3
PATIENCE = 30.0  # seconds
PLAIN = dict(settings.DATABASES["default"])  # where databases are made and dropped, whatever the suite runs on
NGOS = {"own_ngo": "Association de l’Amandier", "other_ngo": "Association du Grenadier"}


def ensure_template() -> str:
    """The name of the template database, built when it is missing; safe for parallel workers."""
    name = PREFIX + fingerprint()
    with lock():
        known = _databases()
        if name not in known:
            templates = [database for database in known if database.startswith(PREFIX)]
            for stale in templates[: 1 - KEPT_TEMPLATES]:  # another run may still be cloning a recent one
                _drop(stale)
            _build(name)
        for left_over in known:  # by a run that was killed
            if left_over.startswith("wasl_test_") and not _is_running(left_over.rpartition("_")[2]):
                _drop(left_over)
    return name


def clone(template: str, name: str) -> None:
    """Replace database `name` by a copy of `template` and point Django at it."""
    connections.close_all()
    _drop(name)
    copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY WAL_LOG")
    _administer(copy.format(sql.Identifier(name), sql.Identifier(template)))
    _wait_for_no_disk(name)
    _use(name)


class Suite:
    """The database of one worker. Called, it is as new: what a transactional test leaves behind is undone by rows, or
    by a new clone where that cannot be."""

    def __init__(self, worker_id: str) -> None:
        self.template, self.name = ensure_template(), worker_database(worker_id)
        self.pristine: Pristine | None = None
        clone(self.template, self.name)

    def __call__(self) -> None:
        connections.close_all()
        if self.pristine and self.pristine.restore():
            return
        clone(self.template, self.name)
        session = connect(self.name)
        if self.pristine:
            self.pristine.session = session  # the same rows under the same marks: all clones are alike
        else:
            self.pristine = Pristine(session)

    def drop(self) -> None:
        """Remove it."""
        drop(self.name)


def drop(name: str) -> None:
    """Remove a worker's database."""
    connections.close_all()
    _drop(name)


def worker_database(worker_id: str) -> str:
    """A name of this process's own: two runs beside each other do not meet."""
    return f"wasl_test_{worker_id}_{os.getpid()}"


def _build(name: str) -> None:
    unfinished = f"unfinished_{name}"
    _drop(unfinished)
    _administer(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(unfinished)))
    _wait_for_no_disk(unfinished)
    _use(unfinished)
    fill()
    connections.close_all()
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    _administer(rename.format(sql.Identifier(unfinished), sql.Identifier(name)))


def _wait_for_no_disk(name: str) -> None:
    """What a test commits need not outlive the machine."""
    _administer(sql.SQL("ALTER DATABASE {} SET synchronous_commit TO off").format(sql.Identifier(name)))


def fill() -> None:
    """Shared tables, pristine schema, the hub and both NGOs, in an empty database that Django is pointed at."""
    provisioning.migrate_shared()
    provisioning.build_template()
    provisioning.create_tenant(
        "hub", name={"fr": "Réseau", "ar": "الشبكة", "en": "Network"}, host="localhost", kind=Tenant.Kind.HUB
    )
    for schema, title in NGOS.items():
        with provisioning.create_tenant(schema, name=title, host=provisioning.default_host(schema)):
            remove_sample_course()  # what a test counts, it has made


def _use(name: str) -> None:
    connections.close_all()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def fingerprint() -> str:
    """Of what a template is made by."""
    digest = hashlib.sha256()
    for package in ("django", "wagtail", "django-tenants", "django-modeltranslation", "django-allauth", "wagtailmedia"):
        digest.update(f"{package} {version(package)}".encode())
    digest.update(" ".join(settings.INSTALLED_APPS).encode())
    for path in sorted(path for pattern in HASHED for path in ROOT.glob(pattern)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _databases() -> list[str]:
    """Names, the oldest first."""
    with _maintenance() as session:
        return [row[0] for row in session.execute("SELECT datname FROM pg_database ORDER BY oid").fetchall()]


def _drop(name: str) -> None:
    """Autovacuum, which belongs to the cluster's owner, is not ours to turn out: it leaves by itself."""
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return _administer(statement)
        except psycopg.errors.InsufficientPrivilege:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def _is_running(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        pass
    return True


def _administer(statement: sql.Composable) -> None:
    with _maintenance() as session:
        session.execute(statement)


@contextmanager
def _maintenance() -> Iterator[psycopg.Connection]:
    with connect("postgres") as session:
        yield session


def connect(name: str) -> psycopg.Connection:
    given = PLAIN
    return psycopg.connect(
        host=given["HOST"], port=given["PORT"] or None, user=given["USER"], password=given["PASSWORD"] or None,
        dbname=name, autocommit=True,
    )  # fmt: skip


@contextmanager
def lock() -> Iterator[None]:
    """Alone at making templates."""
    settings.VAR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR / "test-database.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
