"""Commands that are killed half-way: nobody is served half a tenant, and the same command ends whole when run again."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django_tenants.utils import schema_exists

from impact.counting import Period, count_tenant
from impact.models import Snapshot
from impact.publishing import verify_chain
from people.models import Person
from sessions.records.actions import import_rows
from tenants import provisioning
from tenants.models import Domain, Tenant
from tests.reference import oracles
from tests.support.periods import publish

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROOT = Path(__file__).parents[2]
ENVIRONMENT = os.environ | {"PYTHONPATH": f"{ROOT / 'platform'}{os.pathsep}{ROOT}"}
FILES = {f"scans/page-{number}.txt": f"sheet {number}".encode() for number in range(3)}


@pytest.fixture
def kept(tmp_path):
    """A backup of our NGO with people, a published year and files."""
    tenant = Tenant.objects.get(schema_name="own_ngo")
    rows, _checks = oracles.oracle_a()
    with tenant:
        import_rows(rows=rows, tenant=tenant)
        publish()
        for name, content in FILES.items():
            default_storage.save(name, ContentFile(content))
    path = tmp_path / "own.wasl"
    call_command("backup_tenant", "own_ngo", str(path))
    return path


def start(step, *command):
    name = connection.settings_dict["NAME"]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.tenants.killing", name, step, *map(str, command)], cwd=ROOT, env=ENVIRONMENT,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def kill(step, *command):
    """Run a command that is killed at the step."""
    process = start(step, *command)
    _out, errors = process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL, errors


def served(host="own-ngo.localhost"):
    cache.clear()
    return Client(headers={"host": host}).get("/fr/").status_code


def everything(schema="own_ngo"):
    tenant = Tenant.objects.get(schema_name=schema)
    with tenant:
        return {
            "people": list(Person.objects.order_by("pk").values()),
            "figures": count_tenant(Period.year(2019))["indicators"],
            "snapshot": Snapshot.objects.get().digest,
            "chain": verify_chain(),
            "files": {name: default_storage.open(name).read() for name in FILES},
            "folder": sorted(default_storage.listdir("scans")[1]),
            "hosts": sorted(tenant.domains.values_list("domain", "is_primary")),
            "state": tenant.state,
        }


RESTORING = ["before the clone", "after the clone", "with the tenant's row", "after the tenant is made",
             "amid the tables", "before the files", "amid the files", "before it opens"]  # fmt: skip


@pytest.mark.parametrize(
    "step", [step if step == "amid the tables" else pytest.param(step, marks=pytest.mark.long) for step in RESTORING]
)
def test_a_restore_that_is_killed_is_not_served_and_ends_whole_when_run_again(kept, step):
    before = everything()
    call_command("drop_tenant", "own_ngo", "--yes")
    kill(step, "restore_tenant", kept)
    assert served() == 404
    assert served("other-ngo.localhost") == 200
    call_command("restore_tenant", str(kept))
    assert everything() == before
    assert served() == 200


@pytest.mark.long
@pytest.mark.parametrize("again", ["amid clearing away", "before the schema is dropped", "after the schema is dropped"])
def test_a_second_kill_changes_nothing(kept, again):
    before = everything()
    call_command("drop_tenant", "own_ngo", "--yes")
    kill("amid the files", "restore_tenant", kept)
    kill(again, "restore_tenant", kept)
    assert served() == 404
    call_command("restore_tenant", str(kept))
    assert everything() == before


@pytest.mark.long
@pytest.mark.parametrize("seconds", [1.0, 2.5, 4.0])
def test_killed_at_any_moment_from_outside(kept, seconds):
    before = everything()
    call_command("drop_tenant", "own_ngo", "--yes")
    process = start("never", "restore_tenant", kept)
    time.sleep(seconds)
    process.kill()
    process.communicate()
    tenant = Tenant.objects.filter(schema_name="own_ngo").first()
    if tenant is None or tenant.state != Tenant.State.ACTIVE:
        assert served() == 404
        call_command("restore_tenant", str(kept))
    assert everything() == before


def test_under_another_name_too(kept):
    kill("amid the files", "restore_tenant", kept, "--as", "copy_ngo")
    assert (served("copy-ngo.localhost"), served()) == (404, 200)
    call_command("restore_tenant", str(kept), "--as", "copy_ngo")
    assert served("copy-ngo.localhost") == 200
    assert everything("copy_ngo")["people"] == everything()["people"]


def test_a_damaged_file_does_not_touch_what_was_left(kept, tmp_path):
    call_command("drop_tenant", "own_ngo", "--yes")
    kill("amid the files", "restore_tenant", kept)
    damaged = tmp_path / "damaged.wasl"
    damaged.write_bytes(kept.read_bytes()[:-100])
    with pytest.raises(CommandError):
        call_command("restore_tenant", str(damaged))
    assert Tenant.objects.get(schema_name="own_ngo").state == Tenant.State.UNFINISHED
    with Tenant.objects.get(schema_name="own_ngo"):
        assert Person.objects.exists()


def test_what_is_unfinished_is_neither_taken_over_nor_backed_up(kept, tmp_path):
    call_command("drop_tenant", "own_ngo", "--yes")
    kill("before the files", "restore_tenant", kept)
    with pytest.raises(CommandError) as refused:
        call_command("create_tenant", "own_ngo", "--name", "X", "--domain", "x.localhost")
    assert str(refused.value) == (
        "«\u00a0own_ngo\u00a0» n’est pas complet\u00a0: la commande qui le restaurait ou le supprimait a été "
        "interrompue. Relancez-la, ou `drop_tenant own_ngo --yes`."
    )
    with pytest.raises(CommandError, match="not whole"):
        call_command("backup_tenant", "own_ngo", str(tmp_path / "half.wasl"))
    assert not (tmp_path / "half.wasl").exists()
    call_command("drop_tenant", "own_ngo", "--yes")
    assert not schema_exists("own_ngo")


def test_an_upgrade_in_between_does_not_open_it(kept):
    call_command("drop_tenant", "own_ngo", "--yes")
    kill("before the files", "restore_tenant", kept)
    provisioning.migrate_tenant("own_ngo")
    assert served() == 404
    assert Tenant.objects.get(schema_name="own_ngo").state == Tenant.State.UNFINISHED


def test_two_at_once_are_refused_in_words(kept, monkeypatch):
    call_command("drop_tenant", "own_ngo", "--yes")
    with provisioning.provisioning_lock():
        process = start("never", "restore_tenant", kept)
        _out, errors = process.communicate(timeout=120)
    assert process.returncode == 1
    assert errors.splitlines()[-1] == (
        "CommandError: Un autre espace est en cours de création, de restauration ou de suppression. Relancez cette "
        "commande quand ce sera fini."
    )
    assert not Tenant.objects.filter(schema_name="own_ngo").exists()
    call_command("restore_tenant", str(kept))
    assert served() == 200


NEW = ("create_tenant", "new_ngo", "--name", "Association du Figuier", "--domain", "new-ngo.localhost")


@pytest.mark.long
@pytest.mark.parametrize("step", ["before the clone", "after the clone", "with the tenant's row"])
def test_a_creation_that_is_killed_leaves_nothing_live_and_can_be_run_again(step):
    kill(step, *NEW)
    assert served("new-ngo.localhost") == 404
    assert not Domain.objects.filter(domain="new-ngo.localhost").exists()
    call_command(*NEW)
    assert served("new-ngo.localhost") == 200


@pytest.mark.long
@pytest.mark.parametrize("step", ["amid clearing away", "before the schema is dropped", "after the schema is dropped"])
def test_a_removal_that_is_killed_is_not_served_and_ends_when_run_again(step):
    assert served("other-ngo.localhost") == 200
    kill(step, "drop_tenant", "other_ngo", "--yes")
    assert served("other-ngo.localhost") == 404
    call_command("drop_tenant", "other_ngo", "--yes")
    assert not schema_exists("other_ngo")
    assert not Tenant.objects.filter(schema_name="other_ngo").exists()
