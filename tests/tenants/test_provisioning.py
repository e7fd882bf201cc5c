"""Tenants are made whole or not at all."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django_tasks_db.models import DBTaskResult
from django_tenants.utils import schema_context, schema_exists
from wagtail.models import Site

from accounts.models import User
from network.models import RolledUpFigures
from pages.models import HomePage
from tenants import provisioning
from tenants.clone import RENAMED, clone_schema
from tenants.models import Domain, Tenant
from tenants.signals import tenant_created, tenant_dropped
from tenants.upgrade import stale_schemas
from tests.tenants.tasks_for_tests import take_anything

new_ngo = {"name": "Association du Figuier", "host": "new-ngo.localhost"}


@pytest.mark.django_db(transaction=True)
def test_a_new_tenant_is_ready_to_use(mailoutbox):
    tenant = provisioning.create_tenant("new_ngo", **new_ngo, coordinator="coordination@example.org")
    with tenant:
        assert Site.objects.get().hostname == "new-ngo.localhost"
        assert HomePage.objects.get().heading_fr == "Association du Figuier"
        coordinator = User.objects.get()
        assert (coordinator.email, coordinator.has_usable_password()) == ("coordination@example.org", False)
        assert [group.name for group in coordinator.groups.all()] == ["coordinator"]
    assert [message.to for message in mailoutbox] == [["coordination@example.org"]]


@pytest.mark.django_db(transaction=True)
def test_a_clone_has_the_constraints_of_the_template_by_name():
    provisioning.create_tenant("new_ngo", **new_ngo)
    with connection.cursor() as cursor:
        cursor.execute(RENAMED, {"source": "template", "clone": "new_ngo"})
        assert cursor.fetchall() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("schema", "changes"),
    [
        pytest.param("own_ngo", {}, id="taken"),
        pytest.param("Own_NGO", {}, id="capitals"),
        pytest.param("public", {}, id="reserved"),
        pytest.param("template", {}, id="template"),
        pytest.param("pg_ngo", {}, id="postgres"),
        pytest.param("a; drop", {}, id="injection"),
        pytest.param("new_ngo", {"host": "own-ngo.localhost"}, id="host taken"),
        pytest.param("new_ngo", {"host": "http://x"}, id="no host"),
        pytest.param("new_ngo", {"languages": ["fr", "de"]}, id="language"),
        pytest.param("new_ngo", {"name": " "}, id="no name"),
        pytest.param("new_ngo", {"name": "x" * 121}, id="long name"),
        pytest.param("new_ngo", {"country": "US"}, id="country"),
        pytest.param("n" * 33, {}, id="long"),
    ],
)
def test_a_refused_tenant_leaves_nothing(schema, changes):
    before = set(Tenant.objects.values_list("schema_name", flat=True))
    with pytest.raises(provisioning.ProvisioningError):
        provisioning.create_tenant(schema, **(new_ngo | changes))
    assert set(Tenant.objects.values_list("schema_name", flat=True)) == before
    assert not schema_exists("new_ngo")
    with schema_context("own_ngo"):
        assert Site.objects.get().hostname == "own-ngo.localhost"


@pytest.mark.django_db(transaction=True)
def test_a_tenant_that_fails_half_way_leaves_nothing():
    def fail(**kwargs):
        raise RuntimeError("half way")

    tenant_created.connect(fail)
    try:
        with pytest.raises(RuntimeError, match="half way"):
            provisioning.create_tenant("new_ngo", **new_ngo)
    finally:
        tenant_created.disconnect(fail)
    assert not schema_exists("new_ngo")
    assert not Tenant.objects.filter(schema_name="new_ngo").exists()
    assert not Domain.objects.filter(domain="new-ngo.localhost").exists()


@pytest.mark.django_db(transaction=True)
def test_a_dropped_tenant_is_gone_and_the_others_are_not():
    provisioning.drop_tenant("other_ngo")
    assert not schema_exists("other_ngo")
    assert [tenant.schema_name for tenant in Tenant.objects.all()] == ["hub", "own_ngo"]


@pytest.mark.django_db(transaction=True)
def test_a_host_in_capitals_is_kept_in_small_letters():
    tenant = provisioning.create_tenant("new_ngo", name="Figuier", host="New-NGO.localhost", country="SN")
    assert tenant.domains.get().domain == "new-ngo.localhost"
    assert tenant.time_zone.key == "Africa/Dakar"


@pytest.mark.parametrize(
    ("address", "root"),
    [
        pytest.param("http://localhost:8080", "http://new-ngo.localhost:8080", id="port"),
        pytest.param("https://network.example.org", "https://new-ngo.localhost", id="https"),
        pytest.param("http://localhost", "http://new-ngo.localhost", id="http"),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_a_site_has_the_port_that_readers_use_and_relative_links(settings, address, root):
    settings.WAGTAILADMIN_BASE_URL = address
    with provisioning.create_tenant("new_ngo", **new_ngo):
        home = HomePage.objects.get()
        assert Site.objects.get().root_url == root
        assert (home.url, home.full_url) == ("/fr/", f"{root}/fr/")


@pytest.mark.django_db(transaction=True)
def test_a_dropped_tenant_leaves_nothing_to_a_later_one_of_its_name():
    with Tenant.objects.get(schema_name="other_ngo"):
        kept = take_anything.enqueue(1)
    with Tenant.objects.get(schema_name="own_ngo"):
        take_anything.enqueue(1)
        default_storage.save("images/salle.png", ContentFile(b"ours"))
    for scope in ("network", "tenant:own_ngo", "tenant:other_ngo"):
        RolledUpFigures.objects.create(scope=scope, start=date(2019, 1, 1), end=date(2019, 12, 31), figures={})
    provisioning.drop_tenant("own_ngo")
    assert [str(row.id) for row in DBTaskResult.objects.all()] == [str(kept.id)]
    assert sorted(row.scope for row in RolledUpFigures.objects.all()) == ["network", "tenant:other_ngo"]
    with schema_context("own_ngo"):
        assert not default_storage.exists("images/salle.png")


@pytest.mark.django_db(transaction=True)
def test_a_drop_that_is_stopped_can_be_run_again():
    def stop(**kwargs):
        raise KeyboardInterrupt

    tenant_dropped.connect(stop)
    try:
        with pytest.raises(KeyboardInterrupt):
            provisioning.drop_tenant("other_ngo")
    finally:
        tenant_dropped.disconnect(stop)
    assert Tenant.objects.get(schema_name="other_ngo").state == Tenant.State.UNFINISHED
    assert stale_schemas() == []
    provisioning.drop_tenant("other_ngo")
    assert not schema_exists("other_ngo")


def make_orphan(schema):
    """What a creation leaves that is killed between clone and row."""
    clone_schema("template", schema)


@pytest.mark.django_db(transaction=True)
def test_an_orphaned_clone_makes_room_for_its_tenant():
    make_orphan("new_ngo")
    with schema_context("new_ngo"):
        HomePage.objects.update(heading_fr="left over")
    with provisioning.create_tenant("new_ngo", **new_ngo):
        assert HomePage.objects.get().heading_fr == "Association du Figuier"


@pytest.mark.django_db(transaction=True)
def test_an_orphan_with_users_is_no_left_over_and_stays_until_dropped():
    make_orphan("new_ngo")
    with schema_context("new_ngo"):
        User.objects.create_user(username="somebody")
    with pytest.raises(provisioning.ProvisioningError, match="new_ngo"):
        provisioning.create_tenant("new_ngo", **new_ngo)
    assert schema_exists("new_ngo")
    provisioning.drop_tenant("new_ngo")
    assert not schema_exists("new_ngo")


FOREIGN = {
    "empty": "CREATE SCHEMA strange",
    "without migrations": "CREATE SCHEMA strange; CREATE TABLE strange.accounts (id int)",
    "of another Django": "CREATE SCHEMA strange; CREATE TABLE strange.django_migrations (app text, name text); "
    "INSERT INTO strange.django_migrations VALUES ('blog', '0001_initial')",
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statements", FOREIGN.values(), ids=FOREIGN)
def test_a_schema_that_is_not_ours_is_never_touched(statements):
    with connection.cursor() as cursor:
        cursor.execute(statements)
    with pytest.raises(provisioning.ProvisioningError, match="strange"):
        provisioning.create_tenant("strange", **new_ngo)
    with pytest.raises(provisioning.ProvisioningError, match="strange"):
        provisioning.drop_tenant("strange")
    assert schema_exists("strange")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("schema", ["template", "public"])
def test_what_is_reserved_is_never_dropped(schema):
    with pytest.raises(provisioning.ProvisioningError, match=schema):
        provisioning.drop_tenant(schema)
    assert schema_exists(schema)
