"""Health checks. `/healthz` for a balancer: process and database answer; `/readyz` for an operator: what is missing."""

import time
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from config.failing import RETRY_SECONDS
from core.storage import tenant_storage
from core.version import VERSION
from tenants.connection import connection
from tenants.heartbeat import last_beat
from tenants.scale.cluster import away, read_cluster
from tenants.upgrade import stale_schemas

READY_SECONDS = 5  # how long a process repeats a good answer: each one asks every tenant's schema
AWAY_SECONDS = 15  # how long a process repeats which machines are away: asking may take seconds
SILENCE = timedelta(minutes=3)  # the worker beats each minute


class HealthMiddleware:
    """Answers both addresses before a tenant is looked up, on every host."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.good_until = 0.0
        self.away, self.away_until = "", 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return self._healthz()
        if request.path == "/readyz":
            return self._readyz()
        return self.get_response(request)

    def _healthz(self) -> HttpResponse:
        """A machine that is away is named and is no fault of this one: the others' NGOs are served."""
        if said := check_database():
            return _told(HttpResponse(f"database: {said}\n", content_type="text/plain"), good=False)
        if time.monotonic() >= self.away_until:
            self.away, self.away_until = check_machines(), time.monotonic() + AWAY_SECONDS
        lines = f"ok\n{self.away}\n" if self.away else "ok\n"
        return _told(HttpResponse(lines, content_type="text/plain"), good=True)

    def _readyz(self) -> HttpResponse:
        found = {} if time.monotonic() < self.good_until else missing()
        if not found:
            self.good_until = max(self.good_until, time.monotonic() + READY_SECONDS)
        told = {"ready": not found, "version": VERSION, "missing": found}
        return _told(JsonResponse(told), good=not found)


def _told(response: HttpResponse, *, good: bool) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    if not good:
        response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def missing() -> dict[str, str]:
    """What is not as it should be, by name, in words without names of NGOs; empty: all is well."""
    checks = {
        "database": check_database, "migrations": check_migrations, "static_files": check_static_files,
        "storage": check_storage, "worker": check_worker, "machines": check_machines,
    }  # fmt: skip
    found = {}
    for name, check in checks.items():
        try:
            said = check()
        except DatabaseError:
            said = "not known: the database does not answer as it should"
        if said:
            found[name] = said
    return found


def check_database() -> str:
    """Whether one statement is answered."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "unreachable"
    return ""


def check_machines() -> str:
    """Of a cluster, the machines that do not answer."""
    found = read_cluster()
    lost = sorted(away(found)) if found.workers else []
    return f"machines away: {', '.join(lost)}" if lost else ""


def check_migrations() -> str:
    """Whether a schema lacks a migration or the end of one: then `setup_database` is due."""
    stale = stale_schemas()
    return f"missing in {len(stale)} schemas: run setup_database" if stale else ""


def check_static_files() -> str:
    """Whether each of our own style sheets, scripts and pictures is where the server would take it from."""
    lacking = [name for name in own_static_files() if not _is_served(name)]
    return f"{len(lacking)} files missing: run collectstatic" if lacking else ""


def own_static_files() -> list[str]:
    """The names of what stands in the folders of our own static files."""
    return [
        path.relative_to(folder).as_posix()
        for folder in map(Path, settings.STATICFILES_DIRS)
        for path in folder.rglob("*")
        if path.is_file()
    ]


def _is_served(name: str) -> bool:
    if getattr(settings, "WHITENOISE_USE_FINDERS", False):
        return finders.find(name) is not None
    stored_name = getattr(staticfiles_storage, "stored_name", str)  # a storage without a manifest keeps the name
    return staticfiles_storage.exists(stored_name(name))


def check_storage() -> str:
    """Whether a file can be written where uploads lie."""
    try:
        tenant_storage.probe()
    except OSError as error:
        return f"cannot be written to: {error.strerror or error}"
    return ""


def check_worker() -> str:
    """Whether the worker's clock went round lately."""
    beat = last_beat()
    if beat is None:
        return "never seen: start `manage.py worker`"
    silent = timezone.now() - beat
    return f"silent for {silent.total_seconds():.0f} s: restart `manage.py worker`" if silent > SILENCE else ""
