"""What this machine can do at all with clients, server and PostgreSQL on it: bare Django, plain SQL, the clients alone.

Beside them stands what the product does (`bench/large.py attendance`), in one run: where those are slow, it is the
machine; the ratio between them is what sign-in, rights, tenant and audit cost.
"""

import json
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import serving
from django.conf import settings
from psycopg import sql
from serving import ROLL, Reading

from tests import database

NAME = "wasl_bare_marks"
BARE = Path(__file__).parent / "bare"
TABLE = """
CREATE TABLE plain_mark (id bigserial PRIMARY KEY, person uuid NOT NULL, event uuid NOT NULL UNIQUE,
                         made_at timestamptz NOT NULL DEFAULT now())"""
INSERT = (
    "INSERT INTO plain_mark (person, event) SELECT gen_random_uuid(), gen_random_uuid() FROM generate_series(1, %s)"
)


@contextmanager
def own_database() -> Iterator[None]:
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(NAME))
    with database.connect("postgres") as session:
        session.execute(drop)
        session.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
        try:
            yield
        finally:
            session.execute(drop)


@contextmanager
def bare_server(program: str) -> Iterator[int]:
    """The bare Django site; its port."""
    given = settings.DATABASES["default"]
    kept = {key: given[key] for key in ("HOST", "PORT", "USER", "PASSWORD")}
    there = json.dumps(kept | {"ENGINE": "django.db.backends.postgresql", "NAME": NAME})
    with serving.served(program, "attending:application", BARE, {"BARE_DATABASE": there}) as port:
        yield port


def bare_marks(port: int, *, clients: int, each: int, people: int = 0) -> Reading:
    """Requests per second and the slowest twentieth, of one mark, or of a roll of so many."""
    path = "/roll/" if people else "/one/"

    def asked() -> tuple[str, dict[str, Any]]:
        return path, {"event": uuid.uuid4(), "present": [str(uuid.uuid4()) for _one in range(people)]}

    room = serving.Room("localhost", path, path, "", "", [], [], [])
    return serving.at_once(port, room, asked, clients, each)


def plain_marks(*, clients: int, each: int, people: int = 1) -> Reading:
    """The same by SQL alone, a transaction each, on a connection of each client's own."""
    with database.connect(NAME) as session:
        session.execute("DROP TABLE IF EXISTS plain_mark")
        session.execute(TABLE)

    def client(_number: int, times: list[float]) -> None:
        with database.connect(NAME) as session:
            for _turn in range(each):
                started = time.perf_counter()
                session.execute(INSERT, (people,))
                times.append(time.perf_counter() - started)

    return serving.together(client, clients, each)


def report_limits(report: Callable[[str, str], None]) -> None:
    """One mark with 32 clients, rolls of 30 with 8, as the product is asked."""
    with own_database():
        for program in serving.PROGRAMS:
            if why := serving.absent(program):
                report(f"bare Django, {program}", why)
                continue
            with bare_server(program) as port:
                bare_marks(port, clients=8, each=20)  # every thread has seen it
                rate, _late = serving.read(port, "localhost", "/", clients=32, each=60)
                report(f"bare Django view that does nothing, {program}, 32 clients", f"{rate:.0f}/s")
                rate, late = bare_marks(port, clients=32, each=30)
                report(f"bare Django view that writes a mark, {program}, 32 clients", f"{rate:.0f}/s")
                report("  95 % within", f"{late:.0f} ms")
                rate, late = bare_marks(port, clients=8, each=30, people=ROLL)
                report(
                    f"bare Django view that writes a roll of {ROLL}, {program}, 8 clients", f"{ROLL * rate:.0f} marks/s"
                )
                report("  95 % within", f"{late:.0f} ms")
        for people, clients, each in ((1, 32, 200), (ROLL, 8, 200)):
            rate, late = plain_marks(clients=clients, each=each, people=people)
            report(f"plain SQL, {people} together, {clients} clients", f"{people * rate:.0f} marks/s")
            report("  95 % within", f"{late:.1f} ms")
