"""The tenant's logo on its pages: small, under the NGO's name, kept for good by browsers, nobody else's."""

import io
import re

import pytest
from PIL import Image

from accounts.roles import Role
from certificates.actions import change_letterhead
from certificates.models import Letterhead
from certificates.page_logo import page_logo
from tests.support.certificates import a_logo
from tests.support.clients import TenantClient
from tests.support.queries import count_queries

IMG = re.compile(
    r'<a class="brand" [^>]*>\s*<img src="(?P<src>[^"]+)" alt="(?P<alt>[^"]*)" width="(\d+)" height="(\d+)">'
)
BUDGET = 40_000  # bytes of a picture on a cheap phone


def shown(client, path="/fr/"):
    """Address, alternative text and size of the logo of a page; None without one."""
    found = IMG.search(client.get(path).content.decode())
    return found and found.groups()


@pytest.fixture
def with_logo(own_ngo, django_capture_on_commit_callbacks):
    """Give our NGO a logo as the forms do."""

    def give(picture):
        with django_capture_on_commit_callbacks(execute=True):
            change_letterhead(texts={}, logo=picture, actor=None)

    return give


@pytest.mark.parametrize(
    ("picture", "on_page", "drawn"),
    [
        ((1000, 400), (100, 40), (200, 80)), ((1000, 100), (160, 16), (320, 32)), ((400, 400), (40, 40), (80, 80)),
        ((30, 20), (30, 20), (30, 20)), ((120, 60), (80, 40), (120, 60)), ((1000, 1), (160, 1), (320, 1)),
    ],
)  # fmt: skip
def test_it_has_the_size_of_the_head(client, with_logo, picture, on_page, drawn):
    with_logo(a_logo(size=picture))
    address, alt, width, height = shown(client)
    assert (alt, int(width), int(height)) == ("Association de l’Amandier", *on_page)
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert Image.open(io.BytesIO(answer.content)).size == drawn


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/fr/", "Association de l’Amandier"), ("/ar/sign-in/", "جمعية اللوز"), ("/ar/join/", "جمعية اللوز"),
        ("/fr/search/", "Association de l’Amandier"), ("/fr/nowhere/", "Association de l’Amandier"),
    ],
)  # fmt: skip
def test_it_stands_on_every_page_with_the_name_in_the_readers_language(own_ngo, client, with_logo, path, name):
    own_ngo.name_ar = "جمعية اللوز"
    own_ngo.save(update_fields=["name_ar"])
    with_logo(a_logo())
    assert shown(client, path)[1] == name


def test_a_speckled_picture_is_light_too(client, with_logo):
    noise = Image.effect_noise((1000, 400), 90).convert("RGB")
    written = io.BytesIO()
    noise.save(written, "PNG")
    with_logo(written.getvalue())
    assert len(client.get(shown(client)[0]).content) < BUDGET


def test_another_logo_stands_there_at_once_and_the_former_address_leads_to_it(client, with_logo):
    with_logo(a_logo())
    former = shown(client)[0]
    with_logo(a_logo(size=(80, 80)))
    present = shown(client)[0]
    assert former != present
    answer = client.get(former)
    assert (answer.status_code, answer["Location"]) == (302, present)
    with_logo(b"")
    assert (shown(client), client.get(present).status_code) == (None, 404)


def test_nobody_elses_logo_is_shown(client, with_logo, other_ngo, hub):
    with other_ngo:
        Letterhead.objects.create(logo=a_logo(size=(50, 50)))
    assert shown(client) is None
    with_logo(a_logo())
    ours = shown(client)[0]
    stranger, without = TenantClient(other_ngo), TenantClient(hub)
    assert (stranger.get(ours).status_code, without.get(ours).status_code) == (302, 404)
    assert (shown(stranger)[2:], shown(without)) == (("40", "40"), None)


def test_who_spares_data_has_the_star(client, with_logo):
    with_logo(a_logo())
    assert IMG.search(client.get("/fr/", headers={"save-data": "on"}).content.decode()) is None


def test_a_picture_that_is_none_is_not_shown(client):
    Letterhead.objects.create(logo=b"GIF89a")
    assert (page_logo(), shown(client)) == (None, None)


@pytest.mark.parametrize("state", ["suspended", "archived"])
def test_it_stands_on_the_notice_of_a_closed_ngo(own_ngo, client, with_logo, state):
    with_logo(a_logo())
    own_ngo.state = state
    own_ngo.save(update_fields=["state"])
    address = shown(client)[0]
    assert client.get(address).status_code == 200


def test_it_costs_no_query_once_it_is_known(own_ngo, sign_in, with_logo):
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    coordinator.get("/fr/sessions/")
    without = count_queries(coordinator, "/fr/sessions/")
    with_logo(a_logo())
    coordinator.get("/fr/sessions/")
    assert count_queries(coordinator, "/fr/sessions/") == without
