"""Tenants are made whole or not at all."""

import pytest
from django.db import connection
from django_tenants.utils import schema_context, schema_exists
from wagtail.models import Site

from accounts.models import User
from pages.models import HomePage
from tenants import provisioning
from tenants.clone import RENAMED
from tenants.models import Domain, Tenant
from tenants.signals import tenant_created

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
