"""The web server as it is installed: two processes whose counts are one, a log of objects, and its memory."""

import json
import subprocess
import sys
import time

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.support.keys import RANDOM
from tests.support.real_server import RealServer, real_server

pytestmark = pytest.mark.slow
TOKEN = RANDOM[:40]
ASKED = 40
ENQUEUE = """
import django
django.setup()
from people.tasks import erase_people
from tenants.models import Tenant
with Tenant.objects.get(schema_name="own_ngo"):
    print(erase_people.enqueue(0).id)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory, django_db_setup):
    with real_server(tmp_path_factory.mktemp("served"), METRICS_TOKEN=TOKEN, PAGE_CACHE_SECONDS="0") as made:
        made.start()
        made.wait()
        yield made


def counts(server: RealServer) -> dict[tuple, float]:
    answer = server.ask("/metrics", Authorization=f"Bearer {TOKEN}")
    assert answer.status == 200
    return {
        (sample.name, *(value for _name, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_the_counts_of_all_processes_are_added_up(server):
    for _time in range(ASKED):
        assert server.ask("/fr/verify/").status == 200
    for _time in range(5):  # whichever process answers
        found = counts(server)
        assert found["wasl_requests_total", "GET", "certificates:verify", "2xx", "ngo"] == ASKED
        assert found["wasl_request_seconds_count", "certificates:verify", "ngo"] == ASKED


def test_metrics_are_answered_on_loopback_without_tls_and_to_nobody_else(server):
    assert server.ask("/metrics", host="127.0.0.1").status == 401
    assert server.ask("/metrics", host="127.0.0.1", Authorization=f"Bearer {TOKEN}").status == 200


def test_every_line_of_the_log_is_an_object(server):
    server.ask("/fr/nowhere/", **{"X-Request-ID": "0f8fad5b-d9cb-469f-a165-70867728950e"})
    lines = [line for line in server.lines() if line.get("request") == "0f8fad5bd9cb469fa16570867728950e"]
    assert [(line["tenant"], line["route"], line["status"]) for line in lines] == [("own_ngo", "wagtail_serve", 404)]


def test_a_worker_s_lines_are_objects_too(server):
    worker = server.start(sys.executable, "manage.py", "worker", "-v", "0")
    done = subprocess.run(
        [sys.executable, "-c", ENQUEUE], env=server.environment, capture_output=True, text=True, check=True
    )
    number = done.stdout.strip()
    for _time in range(600):
        if lines := [line for line in server.lines() if line.get("task") == number]:
            break
        time.sleep(0.1)
    worker.terminate()
    assert [(line["tenant"], line["name"], line["status"]) for line in lines] == [
        ("own_ngo", "people.tasks.erase_people", "failed")
    ]
    assert "DoesNotExist" in json.dumps(lines)


def test_a_port_that_is_taken_ends_the_start_in_words(server):
    second = server.start()  # at the first one's port
    assert second.wait(60) != 0
    said = [line["message"] for line in server.lines() if line["logger"] == "gunicorn.error"]
    assert [line for line in said if line.startswith("Connection in use")] != []
