"""The database goes and comes, for real: a server of its own below a process of its own."""

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import settings

from config import embedded_pg
from tests import database
from tests.support.keys import RANDOM

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
WORDS = {
    "fr": "Le site est momentanément indisponible", "ar": "الموقع غير متاح مؤقتًا",
    "en": "The site is away for a moment",
}  # fmt: skip


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    text: str


class Site(NamedTuple):
    """A web server in production settings, and the folder of its database."""

    port: int
    base: Path
    log: Path

    def ask(self, path: str, host: str = "own-ngo.localhost", method: str = "GET", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, headers={"Host": host} | headers)
        answer = connection.getresponse()
        return Answer(answer.status, dict(answer.getheaders()), answer.read().decode())


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    above = Path(tempfile.mkdtemp(prefix="wasl-"))
    above.chmod(0o755)
    base = above / "var"
    server = embedded_pg.ensure(base)
    _copy_template(server)
    port, log = _free_port(), above / "log"
    environment = {
        "PATH": os.environ["PATH"], "PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}", "WASL_VAR": str(base),
        "DJANGO_SETTINGS_MODULE": "config.settings.production", "SECRET_KEY": RANDOM, "NETWORK_TOKEN_KEY": RANDOM[::-1],
        "DATABASE_URL": f"postgresql://{embedded_pg.USER}@/{embedded_pg.DATABASE}?host={server.socket}",
        "EMAIL_HOST": "localhost", "SECURE_SSL_REDIRECT": "0", "PAGE_CACHE_SECONDS": "0",
    }  # fmt: skip
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4"]
    with log.open("w") as output:
        web = subprocess.Popen(command, cwd=ROOT / "platform", env=environment, stdout=output, stderr=output)
    made = Site(port, base, log)
    try:
        _wait_for(made)
        yield made
    finally:
        web.terminate()
        web.wait()
        embedded_pg.stop(base)
        shutil.rmtree(above, ignore_errors=True)


def _copy_template(server: embedded_pg.Server) -> None:
    given = settings.DATABASES["default"]
    source = ["-h", str(given["HOST"]), "-U", str(given["USER"]), database.ensure_template()]
    dump = subprocess.run([server.binaries / "pg_dump", *source], capture_output=True, check=True).stdout
    target = ["-h", str(server.socket), "-U", embedded_pg.USER, "-q", "-d", embedded_pg.DATABASE]
    psql = [server.binaries / "psql", *target]
    subprocess.run(psql, input=dump, capture_output=True, check=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(site: Site) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            if site.ask("/healthz").status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(site.log.read_text())


@pytest.fixture
def away(site: Site) -> Iterator[Site]:
    """The site while its database is stopped; each thread had a connection and loses it."""
    for _time in range(8):
        assert site.ask("/fr/").status == 200
    embedded_pg.stop(site.base)
    yield site
    embedded_pg.ensure(site.base)


@pytest.mark.parametrize(
    ("path", "wish", "language"),
    [
        pytest.param("/fr/", "ar", "fr", id="the address decides"),
        pytest.param("/ar/sign-in/", "", "ar", id="Arabic"),
        pytest.param("/en/sessions/", "", "en", id="English"),
        pytest.param("/admin/", "ar", "ar", id="the browser decides"),
        pytest.param("/", "en", "en", id="no language in the address"),
        pytest.param("/api/v1/snapshots", "", "fr", id="interface"),
        pytest.param("/media/images/x.png", "", "fr", id="media"),
    ],
)
def test_every_page_says_so_and_when_to_come_back(away: Site, path: str, wish: str, language: str) -> None:
    for host in ("other-ngo.localhost", "localhost"):
        answer = away.ask(path, host, **{"Accept-Language": wish, "Cookie": "sessionid=abc"})
        told = (answer.status, answer.headers.get("Retry-After"), answer.headers.get("Content-Language"))
        assert told == (503, "30", language), (host, answer.headers)
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert f"<h1>{WORDS[language]}</h1>" in answer.text
        assert "Traceback" not in answer.text


@pytest.mark.parametrize("paths", [("/fr/", "/ar/me/", "/admin/"), ("/en/sessions/", "/fr/sign-in/")], ids=" ".join)
def test_who_is_signed_in_where_the_host_is_still_remembered_is_told_too(away: Site, paths: tuple[str, ...]) -> None:
    """No more than there are threads: each loses its connection by this."""
    assert [away.ask(path, Cookie=f"sessionid={'a' * 32}").status for path in paths] == [503] * len(paths)


def test_a_form_sent_meanwhile_gets_the_same_answer(away: Site) -> None:
    assert away.ask("/fr/sign-in/", method="POST").status in (403, 503)  # without a token it is refused first
    assert away.ask("/healthz").status == 503
    answer = away.ask("/readyz")
    assert (answer.status, '"database": "unreachable"' in answer.text) == (503, True)


def test_the_log_has_a_line_for_each_and_no_traceback(away: Site) -> None:
    before = away.log.read_text()
    assert away.ask("/fr/").status == 503
    added = away.log.read_text().removeprefix(before).splitlines()
    told = [(line["level"], line["logger"], line["message"]) for line in map(json.loads, added)]
    assert told == [
        ("ERROR", "config.failing", "The database is away: 503."),
        ("INFO", "config.watching.requests", "request"),
    ]


def test_pages_come_back_by_themselves(site: Site) -> None:
    for _time in range(2):
        for _thread in range(8):
            assert site.ask("/fr/").status == 200
        embedded_pg.stop(site.base)
        assert site.ask("/fr/").status == 503
        embedded_pg.ensure(site.base)
        assert [site.ask("/fr/").status for _thread in range(8)] == [200] * 8
        assert site.ask("/healthz").status == 200
