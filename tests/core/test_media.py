"""Pictures are served, and nothing else: no folder, no other tree."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tests.conftest import TenantClient


@pytest.fixture
def picture(own_ngo):
    name = default_storage.save("images/sub/spot.png", ContentFile(b"a picture"))
    yield name
    default_storage.delete(name)


def test_a_picture_is_served_on_its_own_host_only(client, picture, other_ngo):
    response = client.get(f"/media/{picture}")
    assert (b"".join(response.streaming_content), response["Content-Type"]) == (b"a picture", "image/png")
    assert TenantClient(other_ngo).get(f"/media/{picture}").status_code == 404


@pytest.mark.parametrize(
    "name", ["images", "images/", "images/.", "images/sub", "images/sub/", ".", "./", "..", "other/a"]
)
def test_what_is_no_picture_is_not_found(client, picture, name):
    assert client.get(f"/media/{name}", follow=True).status_code == 404
