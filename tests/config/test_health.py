"""`/healthz` asks the process and its database; `/readyz` also what an operator must know."""

import datetime
import json

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from config import health
from core.version import VERSION
from tenants import heartbeat
from tenants.models import Heartbeat, Tenant
from tests.support.clients import TenantClient


@pytest.fixture
def anybody(db) -> TenantClient:
    """A host that no tenant has."""
    heartbeat.beat()
    return TenantClient(Tenant(schema_name="nobody"))


def ready(client: TenantClient) -> tuple[int, bool, dict[str, str]]:
    answer = client.get("/readyz")
    assert answer.headers["Cache-Control"] == "no-store"
    said = json.loads(answer.content)
    assert said["version"] == VERSION
    return answer.status_code, said["ready"], said["missing"]


def forget_a_migration(schema: str = "own_ngo") -> None:
    app = "network" if schema == "public" else "people"
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM \"{schema}\".django_migrations WHERE app = '{app}'")  # noqa: S608


def test_all_is_well(anybody):
    assert anybody.get("/healthz").content == b"ok\n"
    assert ready(anybody) == (200, True, {})


@pytest.mark.parametrize("schema", ["public", "template", "own_ngo"])
def test_a_missing_migration_concerns_the_operator_alone(anybody, schema):
    forget_a_migration(schema)
    assert anybody.get("/healthz").status_code == 200
    assert ready(anybody) == (503, False, {"migrations": "missing in 1 schemas: run setup_database"})


def test_missing_static_files_are_counted_and_pages_are_shown_without(client, own_ngo, settings, tmp_path, monkeypatch):
    heartbeat.beat()
    settings.STATIC_ROOT, settings.WHITENOISE_USE_FINDERS = tmp_path, False
    real = {"BACKEND": "core.static_files.StaticFilesStorage", "OPTIONS": {"location": tmp_path}}
    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": real}):
        monkeypatch.setattr("config.health.staticfiles_storage", storages["staticfiles"])
        number = len(health.own_static_files())
        assert number > 20
        assert ready(client) == (503, False, {"static_files": f"{number} files missing: run collectstatic"})
        page = client.get("/fr/")
        assert (page.status_code, b"/static/css/wasl.css" in page.content) == (200, True)


def test_a_place_for_uploads_that_takes_nothing_is_told(anybody, settings, tmp_path):
    (tmp_path / "file").write_text("x")
    settings.MEDIA_ROOT = tmp_path / "file"
    assert ready(anybody) == (503, False, {"storage": "cannot be written to: File exists"})


@pytest.mark.parametrize(
    ("age", "said"),
    [
        pytest.param(None, "never seen: start `manage.py worker`", id="never"),
        pytest.param(170, "", id="lately"),
        pytest.param(600, "silent for 600 s: restart `manage.py worker`", id="long ago"),
    ],
)
def test_the_worker_is_missed(anybody, age, said):
    Heartbeat.objects.all().delete()
    if age is not None:
        Heartbeat.objects.create(pk=heartbeat.ONLY, at=timezone.now() - datetime.timedelta(seconds=age))
    assert ready(anybody) == ((503, False, {"worker": said}) if said else (200, True, {}))


def test_a_good_answer_is_repeated_for_some_seconds(anybody, monkeypatch):
    now = [100.0]
    monkeypatch.setattr("config.health.time.monotonic", lambda: now[0])
    assert ready(anybody)[0] == 200
    forget_a_migration()
    assert ready(anybody)[0] == 200
    now[0] += 5
    assert ready(anybody)[0] == 503
