"""The web server as it is installed: gunicorn with `deploy/gunicorn.conf.py`, production settings, two processes."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings

from tests import database
from tests.support.keys import RANDOM

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    text: str


class RealServer:
    """`environment` is what its processes are given; `log` holds what they wrote."""

    def __init__(self, folder: Path, name: str, environment: dict[str, str]) -> None:
        given = settings.DATABASES["default"]
        address = f"postgresql://{given['USER']}@/{name}?host={given['HOST']}"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.log, self.database = folder / "log", name
        self.environment = {
            "PATH": os.environ["PATH"], "PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}", "WASL_VAR": str(folder / "var"),
            "DJANGO_SETTINGS_MODULE": "config.settings.production", "SECRET_KEY": RANDOM,
            "PYTHONNODEBUGRANGES": "1", "NETWORK_TOKEN_KEY": RANDOM[::-1], "DATABASE_URL": address,
            "EMAIL_HOST": "127.0.0.1", "EMAIL_USE_TLS": "0", "WEB_BIND": f"127.0.0.1:{self.port}",
            "SECURE_SSL_REDIRECT": "0",
        } | environment  # fmt: skip
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """A process of the installation; the web server where nothing else is named."""
        command = command or (sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "config.wsgi")
        with self.log.open("ab") as log:
            process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        self.running.append(process)
        return process

    def wait(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                if self.ask("/healthz").text == "ok\n":
                    return
            except OSError:
                time.sleep(0.2)
        raise AssertionError(self.log.read_text())

    def stop(self) -> None:
        for process in self.running:
            process.terminate()
        for process in self.running:
            process.wait()
        self.running.clear()

    def ask(self, path: str, host: str = "own-ngo.localhost", method: str = "GET", **headers: str) -> Answer:
        """On a connection of its own, as different readers would."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, headers={"Host": host} | headers)
        answer = connection.getresponse()
        return Answer(answer.status, dict(answer.getheaders()), answer.read().decode("utf-8", errors="replace"))

    def lines(self) -> list[dict[str, Any]]:
        """What was logged; each line is an object, or this fails."""
        text = self.log.read_text()
        try:
            return [json.loads(line) for line in text.splitlines()]
        except ValueError:
            raise AssertionError(text) from None


@contextmanager
def real_server(folder: Path, **environment: str) -> Iterator[RealServer]:
    """Over a database of its own, with the hub and the two NGOs of every test; not started yet."""
    name = f"wasl_test_served_{os.getpid()}"
    template = database.ensure_template()
    with database.connect("postgres") as session:
        session.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
    (folder / "var").mkdir()
    server = RealServer(folder, name, environment)
    try:
        yield server
    finally:
        server.stop()
        with database.connect("postgres") as session:
            session.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
