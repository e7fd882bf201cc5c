"""Addresses of files as pages print them, on each tenant's own host."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from tests.conftest import TenantClient


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def picture(own_ngo):
    made = get_image_model().objects.create(title="Port", file=get_test_image_file("port.png", size=(640, 480)))
    yield made
    made.file.delete(save=False)


def test_the_address_of_a_picture_and_of_its_renditions_is_answered(client, picture):
    rendition = picture.get_rendition("width-320")
    addresses = [picture.file.url, rendition.url, rendition.file.url]
    assert [client.get(url).status_code for url in addresses] == [200, 200, 200]
    assert picture.file.url == f"/media/{picture.file.name}"
    assert rendition.url == f"/media/{rendition.file.name}"
