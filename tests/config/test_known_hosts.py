"""A proxy asks for certificates only for hosts that lead to a tenant."""

import pytest
from django.test import override_settings

from tenants.models import Tenant
from tests import database
from tests.support.clients import TenantClient


def ask(host: str) -> tuple[int, bytes]:
    client = TenantClient(Tenant(schema_name="caddy_asks_under_this_name"))
    answer = client.get("/tls-ask", {"domain": host})
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.status_code, answer.content


def test_the_host_of_a_tenant_in_any_spelling(own_ngo, other_ngo, hub):
    for tenant in (own_ngo, other_ngo, hub):
        host = database.provisioning.default_host(tenant.schema_name)
        assert ask(host) == ask(host.upper()) == ask(f"{host}.") == (200, b"yes\n")


@pytest.mark.parametrize(
    "host", ["", "elsewhere.example.org", "own-ngo", "%", "own-ngo.localhost:8000", "نطاق", "a" * 300]
)
def test_no_other_host(own_ngo, host):
    assert ask(host) == (404, b"no\n")


def test_none_of_a_tenant_amid_a_restore(own_ngo):
    Tenant.objects.filter(pk=own_ngo.pk).update(state=Tenant.State.UNFINISHED)
    assert ask(database.provisioning.default_host("own_ngo")) == (404, b"no\n")


@pytest.mark.parametrize("state", [Tenant.State.ACTIVE, Tenant.State.SUSPENDED])
def test_whoever_still_shows_a_page_keeps_its_certificate(own_ngo, state):
    Tenant.objects.filter(pk=own_ngo.pk).update(state=state)
    assert ask(database.provisioning.default_host("own_ngo")) == (200, b"yes\n")


@override_settings(SECURE_SSL_REDIRECT=True, SECURE_REDIRECT_EXEMPT=[r"^healthz$", r"^readyz$", r"^tls-ask$"])
def test_it_is_asked_without_encryption_from_beside(own_ngo):
    assert ask("nobody.example.org") == (404, b"no\n")
