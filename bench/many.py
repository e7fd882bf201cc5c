#!/usr/bin/env python3
"""`make bench-many`: what grows with the number of NGOs, on one PostgreSQL, up to 300 real ones.

`make bench-many ARGS="20 100"` stops at a hundred. In a database of its own, dropped afterwards; some fifteen minutes
to 300. Beside a page stands the bare SQL of the same connection (`SELECT 1`), in the same run: what the machine itself
does by turns.
"""

import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "platform"), str(ROOT), str(ROOT / "bench")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
os.environ.setdefault("TESTS_ON_DISK", "1")

import django  # noqa: E402  needs the path and settings above

django.setup()

import serving  # noqa: E402  needs setup
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.migrations.loader import MigrationLoader  # noqa: E402

from accounts.models import User  # noqa: E402
from accounts.roles import Role, give_role  # noqa: E402
from tenants.models import Tenant  # noqa: E402
from tenants.provisioning import create_tenant, default_host  # noqa: E402
from tests import database  # noqa: E402
from tests.support.clients import TenantClient  # noqa: E402

NAME = "wasl_bench_many"
STOPS = (2, 20, 100, 200, 300)
NEWEST = 5  # whose making is measured
ROUNDS = 40
# A migration that nothing else follows and that only adds a column: undone everywhere, then set up again.
ADDED = ("courses", "0010_final_last", "courses_coursepage", "final_last")
SIZES_OF = """
SELECT (SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace
          AND relkind = 'r') / 1e6, pg_database_size(current_database()) / 1e6"""


def main() -> int:
    stops = [int(given) for given in sys.argv[1:]] or list(STOPS)
    database.clone(database.ensure_template(), NAME)
    try:
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} when it began\n", flush=True)
        first = Tenant.objects.get(schema_name="own_ngo")
        path, user = _prepared(first)
        for stop in stops:
            measure(stop, first, path, user)
        measure_visits()
    finally:
        database.drop(NAME)
    return 0


def _prepared(tenant: Tenant) -> tuple[str, User]:
    connection.set_tenant(tenant)  # type: ignore[attr-defined]  # django-tenants' connection
    path, user = serving.a_lesson(), User.objects.create(username="bench")
    give_role(user, Role.COORDINATOR)
    return path, user


def report(ngos: int, name: str, found: str, goal: str = "") -> None:
    print(f"{ngos:>4} NGOs  {name:<44}{found:>14}  {goal}", flush=True)


def measure(ngos: int, first: Tenant, path: str, user: User) -> None:
    """Makes NGOs until there are so many, then asks everything that may depend on it."""
    made = []
    while (number := Tenant.objects.filter(kind=Tenant.Kind.NGO).count()) < ngos:
        started = time.perf_counter()
        create_tenant(f"ngo_{number:03}", name=f"NGO {number}", host=default_host(f"ngo_{number:03}"))
        made.append(time.perf_counter() - started)
    if made:
        report(ngos, "a new NGO, median of the newest", f"{statistics.median(made[-NEWEST:]):.2f} s", "<= 2 s")
    with connection.cursor() as cursor:
        cursor.execute(SIZES_OF)
        catalogue, whole = cursor.fetchone()
    report(ngos, "catalogue", f"{catalogue:.0f} MB")
    report(ngos, "database", f"{whole:.0f} MB")
    nobody, coordinator = TenantClient(first), TenantClient(first)
    coordinator.force_login(user)
    for name, ask in {
        "lesson, anonymous, made anew": lambda: nobody.get(f"{path}?n={time.perf_counter_ns()}"),
        "list of sessions, signed in": lambda: coordinator.get("/fr/sessions/"),
        "dashboard, signed in": lambda: coordinator.get("/fr/figures/"),
    }.items():
        report(ngos, f"{name}, processor", f"{processor_ms(ask):.1f} ms", "<= 1.15 of that at the first")
    report(ngos, "SELECT 1, by the clock", f"{1000 * clock(_nothing):.2f} ms")
    for command, goal in (("list_tenants", "<= 1.5 s"), ("doctor", "<= 1.5 s"), ("setup_database", "<= 10 s")):
        report(ngos, f"manage.py {command}, with its start", f"{command_s(command):.1f} s", goal)
    _undo_added()
    took = command_s("setup_database", 1)
    if _have_added() < ngos:
        raise SystemExit("The column did not come to every NGO: nothing was measured.")
    report(ngos, "manage.py setup_database, a column to add", f"{took:.1f} s", "<= 60 s")


def processor_ms(ask: Callable[[], Any]) -> float:
    """The median; of this process, without PostgreSQL's."""
    times = []
    for _round in range(ROUNDS):
        started = time.process_time()
        answer = ask()
        times.append(1000 * (time.process_time() - started))
        if answer.status_code != 200:
            raise SystemExit(f"A page answered {answer.status_code}: nothing to measure.")
    return statistics.median(times[ROUNDS // 4 :])


def clock(act: Callable[[], Any]) -> float:
    times = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        act()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def _nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _undo_added() -> None:
    """Every tenant as it was before the migration that adds a column. SystemExit where another follows it by now."""
    app, name, table, column = ADDED
    if (app, name) not in MigrationLoader(None).graph.leaf_nodes():
        raise SystemExit(f"{app} {name} is not the last one of its app any more: name another in ADDED.")
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute("SELECT schemaname FROM pg_tables WHERE tablename = %s", [table])
        for (schema,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE "{schema}"."{table}" DROP COLUMN {column}')
            cursor.execute(f'DELETE FROM "{schema}".django_migrations WHERE app = %s AND name = %s', [app, name])


def _have_added() -> int:
    _app, _name, table, column = ADDED
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM information_schema.columns WHERE table_name = %s AND column_name = %s",
            [table, column],
        )
        return int(cursor.fetchone()[0])


def command_s(command: str, rounds: int = 3) -> float:
    """By the clock, the median; the second and third find its files read already, as on any server."""
    given = settings.DATABASES["default"]
    environment = os.environ | {
        "DATABASE_URL": f"postgresql://{given['USER']}@/{NAME}?host={given['HOST']}",
        "DJANGO_SETTINGS_MODULE": "config.settings.demo",
    }
    times = []
    for _round in range(rounds):
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, "manage.py", command], cwd=ROOT, env=environment, capture_output=True, check=False
        )
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def measure_visits() -> None:
    """The memory of one connection of PostgreSQL that serves a page of one NGO after the other."""
    connection.close()
    for visited, tenant in enumerate(Tenant.objects.filter(kind=Tenant.Kind.NGO).order_by("pk"), start=1):
        TenantClient(tenant).get("/fr/")
        if visited in (1, 10, 50, 100, 200, 300):
            report(visited, "visited by one connection, its memory", f"{_memory_of_the_connection():.1f} MB")


def _memory_of_the_connection() -> float:
    """Its own, in MB, without the buffers that all share; of a server on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        status = Path(f"/proc/{cursor.fetchone()[0]}/status").read_text()
    (own,) = re.findall(r"^RssAnon:\s+(\d+) kB", status, re.MULTILINE)
    return int(own) / 1024


if __name__ == "__main__":
    sys.exit(main())
