"""What a server of Sentry's make receives of an error: its kind, its lines of code, the route; nothing of anybody."""

import json
import subprocess
import sys
from urllib.parse import quote

import pytest

from core.version import VERSION
from tests import database
from tests.support.error_sink import ErrorSink
from tests.support.real_server import real_server

pytestmark = pytest.mark.slow
BREAK = 'ALTER TABLE "own_ngo"."certificates_certificate" RENAME TO "gone"'
SECRETS = {
    "path": "WXYZ-2345-KLMN", "query": "Amina Exemple", "cookie": "cookie-of-somebody", "header": "Browser of Amina",
    "body": "amina@example.org", "referrer": "page-before", "address": "203.0.113.77",
}  # fmt: skip
FAIL = """
import django
django.setup()
import logging
from tenants.models import Tenant
def greet(name):
    raise ValueError(f"no greeting for {name}")
with Tenant.objects.get(schema_name="own_ngo"):
    try:
        greet("Amina Exemple")
    except ValueError as error:
        logging.getLogger("wasl").error("Not greeted: %s", error, exc_info=True)
"""


@pytest.fixture(scope="module")
def events(tmp_path_factory, django_db_setup):
    """What came of a page whose table is gone, asked with secrets of every kind, and of a command that fails."""
    with ErrorSink() as sink, real_server(tmp_path_factory.mktemp("served"), SENTRY_DSN=sink.dsn) as server:
        with database.connect(server.database) as session:
            session.execute(BREAK.encode())
        server.start()
        server.wait()
        address = f"/fr/verify/{SECRETS['path']}/?name={quote(SECRETS['query'])}"
        answer = server.ask(
            address, Cookie=f"sessionid={SECRETS['cookie']}", Referer=f"https://own-ngo.localhost/{SECRETS['referrer']}",
            **{"User-Agent": SECRETS["header"], "X-Forwarded-For": SECRETS["address"], "X-Request-ID": "0" * 32},
        )  # fmt: skip
        assert answer.status == 500
        command = [sys.executable, "-c", FAIL]
        subprocess.run(command, env=server.environment, check=True, capture_output=True)
        found = sink.wait_for(2)
        yield found, sink.received, server


def test_nothing_of_anybody_is_sent(events):
    found, received, server = events
    assert len(found) == 2
    everything = "".join(headers + body.decode() for headers, body in received)
    for secret in [
        *SECRETS.values(),
        "Amina",
        "own_ngo",
        "own-ngo",
        server.environment["SECRET_KEY"],
        str(server.log.parent),
    ]:
        for written in {secret, quote(secret), json.dumps(secret)[1:-1]}:
            assert written not in everything


def test_what_is_sent_of_a_page(events):
    page = events[0][0]
    assert set(page) - {"exception", "tags", "logentry"} == {
        "event_id", "timestamp", "level", "platform", "release", "environment", "logger",
    }  # fmt: skip
    assert (page["release"], page["logger"], page["logentry"]["message"]) == (
        f"wasl@{VERSION}", "django.request", "Internal Server Error: (path)",
    )  # fmt: skip
    assert page["tags"] == {
        "request": "0" * 32, "route": "certificates:verify_code", "kind": "ngo", "method": "GET",
    }  # fmt: skip
    values = page["exception"]["values"]
    assert values[-1]["type"] == "ProgrammingError"
    assert values[-1]["value"] == 'relation "certificates_certificate" does not exist'
    frames = [frame for value in values for frame in value["stacktrace"]["frames"]]
    assert "certificates.views.verifying" in {frame["module"] for frame in frames}
    assert {name for frame in frames for name in frame} <= {
        "filename", "function", "module", "lineno", "in_app", "pre_context", "context_line", "post_context",
    }  # fmt: skip


def test_what_is_sent_of_a_command(events):
    command = events[0][1]
    (value,) = command["exception"]["values"]
    assert (command["logentry"]["message"], value["type"], value["value"]) == ("Not greeted: ", "ValueError", "")
    assert [frame["function"] for frame in value["stacktrace"]["frames"]] == ["<module>", "greet"]
