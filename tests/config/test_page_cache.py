"""Content pages kept for readers who are nobody: never another's, never for long, outdated by an editor at once."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from config import page_cache
from pages.models import HomePage
from tests.support.clients import TenantClient

PATH = "/fr/"


@pytest.fixture
def kept(settings, tmp_path):
    settings.PAGE_CACHE_SECONDS, settings.VAR = 60, tmp_path


def how_many_kept():
    return len(caches[page_cache.ALIAS]._cache)


def told(answer):
    """The headers, but for the number that each request has."""
    return {name: value for name, value in answer.headers.items() if name != "X-Request-ID"}


def statements(client, path=PATH, **asked):
    """How many a warm request takes, and its answer."""
    client.get(path, **asked)
    with CaptureQueriesContext(connection) as found:
        answer = client.get(path, **asked)
    return len(found), answer


def test_a_page_is_found_without_the_database(kept, client, own_ngo):
    fresh = client.get(PATH)
    count, answer = statements(client)
    assert count == 0
    assert (answer.content, told(answer)) == (fresh.content, told(fresh))


def test_each_host_has_its_own(kept, client, own_ngo, other_ngo, hub):
    pages = [TenantClient(tenant).get(PATH).content.decode() for tenant in (own_ngo, other_ngo, hub)]
    again = [TenantClient(tenant).get(PATH).content.decode() for tenant in (own_ngo, other_ngo, hub)]
    assert pages == again
    assert [tenant.name in page for tenant, page in zip((own_ngo, other_ngo, hub), pages, strict=True)] == [True] * 3
    assert len(set(pages)) == 3


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (f"{PATH}?x=1", {}),
        (PATH, {"save-data": "on"}),
        (PATH, {"cookie": "comfort=large"}),
        ("/fr/join/", {}),
        ("/fr/sign-in/", {}),
        ("/fr/nothing/", {}),
    ],
)
def test_what_is_one_s_own_or_no_editor_s_page_is_not_kept(kept, client, own_ngo, path, headers):
    client.get(path, headers=headers)
    assert how_many_kept() == 0


def test_whoever_is_signed_in_gets_a_page_of_their_own(kept, client, sign_in, own_ngo):
    client.get(PATH)
    staff = sign_in(own_ngo, Role.COORDINATOR)
    assert staff.get(PATH).content != client.get(PATH).content
    assert how_many_kept() == 1


def test_compressed_pages_are_for_those_who_read_them(kept, client, own_ngo):
    compressed = client.get(PATH, headers={"accept-encoding": "gzip"})
    assert compressed.headers["Content-Encoding"] == "gzip"
    assert not client.get(PATH).has_header("Content-Encoding")


def test_what_an_editor_changes_shows_at_once(kept, client, sign_in, own_ngo):
    client.get(PATH)
    HomePage.objects.update(heading_fr="Autre titre")
    assert "Autre titre" not in client.get(PATH).content.decode()  # written past the editor: in some seconds
    sign_in(own_ngo, Role.COORDINATOR).post("/admin/pages/add/")
    assert "Autre titre" in client.get(PATH).content.decode()


def test_unless_it_is_switched_on_nothing_is_kept(client, own_ngo):
    client.get(PATH)
    assert how_many_kept() == 0
