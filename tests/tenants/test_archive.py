"""backup_tenant and restore_tenant: everything comes back, under another name too; what is damaged touches nothing."""

import json
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django_tenants.utils import schema_exists

from impact.counting import Period, count_tenant
from impact.models import Snapshot
from impact.publishing import verify_chain
from pages.models import HomePage
from people.models import Person
from sessions.records.actions import import_rows
from tenants.models import Tenant
from tests.reference import oracles
from tests.support.clients import TenantClient
from tests.support.periods import publish

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kept(tmp_path):
    """A backup of our NGO with people, a published year and a file."""
    tenant = Tenant.objects.get(schema_name="own_ngo")
    rows, _checks = oracles.oracle_a()
    with tenant:
        import_rows(rows=rows, tenant=tenant)
        publish()
        default_storage.save("scans/page.txt", ContentFile(b"a sheet"))
    path = tmp_path / "own.wasl"
    call_command("backup_tenant", "own_ngo", str(path))
    return path


def everything():
    people = list(Person.objects.order_by("pk").values())
    return (
        people,
        count_tenant(Period.year(2019))["indicators"],
        Snapshot.objects.get().digest,
        HomePage.objects.count(),
    )


def test_it_comes_back_as_it_was(kept):
    tenant = Tenant.objects.get(schema_name="own_ngo")
    with tenant:
        before = everything()
    call_command("drop_tenant", "own_ngo", "--yes")
    call_command("restore_tenant", str(kept))
    tenant = Tenant.objects.get(schema_name="own_ngo")
    with tenant:
        assert everything() == before
        assert verify_chain() == (1, None)
        assert default_storage.open("scans/page.txt").read() == b"a sheet"
        assert Person.objects.create(full_name="Next").pk > max(row["id"] for row in before[0])
    assert TenantClient(tenant).get("/fr/").status_code == 200


def test_it_is_who_it_was_and_an_older_file_does_not_say_who(kept):
    before = Tenant.objects.get(schema_name="own_ngo").uuid
    call_command("drop_tenant", "own_ngo", "--yes")
    call_command("restore_tenant", str(kept))
    assert Tenant.objects.get(schema_name="own_ngo").uuid == before
    call_command("drop_tenant", "own_ngo", "--yes")

    def forget(parts):
        manifest = json.loads(parts["manifest.json"])
        assert manifest.pop("uuid") == str(before)
        parts["manifest.json"] = json.dumps(manifest).encode()

    rewrite(kept, forget)
    call_command("restore_tenant", str(kept))
    assert Tenant.objects.get(schema_name="own_ngo").uuid != before


def test_under_another_name_beside_the_first(kept):
    call_command("restore_tenant", str(kept), "--as", "copy_ngo")
    own, copy = (Tenant.objects.get(schema_name=name) for name in ("own_ngo", "copy_ngo"))
    with own:
        before = everything()
    with copy:
        assert everything() == before
        Person.objects.filter(ref="P1").update(full_name="Changed in the copy")
    with own:
        assert everything() == before
    assert list(copy.domains.values_list("domain", flat=True)) == ["copy-ngo.localhost"]
    call_command("drop_tenant", "copy_ngo", "--yes")


def rewrite(path, change):
    """The same archive with changed parts."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)


DAMAGES = {
    "a changed row": lambda parts: parts.update({"tables/people_person": parts["tables/people_person"] + b"x"}),
    "a part is gone": lambda parts: parts.pop("tables/people_person"),
    "a part more": lambda parts: parts.update({"tables/evil": b""}),
    "no manifest": lambda parts: parts.pop("manifest.json"),
    "another version": lambda parts: parts.update(
        {"manifest.json": parts["manifest.json"].replace(b'"people.0001_schema"', b'"people.0009_later"')}
    ),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_what_is_damaged_or_foreign_touches_nothing(kept, damage):
    rewrite(kept, damage)
    with pytest.raises(CommandError):
        call_command("restore_tenant", str(kept), "--as", "copy_ngo")
    assert not schema_exists("copy_ngo")


def test_what_is_no_backup_says_so(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"not a zip")
    for file in (path, tmp_path / "missing"):
        with pytest.raises(CommandError):
            call_command("restore_tenant", str(file))


def test_nothing_is_overwritten(kept):
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup_tenant", "own_ngo", str(kept))
    with pytest.raises(CommandError, match=r"taken|pris"):
        call_command("restore_tenant", str(kept))
    with pytest.raises(CommandError, match="no tenant"):
        call_command("backup_tenant", "nobody", str(kept) + "2")
