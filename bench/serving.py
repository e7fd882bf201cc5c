"""Many clients at once against the application as `make demo` serves it: two processes of four threads, one machine."""

import http.client
import os
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import world
from django.conf import settings
from django.test.utils import override_settings
from django.utils import timezone

from accounts.login import badge_token
from accounts.models import User
from config.settings import demo
from courses.models import LessonPage
from courses.sample.actions import add_sample_course, sample_course
from people.models import Person
from sessions.models import Evidence, Registration, Slot, TrainingSession
from tests.support.clients import TenantClient

ROOT = Path(__file__).resolve().parents[1]
PORT = 8765
ROLL = 30
WARM_CLIENTS, WARM_ROUNDS = 16, 5


Reading = tuple[float, float]  # requests per second, milliseconds of the slowest twentieth


@dataclass(frozen=True)
class Room:
    """A half-day of today: its page, the cookies of a coordinator, the people on its list with their badges."""

    host: str
    scan: str
    roll: str
    cookies: str
    token: str
    badges: list[str]
    people: list[str]
    rolls: list[tuple[str, list[str]]]


def big_session(people: int) -> TrainingSession:
    """A session of today with so many people on its list."""
    session = TrainingSession.objects.create(title="Mesure", audience="mixed")
    Slot.objects.create(session=session, number=1, date=timezone.localdate(), part="morning", minutes=180)
    found = Person.objects.filter(merged_into__isnull=True).order_by("pk")[:people]
    Registration.objects.bulk_create(Registration(session=session, person=one, **one.axes()) for one in found)
    return session


PROGRAMS = ("gunicorn", "granian")


def absent(program: str) -> str:
    """Why it is not measured; empty: it is installed."""
    return "" if find_spec(program) else "not installed: `pip install granian` in an environment to try it"


@contextmanager
def server(program: str = "gunicorn") -> Iterator[int]:
    """The product over the generated database, two processes of four threads; its port."""
    given = settings.DATABASES["default"]
    url = f"postgresql://{given['USER']}@/{world.NAME}?host={quote(str(given['HOST']), safe='')}"
    environment = {
        "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings.demo",
        "PYTHONPATH": os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", ""))),
    }  # fmt: skip
    with served(program, "config.wsgi:application", ROOT / "platform", environment) as port:
        yield port


@contextmanager
def served(program: str, application: str, folder: Path, environment: dict[str, str]) -> Iterator[int]:
    """An application in `folder`, by gunicorn or granian, with as many processes and threads."""
    shapes = {
        "gunicorn": ["--bind", f"127.0.0.1:{PORT}", "--workers", "2", "--threads", "4", "--preload",
                     "--log-level", "warning"],
        "granian": ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(PORT), "--workers", "2",
                    "--blocking-threads", "4", "--log-level", "warning"],
    }  # fmt: skip
    command = [sys.executable, "-m", program, application, *shapes[program]]
    process = subprocess.Popen(command, cwd=folder, env=os.environ | environment)
    try:
        _wait_until_ready(process)
        yield PORT
    finally:
        process.terminate()
        process.wait(20)


def _wait_until_ready(process: "subprocess.Popen[bytes]") -> None:
    for _try in range(200):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            connection.getresponse().read()
            return
        except OSError:
            if process.poll() is not None:
                raise SystemExit("The server did not start.") from None
            time.sleep(0.3)
    raise SystemExit("The server did not answer in a minute.")


def prepare(tenant: Any, user: User) -> Room:
    """A room of 500 people, each with an account and a badge, and smaller ones for whole rolls."""
    session = big_session(500)
    people = [row.person for row in session.registrations.select_related("person")]
    accounts = User.objects.bulk_create(User(username=f"badge-{uuid.uuid4()}", password="!") for _person in people)
    for person, account in zip(people, accounts, strict=True):
        person.user = account
    Person.objects.bulk_update(people, ["user"])
    with override_settings(SECRET_KEY=demo.SECRET_KEY):
        client = TenantClient(tenant)
        client.force_login(user)
        client.get(f"/fr/sessions/{session.uuid}/1/scan/")
        badges = [badge_token(account) for account in accounts]
    rolls = []
    for _number in range(64):
        small = big_session(ROLL)
        uuids = [str(one) for one in small.registrations.values_list("person__uuid", flat=True)]
        rolls.append((f"/fr/sessions/{small.uuid}/1/attendance/", uuids))
    path = f"/fr/sessions/{session.uuid}/1"
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    return Room(
        host=str(client.defaults["HTTP_HOST"]), scan=f"{path}/scan/", roll=f"{path}/attendance/", cookies=cookies,
        token=client.cookies["csrftoken"].value, badges=badges, people=[str(one.uuid) for one in people], rolls=rolls,
    )  # fmt: skip


def a_lesson() -> str:
    """The path of a published lesson: the sample course's, written and published where it is not."""
    add_sample_course()
    course = sample_course()
    for page in [course, *course.get_descendants().specific()] if course else []:
        page.save_revision().publish()
    lesson = LessonPage.objects.live().order_by("path").first()
    assert lesson is not None  # noqa: S101
    return urlsplit(lesson.get_full_url()).path


def read(port: int, host: str, path: str, *, clients: int, each: int, cookies: str = "", anew: bool = False) -> Reading:
    """One page again and again by every client; `anew` asks in a way that no kept page answers."""

    def client(number: int, times: list[float]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {"Host": host, "Accept-Encoding": "gzip"} | ({"Cookie": cookies} if cookies else {})
        for turn in range(each):
            started = time.perf_counter()
            connection.request("GET", f"{path}?n={number}-{turn}" if anew else path, headers=headers)
            response = connection.getresponse()
            response.read()
            if response.status != 200:
                raise SystemExit(f"{path} answered {response.status}")
            times.append(time.perf_counter() - started)

    return together(client, clients, each)


def together(client: Callable[[int, list[float]], None], clients: int, each: int) -> Reading:
    """Every client at once, by its number; to the list it adds how many seconds each of its requests took. Requests per
    second, milliseconds of the slowest twentieth; SystemExit where one client gave up."""
    times: list[float] = []
    threads = [threading.Thread(target=client, args=(number, times)) for number in range(clients)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - started
    if len(times) != clients * each:
        raise SystemExit(f"Only {len(times)} of {clients * each} requests did what they should.")
    return len(times) / took, 1000 * sorted(times)[int(0.95 * len(times))]


def check_in(port: int, room: Room, *, clients: int, each: int) -> tuple[float, float]:
    """One badge after the other by every client; check-ins per second, milliseconds of the slowest twentieth."""
    badges = iter(room.badges)

    def one() -> tuple[str, dict[str, Any]]:
        return room.scan, {"badge": next(badges), "event": uuid.uuid4()}

    return _run(port, room, one, clients, each)


def mark_rolls(port: int, room: Room, *, clients: int, each: int) -> tuple[float, float]:
    """Rolls of 30 people, all ticked; marks per second, milliseconds of the slowest twentieth."""
    rolls = iter(room.rolls)

    def one() -> tuple[str, dict[str, Any]]:
        path, people = next(rolls)
        return path, {"sheet": uuid.uuid4(), "present": people}

    rate, late = _run(port, room, one, clients, each)
    return ROLL * rate, late


def warm_up(port: int, room: Room) -> None:
    """Some pages on every thread first: a server that has just started is not what a room meets."""

    def page() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for path in (room.scan, room.roll) * WARM_ROUNDS:
            connection.request("GET", path, headers={"Host": room.host, "Cookie": room.cookies})
            connection.getresponse().read()

    threads = [threading.Thread(target=page) for _number in range(WARM_CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _run(
    port: int, room: Room, one: Callable[[], tuple[str, dict[str, Any]]], clients: int, each: int
) -> tuple[float, float]:
    before = Evidence.objects.count()
    found = at_once(port, room, one, clients, each)
    written = Evidence.objects.count() - before
    if written < clients * each:
        raise SystemExit(f"Of {clients * each} requests only {written} rows came.")
    return found


def at_once(port: int, room: Room, one: Callable[[], tuple[str, dict[str, Any]]], clients: int, each: int) -> Reading:
    """What `one` gives, posted by every client so often."""
    asked = [[one() for _number in range(each)] for _client in range(clients)]
    return together(lambda number, times: _client(port, room, asked[number], times), clients, each)


def _client(port: int, room: Room, asked: Sequence[tuple[str, dict[str, Any]]], times: list[float]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {
        "Host": room.host, "Cookie": room.cookies, "X-CSRFToken": room.token,
        "Content-Type": "application/x-www-form-urlencoded",
    }  # fmt: skip
    for path, data in asked:
        started = time.perf_counter()
        connection.request("POST", path, urlencode(data, doseq=True), headers)
        response = connection.getresponse()
        response.read()
        if response.status != 302:  # what was refused shows the form again
            raise SystemExit(f"{path} answered {response.status}")
        times.append(time.perf_counter() - started)
