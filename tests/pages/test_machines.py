"""What programs ask a site for: the same for everybody, without a cookie, of this tenant alone."""

import io
import xml.etree.ElementTree as ET

import pytest
from PIL import Image

from pages.models import ArticlePage, HomePage
from tests.support.clients import TenantClient

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def article(own_ngo):
    texts = {"heading_fr": "Qui", "heading_ar": "من", "summary_fr": "Nous."}
    page = ArticlePage(slug="a-propos", ready_fr=True, ready_ar=True, **texts)
    HomePage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    return page


def locations(client):
    root = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314  our own
    return [entry.findtext(f"{SITEMAP}loc") for entry in root]


def test_the_map_has_each_page_in_each_language_it_is_ready_in(client, article, other_ngo):
    host = client.get("/robots.txt").content.decode().split("Sitemap: ")[1].removesuffix("/sitemap.xml\n")
    assert f"{host}/fr/a-propos/" in locations(client)
    assert f"{host}/ar/a-propos/" in locations(client)
    assert f"{host}/en/a-propos/" not in locations(client)
    assert f"{host}/fr/" in locations(client)
    assert [one for one in locations(TenantClient(other_ngo)) if "a-propos" in one] == []


def test_what_is_not_published_is_in_no_map(client, article):
    article.unpublish()
    assert [one for one in locations(client) if "a-propos" in one] == []


@pytest.mark.parametrize("path", ["/robots.txt", "/sitemap.xml", "/share.png"])
def test_it_sets_no_cookie_and_may_be_kept(client, path):
    response = client.get(path)
    assert (response.status_code, dict(response.cookies)) == (200, {})
    assert response["Cache-Control"].startswith("public, max-age=")


def test_a_page_says_its_addresses_and_its_picture(client, article):
    html = client.get("/fr/a-propos/").content.decode()
    assert 'rel="canonical" href="http://' in html
    assert html.count('rel="alternate" hreflang=') == 2
    assert '<meta name="description" content="Nous.">' in html
    assert "/share.png" in html
    # In a language it is not ready in, it is the page of the language it is shown in.
    other = client.get("/en/a-propos/").content.decode()
    assert other.split('rel="canonical" href="')[1].split('"')[0].endswith("/fr/a-propos/")


def test_the_picture_is_drawn_in_the_size_that_is_shared(client):
    picture = Image.open(io.BytesIO(client.get("/share.png").content))
    assert picture.size == (1200, 630)


def test_whom_to_tell_of_a_weakness(client, settings):
    settings.SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "securite@example.org"
    text = client.get("/.well-known/security.txt").content.decode()
    assert text.splitlines()[0] == "Contact: mailto:securite@example.org"
    settings.SECURITY_CONTACT = "https://example.org/securite"
    assert (
        client.get("/.well-known/security.txt").content.decode().startswith("Contact: https://example.org/securite\n")
    )
