"""The bare address leads to a language that the NGO offers."""

import re

import pytest

from tenants.models import Tenant
from tests.support.clients import TenantClient


@pytest.mark.parametrize(
    ("offered", "asked", "target"),
    [
        pytest.param(["fr", "ar"], "ar-MA,ar;q=0.9,fr;q=0.5", "/ar/", id="first wish"),
        pytest.param(["fr", "ar"], "en-GB,en;q=0.9,ar;q=0.5", "/ar/", id="second wish"),
        pytest.param(["ar", "fr"], "en", "/ar/", id="no wish met"),
        pytest.param(["ar", "fr"], "", "/ar/", id="no wish"),
        pytest.param(["fr", "en"], "zz;q=x,,;", "/fr/", id="nonsense"),
    ],
)
def test_the_root_leads_to_a_language_that_is_offered(client, own_ngo, offered, asked, target):
    Tenant.objects.filter(pk=own_ngo.pk).update(languages=offered)
    response = client.get("/", headers={"accept-language": asked})
    assert (response.status_code, response.headers["Location"]) == (302, target)
    assert "Accept-Language" in response.headers["Vary"]


def test_nothing_but_the_root_is_led_so(client):
    assert client.post("/").status_code == 405


@pytest.mark.parametrize(
    ("offered", "asked", "target"),
    [
        pytest.param(["fr", "ar"], "en-GB,en;q=0.9,ar;q=0.5", "ar", id="second wish"),
        pytest.param(["ar", "fr"], "en", "ar", id="no wish met"),
        pytest.param(["fr", "en"], "en", "en", id="first wish"),
        pytest.param(["fr", "ar"], "zz;q=x,,;", "fr", id="nonsense"),
    ],
)
@pytest.mark.parametrize("path", ["reading/", "app.webmanifest", "sessions/coming/"])
def test_an_address_without_a_language_leads_to_one_that_is_offered(client, own_ngo, offered, asked, target, path):
    Tenant.objects.filter(pk=own_ngo.pk).update(languages=offered)
    response = client.get(f"/{path}", headers={"accept-language": asked})
    assert (response.status_code, response.headers["Location"]) == (302, f"/{target}/{path}")
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize(
    ("page", "told", "direction"), [("ar", "ar", "rtl"), ("fr", "fr", "ltr"), ("en", "ar", "rtl")], ids=str
)
def test_the_manifest_is_of_the_page_in_a_language_that_is_offered(client, own_ngo, page, told, direction):
    Tenant.objects.filter(pk=own_ngo.pk).update(languages=["ar", "fr"])
    html = client.get(f"/{page}/reading/", headers={"accept-language": "fr"}).content.decode()
    (address,) = re.findall(r'<link rel="manifest" href="([^"]+)"', html)
    found = client.get(address, headers={"accept-language": "fr"}).json()
    assert (address, found["lang"], found["dir"]) == (f"/{page}/app.webmanifest", told, direction)
    assert found["start_url"] == f"/{told}/home/"


def test_each_ngo_offers_its_own_languages(client, own_ngo, other_ngo):
    Tenant.objects.filter(pk=own_ngo.pk).update(languages=["ar"])
    stranger = TenantClient(other_ngo).get("/en/app.webmanifest").json()
    assert (stranger["lang"], client.get("/en/app.webmanifest").json()["lang"]) == ("en", "ar")
