#!/usr/bin/env python3
"""`make bench`: what the pages people open most cost, measured in this process against the demo database.

No server, no network: the test client calls the application with all its middleware. bench/README.md says how to read
the table.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "platform"), str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")

import django  # noqa: E402  needs the path and settings above

django.setup()

from comparing import GOAL, compare  # noqa: E402  needs setup
from django.db import OperationalError, ProgrammingError, connection  # noqa: E402  needs setup
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django_tenants.utils import tenant_context  # noqa: E402

from accounts.models import User  # noqa: E402
from accounts.roles import Role  # noqa: E402
from courses.models import LessonPage  # noqa: E402
from demo.accounts import PARTICIPANT  # noqa: E402
from impact.counting import Period, count_tenant  # noqa: E402
from sessions.models import Evidence, Slot  # noqa: E402
from tenants.models import Tenant  # noqa: E402

ROUNDS = 20
BESIDE = ("", "ms", "bare ms", "its SQL", "ratio", "goal")
HEADS = ("", "SQL", "of which SET", "bytes", "ms (median)", "ms (slowest)")


def main() -> int:
    tenant = biggest_tenant()
    if tenant is None:
        print("There is no demo to measure yet. Make it first: make demo (Ctrl-C once it serves), then make bench.")
        return 1
    rows = [measure(name, ask) for name, ask in pages(tenant)]
    print(f"{tenant.schema_name}, {ROUNDS} rounds, one process, {os.cpu_count()} cores\n")
    show([HEADS, *rows])
    print("\nBeside a bare Wagtail page of the same text, by turns, processor time")
    show([BESIDE, *(beside(tenant, username) for username in ("", PARTICIPANT))])
    return 0


def beside(tenant: Tenant, username: str) -> tuple[str, ...]:
    """A lesson made anew, the bare page, their ratio."""
    language = tenant.languages[0]
    with tenant_context(tenant):
        lesson = LessonPage.objects.live().order_by("path")[2]
        address = lesson.get_url()
        paragraphs = [str(block.value) for block in getattr(lesson, f"body_{language}")]
    asking = client(tenant, username)
    asking.cookies["anew"] = "1"  # whoever brings a cookie gets a page made anew

    def ask() -> bytes:
        connection.set_schema_to_public()
        return get(asking, address)

    ours, bare, statements = compare(paragraphs, ask, signed_in=bool(username))
    name = "lesson, signed in" if username else "lesson, anonymous"
    return name, f"{ours:.1f}", f"{bare:.1f}", str(statements), f"{ours / bare:.2f}", f"{GOAL}"


def biggest_tenant() -> Tenant | None:
    """The demo NGO with most evidence; None without a demo."""
    try:
        tenants = list(Tenant.objects.filter(kind=Tenant.Kind.NGO))
        return max(filter(is_demo, tenants), key=evidence, default=None)
    except (OperationalError, ProgrammingError):  # no server, no database, no tables
        return None


def is_demo(tenant: Tenant) -> bool:
    with tenant_context(tenant):
        return User.objects.filter(username=PARTICIPANT).exists() and LessonPage.objects.live().exists()


def evidence(tenant: Tenant) -> int:
    with tenant_context(tenant):
        return Evidence.objects.count()


def pages(tenant: Tenant) -> list[tuple[str, Callable[[], bytes]]]:
    """What is measured: a name, and what gives the bytes sent."""
    language = tenant.languages[0]
    with tenant_context(tenant):
        lesson = LessonPage.objects.live().filter(locale__language_code=language).order_by("path").first()
        address = lesson.get_url() if lesson else ""
        year = Slot.objects.latest("date").date.year
    nobody, learner, coordinator = (client(tenant, name) for name in ("", PARTICIPANT, Role.COORDINATOR.value))

    def count() -> bytes:
        with tenant_context(tenant):
            return str(count_tenant(Period.year(year), "region")).encode()

    return [
        ("home, anonymous", lambda: get(nobody, f"/{language}/")),
        ("lesson, anonymous", lambda: get(nobody, address)),
        ("lesson, signed in", lambda: get(learner, address)),
        ("dashboard", lambda: get(coordinator, f"/{language}/figures/?year={year}")),
        (f"count {year} by region", count),
    ]


def client(tenant: Tenant, username: str) -> Client:
    made = Client(headers={"host": tenant.domains.get(is_primary=True).domain})
    if username:
        with tenant_context(tenant):
            made.force_login(User.objects.get(username=username))
    return made


def get(asking: Client, address: str) -> bytes:
    response: Any = asking.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address} answered {response.status_code}: nothing to measure.")
    return b"".join(response) if response.streaming else response.content


def measure(name: str, ask: Callable[[], bytes]) -> tuple[str, ...]:
    """One row. The first call warms the caches; the statements are those of the second."""
    ask()
    connection.set_schema_to_public()
    with CaptureQueriesContext(connection) as captured:
        size = len(ask())
    statements = [query["sql"] for query in captured.captured_queries]
    settings = sum(statement.lstrip().upper().startswith("SET ") for statement in statements)
    times = []
    for _round in range(ROUNDS):
        connection.set_schema_to_public()
        started = time.perf_counter()
        ask()
        times.append(1000 * (time.perf_counter() - started))
    numbers = (len(statements), settings, size)
    return (name, *map(str, numbers), f"{statistics.median(times):.1f}", f"{max(times):.1f}")


def show(rows: list[tuple[str, ...]]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *cells in rows:
        print(
            name.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True)), sep="  "
        )


if __name__ == "__main__":
    sys.exit(main())
