"""The bare address leads to a language that the NGO offers."""

import pytest

from tenants.models import Tenant


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
