"""backup_platform and restore_platform: all comes back into an empty database; what will not do harms nothing."""

import io
import os
import zipfile
from pathlib import Path

import pyrage
import pytest
from django.contrib.auth import authenticate
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django_tenants.utils import schema_context, schema_exists

from accounts.models import User
from accounts.roles import Role
from network.models import LibraryOffer, RolledUpFigures
from people.models import Person
from sessions.records.actions import import_rows
from tenants.archive.emptiness import mark_begun
from tenants.archive.platform_writing import public_tables
from tenants.archive.sealing import identity_of
from tenants.archive.tables import count_rows, rows, tables_of
from tenants.connection import connection
from tenants.models import Domain, Tenant
from tests.reference import oracles
from tests.support.clients import TenantClient
from tests.support.elsewhere import an_empty_installation
from tests.support.keys import RANDOM
from tests.support.periods import publish

pytestmark = pytest.mark.django_db(transaction=True)
SCHEMAS = ("hub", "own_ngo", "other_ngo")
FORMER = RANDOM[::-1]


@pytest.fixture
def filled(make_user):
    """Our NGO with people, a published year, a file and somebody who signs in; the network with figures."""
    own = Tenant.objects.get(schema_name="own_ngo")
    make_user(own, Role.COORDINATOR, "coordinator")
    told, _checks = oracles.oracle_a()
    with own:
        import_rows(rows=told, tenant=own)
        publish()
        default_storage.save("scans/page.txt", ContentFile(b"a sheet"))
    connection.set_schema_to_public()
    Domain.objects.create(domain="argane.example.org", tenant=own, is_primary=False)
    RolledUpFigures.objects.create(scope="network", start="2019-01-01", end="2019-12-31", figures={"ATT": 8})
    LibraryOffer.objects.create(source="own_ngo", key="6c1b5f0e-6f0c-4b70-9d0e-1d1d5f6f7a00", version=1, bundle="x")
    yield own
    with own:
        default_storage.delete("scans/page.txt")


def backed_up(folder: Path) -> Path:
    call_command("backup_platform", str(folder))
    (path,) = folder.glob("wasl-*")
    return path


def everything() -> dict[str, object]:
    """Rows of every table by schema, who is who, and the files."""
    connection.set_schema_to_public()
    found: dict[str, object] = {"public": count_rows("public", public_tables())}
    found["tenants"] = list(Tenant.objects.order_by("pk").values())
    found["hosts"] = list(Domain.objects.order_by("pk").values())
    for schema in SCHEMAS:
        with Tenant.objects.get(schema_name=schema):
            names = sorted(default_storage.walk())
            found[schema] = (count_rows(schema, tables_of(schema)), names, list(Person.objects.order_by("pk").values()))
    connection.set_schema_to_public()
    return found


def begin_and_die() -> None:
    """What a restore leaves that was killed: its mark, some tables, a schema with a file."""
    mark_begun()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE public.tenants_tenant (id int); CREATE SCHEMA own_ngo")
    with schema_context("own_ngo"):
        default_storage.save("scans/other.txt", ContentFile(b"half"))


@pytest.mark.slow
@pytest.mark.long
def test_a_restore_that_fails_leaves_the_database_empty(filled, tmp_path, monkeypatch):
    path = backed_up(tmp_path)
    monkeypatch.setattr("tenants.archive.filling.count_rows", lambda schema, tables: {})
    said = refused(path, tmp_path)
    assert "ne sont pas celles" in said


@pytest.mark.slow
def test_everything_comes_back_elsewhere(filled, tmp_path, settings, capsys):
    settings.BACKUP_KEY = RANDOM
    path = backed_up(tmp_path)
    assert path.stat().st_mode & 0o777 == 0o600
    before = everything()
    with an_empty_installation(tmp_path / "media"):
        begin_and_die()
        call_command("restore_platform", str(path))
        assert everything() == before
        own = Tenant.objects.get(schema_name="own_ngo")
        with own:
            assert default_storage.open("scans/page.txt").read() == b"a sheet"
            assert Person.objects.create(full_name="Next").pk > max(row["id"] for row in before["own_ngo"][2])
            assert authenticate(None, username="coordinator", password="x") == User.objects.get(username="coordinator")
        further = Domain.objects.create(domain="new.example.org", tenant=own, is_primary=False)
        assert further.pk > max(row["id"] for row in before["hosts"])
        assert TenantClient(own).get("/fr/").status_code == 200
        assert not schema_exists("wasl_restoring")
        with pytest.raises(CommandError, match=r"not empty|pas vide"):
            call_command("restore_platform", str(path))
        call_command("create_tenant", "newcomer", "--name", "Nouvelle", "--domain", "newcomer.example.org")
    assert "own_ngo: 1 snapshots, all sound" in capsys.readouterr().out


@pytest.mark.slow
def test_one_ngo_out_of_it_and_the_hub_whose_schema_is_gone(filled, tmp_path):
    path = backed_up(tmp_path)
    before = everything()
    call_command("drop_tenant", "own_ngo", "--yes")
    call_command("restore_platform", str(path), "--only", "own_ngo")
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA hub CASCADE")
    call_command("restore_platform", str(path), "--only", "hub")
    after = everything()
    assert {schema: after[schema] for schema in SCHEMAS} == {schema: before[schema] for schema in SCHEMAS}
    assert [tenant["state"] for tenant in after["tenants"]] == ["active"] * 3
    with pytest.raises(CommandError, match="nobody"):
        call_command("restore_platform", str(path), "--only", "nobody")


def test_any_program_of_age_opens_it_with_the_printed_key(tmp_path, settings, capsys):
    settings.BACKUP_KEY = RANDOM
    path = backed_up(tmp_path)
    capsys.readouterr()
    call_command("backup_key")
    key = pyrage.x25519.Identity.from_str(capsys.readouterr().out.strip())
    plain = pyrage.decrypt(path.read_bytes(), [key])
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        assert {name for name in archive.namelist() if name.startswith("tenants/")} == {
            f"tenants/{schema}.wasl" for schema in SCHEMAS
        }
        assert zipfile.ZipFile(io.BytesIO(archive.read("tenants/own_ngo.wasl"))).testzip() is None


def refused(path: Path, tmp_path: Path) -> str:
    """What `restore_platform` says; the empty database stays empty."""
    with an_empty_installation(tmp_path / "media"):
        with pytest.raises(CommandError) as refusal:
            call_command("restore_platform", str(path))
        assert rows("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]
        assert rows("SELECT count(*) FROM pg_namespace WHERE nspname IN ('template', 'hub', 'wasl_restoring')") == [
            (0,)
        ]
    assert not (tmp_path / "media").exists()
    return str(refusal.value)


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 100)


def turn(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        byte = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte[0] ^ 1]))


@pytest.mark.parametrize("sealed", [False, True], ids=["readable", "encrypted"])
@pytest.mark.parametrize("damage", [cut, turn])
def test_a_damaged_file_touches_nothing(damage, sealed, tmp_path, settings):
    settings.BACKUP_KEY = RANDOM if sealed else ""
    path = backed_up(tmp_path)
    damage(path)
    assert "endommagé" in refused(path, tmp_path)


def test_another_key_and_none_are_told_apart_and_a_former_one_opens(tmp_path, settings):
    settings.BACKUP_KEY = FORMER
    path = backed_up(tmp_path)
    settings.BACKUP_KEY = RANDOM
    assert "BACKUP_KEY_FALLBACKS" in refused(path, tmp_path)
    settings.BACKUP_KEY = ""
    assert "chiffré" in refused(path, tmp_path)
    settings.BACKUP_KEY, settings.BACKUP_KEY_FALLBACKS = RANDOM, [FORMER]
    with pytest.raises(CommandError, match="nobody"):  # it opens; the database here is not for it
        call_command("restore_platform", str(path), "--only", "nobody")


def rewritten(path: Path, change: str, into: str) -> None:
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["platform.json"] = parts["platform.json"].replace(change.encode(), into.encode())
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)


def test_another_version_and_what_is_no_backup_say_so(tmp_path):
    path = backed_up(tmp_path)
    rewritten(path, '"tenants.0001_schema"', '"tenants.0099_later"')
    assert "autre version" in refused(path, tmp_path)
    other = tmp_path / "x"
    other.write_bytes(b"nothing of ours")
    assert "x" in refused(other, tmp_path)
    assert "missing" in refused(tmp_path / "missing", tmp_path)
    call_command("backup_tenant", "own_ngo", str(tmp_path / "own.wasl"))
    assert "restore_tenant" in refused(tmp_path / "own.wasl", tmp_path)


def test_a_folder_that_is_missing_or_full_leaves_no_file(tmp_path, monkeypatch):
    with pytest.raises(CommandError, match="nowhere"):
        call_command("backup_platform", str(tmp_path / "nowhere"))
    monkeypatch.setattr("tenants.archive.platform_writing.digest_inside", lambda path: "another")
    with pytest.raises(CommandError, match="disque"):
        call_command("backup_platform", str(tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("key", [RANDOM, FORMER, "ب" * 40])
def test_any_text_is_a_key_and_always_the_same(key):
    assert str(identity_of(key)) == str(identity_of(key))
    assert str(identity_of(str(identity_of(key)))) == str(identity_of(key))


def test_a_mistyped_key_of_age_is_known():
    typed = str(identity_of(RANDOM))
    with pytest.raises(ValueError, match="BACKUP_KEY"):
        identity_of(typed[:-1] + ("Q" if typed[-1] != "Q" else "P"))
