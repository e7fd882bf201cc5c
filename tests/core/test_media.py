"""Pictures, audio and video are served, whole or in parts, and nothing else: no folder, no other tree."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core.storage import tenant_storage
from tests.support.clients import TenantClient


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


CONTENT = bytes(range(256)) * 8


@pytest.fixture
def sound(own_ngo):
    name = tenant_storage.save_unchanged("media/son.mp3", ContentFile(CONTENT))
    yield name
    default_storage.delete(name)


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [
        (None, 200, 0, 2048), ("bytes=0-", 206, 0, 2048), ("bytes=0-0", 206, 0, 1), ("bytes=100-199", 206, 100, 200),
        ("bytes=2000-9999", 206, 2000, 2048), ("bytes=-48", 206, 2000, 2048), ("bytes=-9999", 206, 0, 2048),
        ("bytes=0-1,5-6", 200, 0, 2048), ("bytes=-", 200, 0, 2048),
        (f"bytes={'9' * 5000}-", 200, 0, 2048), (f"bytes=0-{'9' * 5000}", 200, 0, 2048),
        (f"bytes=-{'9' * 18}", 206, 0, 2048), ("lines=1-2", 200, 0, 2048),
    ],
)  # fmt: skip
def test_a_player_gets_the_part_it_asks_for(client, sound, asked, status, start, end):
    response = client.get(f"/media/{sound}", headers={"range": asked} if asked else {})
    assert (response.status_code, body(response)) == (status, CONTENT[start:end])
    assert response["Content-Length"] == str(end - start)
    assert response.get("Content-Range") == (f"bytes {start}-{end - 1}/2048" if status == 206 else None)


@pytest.mark.parametrize("asked", ["bytes=2048-", "bytes=9999-", "bytes=5-4", "bytes=-0"])
def test_a_part_that_does_not_exist_is_refused_with_the_length(client, sound, asked):
    response = client.get(f"/media/{sound}", headers={"range": asked})
    assert (response.status_code, response["Content-Range"], body(response)) == (416, "bytes */2048", b"")


def test_a_part_of_an_older_file_is_answered_by_the_whole(client, sound):
    fresh = client.get(f"/media/{sound}")["Last-Modified"]
    codes = {
        version: client.get(f"/media/{sound}", headers={"range": "bytes=0-9", "if-range": version}).status_code
        for version in (fresh, "Thu, 01 Jan 1970 00:00:00 GMT")
    }
    assert list(codes.values()) == [206, 200]


def test_a_part_is_not_compressed_and_its_type_is_fixed(client, sound):
    response = client.get(f"/media/{sound}", headers={"range": "bytes=0-999", "accept-encoding": "gzip"})
    assert body(response) == CONTENT[:1000]
    headers = ("Content-Type", "X-Content-Type-Options", "Accept-Ranges", "Content-Encoding")
    assert [response[name] for name in headers] == ["audio/mpeg", "nosniff", "bytes", "identity"]


@pytest.mark.parametrize("suffix", ["html", "svg", "js", "xml"])
def test_what_a_browser_could_run_is_bytes_to_it(client, suffix):
    name = default_storage.save(f"media/page.{suffix}", ContentFile(b"<script>"))
    try:
        response = client.get(f"/media/{name}")
        assert (response["Content-Type"], body(response)) == ("application/octet-stream", b"<script>")
    finally:
        default_storage.delete(name)


def test_the_stranger_does_not_hear_our_sound(sound, other_ngo):
    response = TenantClient(other_ngo).get(f"/media/{sound}", headers={"range": "bytes=0-9"})
    assert response.status_code == 404
