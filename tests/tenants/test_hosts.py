"""Hosts of tenants: what is refused, what follows, what is forgotten at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from wagtail.models import Site

from accounts.invitations import base_url
from tenants.changes import changing
from tenants.hosts import HostError, add_host, remove_host, set_host, written_as_kept, written_for_readers
from tenants.models import Domain, Tenant
from tests.support.clients import TenantClient


def hosts(tenant):
    return list(tenant.domains.order_by("-is_primary", "pk").values_list("domain", flat=True))


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("ngo.example.org", "ngo.example.org"),
        (" NGO.Example.ORG. ", "ngo.example.org"),
        ("www.ngo.example.org", "ngo.example.org"),
        ("coopération.example.org", "xn--coopration-e7a.example.org"),
        ("جمعية.example.org", "xn--ogbf3b7b0a.example.org"),
        ("xn--ogbf3b7b0a.example.org", "xn--ogbf3b7b0a.example.org"),
    ],
    ids=["plain", "capitals", "www", "French", "Arabic", "ASCII form"],
)
def test_a_host_is_kept_as_the_network_writes_it(written, kept):
    assert written_as_kept(written) == kept


def test_readers_see_a_host_in_its_own_letters():
    assert written_for_readers("xn--ogbf3b7b0a.example.org") == "جمعية.example.org"
    assert written_for_readers("ngo.example.org") == "ngo.example.org"


@pytest.mark.parametrize(
    "host",
    [
        "localhost", "intranet", "127.0.0.1", "127.1", "2130706433", "0x7f.1", "1.2.3.0x4", "::1", "[::1]",
        "ngo.example.org:8000", "https://ngo.example.org", "ngo.example.org/fr/", "*.example.org", "-a.example.org",
        "a..example.org", "", " ", "ngo example.org", "a_b.example.org", "xn--a.example.org", "e@example.org",
        "other-ngo.localhost", "OTHER-ngo.localhost.", f"{'a' * 64}.example.org", "ngo\n.example.org",
        "a\u202eb.example.org",
    ],
)  # fmt: skip
def test_a_host_that_is_refused_changes_nothing(own_ngo, other_ngo, host):
    before = hosts(own_ngo), Site.objects.get().hostname
    with pytest.raises(CommandError):
        call_command("set_host", "own_ngo", "--", host)
    assert (hosts(own_ngo), Site.objects.get().hostname) == before


def test_the_hubs_host_is_refused(own_ngo):
    with pytest.raises(HostError, match="localhost"):
        set_host(tenant=own_ngo, host="localhost")


def test_the_address_changes_and_the_former_host_still_leads_there(own_ngo, capsys, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://network.example.org"
    call_command("set_host", "own_ngo", "Argane.example.org")
    assert capsys.readouterr().out == "own_ngo: argane.example.org, own-ngo.localhost\n"
    assert base_url(own_ngo) == "https://argane.example.org"
    site = Site.objects.get()
    assert (site.hostname, site.port) == ("argane.example.org", 443)
    call_command("set_host", "own_ngo", "argane.example.org", "--remove", "own-ngo.localhost")
    assert hosts(own_ngo) == ["argane.example.org"]


def test_the_hub_gets_its_public_address(hub, capsys, settings):
    call_command("set_host", "hub", "network.example.org", "--remove", "localhost")
    said = capsys.readouterr()
    assert said.out == "hub: network.example.org\n"
    assert "WASL_BASE_URL" in said.err
    with hub:
        assert Site.objects.get().hostname == "network.example.org"


@pytest.mark.parametrize(
    ("host", "why"),
    [("own-ngo.localhost", "last host"), ("other-ngo.localhost", "no host of"), ("nobody.example.org", "no host of")],
)
def test_what_cannot_be_removed(own_ngo, other_ngo, host, why):
    with pytest.raises(CommandError) as refusal:
        call_command("set_host", "own_ngo", "own-ngo.localhost", "--remove", host)
    assert hosts(own_ngo) == ["own-ngo.localhost"]
    assert str(refusal.value)
    with pytest.raises(HostError):
        remove_host(tenant=own_ngo, host=host)


def test_the_address_in_use_is_not_removed(own_ngo):
    add_host(tenant=own_ngo, host="argane.example.org")
    assert hosts(own_ngo) == ["own-ngo.localhost", "argane.example.org"]
    with pytest.raises(HostError):
        remove_host(tenant=own_ngo, host="own-ngo.localhost")
    remove_host(tenant=own_ngo, host="argane.example.org")
    assert hosts(own_ngo) == ["own-ngo.localhost"]


def test_a_host_leads_there_at_once_and_no_longer_at_once(own_ngo, other_ngo, django_capture_on_commit_callbacks):
    """Processes remember who answers to a host: none after a change."""

    def status(host):
        return TenantClient(own_ngo).get("/fr/", headers={"host": host}).status_code

    assert (status("own-ngo.localhost"), status("argane.example.org")) == (200, 404)
    with django_capture_on_commit_callbacks(execute=True):
        set_host(tenant=own_ngo, host="argane.example.org", remove="own-ngo.localhost")
    assert (status("own-ngo.localhost"), status("argane.example.org")) == (404, 200)
    with django_capture_on_commit_callbacks(execute=True):
        set_host(tenant=own_ngo, host="own-ngo.localhost", remove="argane.example.org")
    with django_capture_on_commit_callbacks(execute=True):
        set_host(tenant=other_ngo, host="argane.example.org")
    assert status("own-ngo.localhost") == 200
    page = TenantClient(own_ngo).get("/fr/", headers={"host": "argane.example.org"})
    assert page.wsgi_request.tenant == other_ngo


def test_pages_kept_in_memory_are_forgotten_too(own_ngo, settings, django_capture_on_commit_callbacks):
    settings.PAGE_CACHE_SECONDS = 60
    client = TenantClient(own_ngo)
    assert client.get("/fr/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True), changing(own_ngo) as tenant:
        tenant.state = Tenant.State.SUSPENDED
        tenant.save(update_fields=["state"])
    assert client.get("/fr/").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_of_two_who_want_the_same_host_at_once_one_gets_it():
    def want(schema):
        try:
            return set_host(tenant=Tenant.objects.get(schema_name=schema), host="argane.example.org").domain
        except HostError:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = sorted(pool.map(want, ["own_ngo", "other_ngo"]))
    assert results == ["argane.example.org", "refused"]
    assert Domain.objects.filter(domain="argane.example.org").count() == 1


def test_an_unknown_tenant_is_said(db):
    with pytest.raises(CommandError, match="nobody"):
        call_command("set_host", "nobody", "argane.example.org")
