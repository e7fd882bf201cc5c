"""`/metrics` tells figures to whoever has the token: of views by their names, of tenants by their kind, of nobody."""

import datetime

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from prometheus_client.parser import text_string_to_metric_families

from config.watching import measuring, meters
from people.tasks import erase_people
from tenants import heartbeat
from tenants.keeping.runs import note
from tenants.models import BackupRun, Heartbeat, Tenant
from tests.support.clients import TenantClient
from tests.support.keys import RANDOM

TOKEN = RANDOM[:40]


@pytest.fixture
def watched(settings):
    settings.METRICS_TOKEN = TOKEN
    meters.meters.cache_clear()


def ask(client: TenantClient, token: str = TOKEN):
    return client.get("/metrics", headers={"authorization": f"Bearer {token}"})


def told(client: TenantClient) -> dict[tuple, float]:
    """Every sample, by its name and the values of its labels, in the order of the labels' names."""
    answer = ask(client)
    assert answer.status_code == 200
    return {
        (sample.name, *(value for _name, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


def test_it_is_closed_where_no_token_is_set(client, own_ngo, settings):
    settings.METRICS_TOKEN = ""
    assert ask(client, "").status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer ", f"Bearer {TOKEN[:-1]}", f"Basic {TOKEN}", TOKEN, "Bearer é"])
def test_it_is_closed_to_who_has_another(watched, client, own_ngo, given):
    answer = client.get("/metrics", headers={"authorization": given} if given else {})
    assert (answer.status_code, answer.content, answer.headers["WWW-Authenticate"]) == (
        401, b"METRICS_TOKEN?\n", "Bearer",
    )  # fmt: skip


def test_it_answers_on_every_host_and_is_kept_nowhere(watched, db):
    answer = ask(TenantClient(Tenant(schema_name="nobody")))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")


def test_requests_are_counted_by_view_and_kind_of_tenant(watched, client, own_ngo, hub):
    client.get("/fr/verify/ABCD-EFGH-JKMN/")
    client.post("/fr/verify/", {"code": "x"})
    TenantClient(hub).get("/fr/sign-in/?next=/fr/secret/")
    client.get("/fr/nowhere/secret/")
    client.generic("AMINA", "/fr/sign-in/")
    TenantClient(Tenant(schema_name="nobody")).get("/fr/")
    found = told(client)
    counts = {tuple(labels): value for (name, *labels), value in found.items() if name == "wasl_requests_total"}
    assert counts == {
        ("GET", "certificates:verify_code", "2xx", "ngo"): 1,
        ("POST", "certificates:verify", "4xx", "ngo"): 1,
        ("GET", "accounts:sign_in", "2xx", "hub"): 1,
        ("other", "accounts:sign_in", "4xx", "ngo"): 1,
        ("GET", "wagtail_serve", "4xx", "ngo"): 1,
        ("GET", "none", "4xx", "none"): 1,
    }
    assert found["wasl_request_seconds_count", "certificates:verify_code", "ngo"] == 1
    assert found["wasl_request_seconds_bucket", "+Inf", "certificates:verify_code", "ngo"] == 1


def test_a_page_kept_for_nobody_is_a_hit_of_its_tenant(watched, client, own_ngo, settings):
    settings.PAGE_CACHE_SECONDS = 60
    for _time in range(3):
        client.get("/fr/")
    found = told(client)
    assert (found["wasl_page_cache_total", "miss"], found["wasl_page_cache_total", "hit"]) == (1, 2)
    assert found["wasl_requests_total", "GET", "wagtail_serve", "2xx", "ngo"] == 3


def test_what_waits_and_what_was_done_last(watched, client, own_ngo, other_ngo):
    now = timezone.now()
    for tenant in (own_ngo, other_ngo):
        with tenant:
            erase_people.enqueue(1)
    DBTaskResult.objects.filter(queue_name="own_ngo").update(enqueued_at=now - datetime.timedelta(seconds=90))
    Heartbeat.objects.update_or_create(pk=heartbeat.ONLY, defaults={"at": now - datetime.timedelta(seconds=30)})
    note(BackupRun.Kind.BACKUP, good=True, says="")
    BackupRun.objects.update(at=now - datetime.timedelta(hours=3))
    found = told(client)
    task = "people.tasks.erase_people"
    assert found["wasl_tasks_waiting", task] == 2
    assert 90 <= found["wasl_tasks_oldest_seconds", task] < 100
    assert 30 <= found["wasl_worker_heartbeat_age_seconds",] < 40
    assert 3 * 3600 <= found["wasl_backup_age_seconds",] < 3 * 3600 + 10
    assert ("wasl_backup_trial_age_seconds",) not in found
    assert found["wasl_tenants", "ngo", "active"] == Tenant.objects.filter(kind="ngo").count()
    assert found["wasl_database_up",] == 1
    assert found["wasl_database_size_bytes",] > 1_000_000
    assert 0 < found["wasl_database_connections",] <= found["wasl_database_connections_max",]


def test_no_ngo_is_named(watched, client, own_ngo, other_ngo):
    client.get("/fr/")
    said = ask(client).content.decode()
    for tenant in (own_ngo, other_ngo):
        assert tenant.schema_name not in said
        assert tenant.name not in said


def test_a_database_that_is_away_is_told(watched, client, own_ngo, monkeypatch):
    client.get("/fr/")
    monkeypatch.setattr(measuring, "DATABASE", "SELECT nothing")
    found = told(client)
    assert found["wasl_database_up",] == 0
    assert found["wasl_requests_total", "GET", "wagtail_serve", "2xx", "ngo"] == 1
