"""Uploads in a bucket: the same as in the folder, in the tenant's own keys, at our own addresses."""

import pytest
from django.core.exceptions import SuspiciousOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from config.health import check_storage
from core.storage import StorageAwayError, tenant_storage
from tenants.models import Tenant
from tests.support.buckets import a_bucket, keys_in, uploads_in
from tests.support.clients import TenantClient

CONTENT = bytes(range(256)) * 8


@pytest.fixture(scope="module")
def server():
    with a_bucket() as address:
        yield address


@pytest.fixture
def bucket(server, monkeypatch, db):
    """Uploads go to an empty bucket."""
    storage = uploads_in(server)
    monkeypatch.setattr(default_storage, "_wrapped", storage)
    yield server
    storage.bucket.objects.delete()


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_picture_its_drawing_and_their_addresses(bucket, own_ngo, client, other_ngo):
    picture = get_image_model().objects.create(title="Port", file=get_test_image_file("port.png"))
    drawn = picture.get_rendition("width-100")
    assert keys_in(bucket) == [f"own_ngo/{drawn.file.name}", f"own_ngo/{picture.file.name}"]
    assert (picture.file.url, drawn.url) == (f"/media/{picture.file.name}", f"/media/{drawn.file.name}")
    for address in (picture.file.url, drawn.url):
        answer = client.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
        assert body(answer)[:4] == b"\x89PNG"
        assert TenantClient(other_ngo).get(address).status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [(None, 200, 0, 2048), ("bytes=100-199", 206, 100, 200), ("bytes=-48", 206, 2000, 2048), ("bytes=0-0", 206, 0, 1)],
)
def test_a_player_gets_the_part_it_asks_for(bucket, own_ngo, client, asked, status, start, end):
    tenant_storage.save_unchanged("media/son.mp3", ContentFile(CONTENT))
    answer = client.get("/media/media/son.mp3", headers={"range": asked} if asked else {})
    assert (answer.status_code, body(answer)) == (status, CONTENT[start:end])


def test_no_name_leads_out_of_the_tenants_own_keys(bucket, own_ngo, other_ngo, client):
    with other_ngo:
        tenant_storage.save_unchanged("scans/a.txt", ContentFile(b"theirs"))
    for name in ("../other_ngo/scans/a.txt", "scans/../../other_ngo/scans/a.txt"):
        for act in (default_storage.open, default_storage.exists, default_storage.delete, default_storage.size):
            with pytest.raises(SuspiciousOperation):
                act(name)
    assert not tenant_storage.exists("scans/a.txt")
    assert client.get("/media/images/../../other_ngo/scans/a.txt").status_code == 404
    assert keys_in(bucket) == ["other_ngo/scans/a.txt"]


def test_two_who_save_the_same_name_at_once_get_two(bucket, own_ngo):
    first, second = (tenant_storage._save("a.txt", ContentFile(content)) for content in (b"1", b"2"))
    assert [tenant_storage.open(name).read() for name in (first, second)] == [b"1", b"2"]


def test_other_content_takes_the_place_of_a_file(bucket, own_ngo):
    name = tenant_storage.save_unchanged("a/b.txt", ContentFile(b"old"))
    tenant_storage.replace(name, b"new")
    assert tenant_storage.open(name).read() == b"new"
    assert list(tenant_storage.walk()) == list(tenant_storage.walk("a")) == ["a/b.txt"]
    assert list(tenant_storage.walk("b")) == []


@pytest.mark.django_db(transaction=True)
def test_a_backup_has_them_and_who_leaves_leaves_none(bucket, tmp_path):
    own, other = (Tenant.objects.get(schema_name=name) for name in ("own_ngo", "other_ngo"))
    for tenant in (own, other):
        with tenant:
            tenant_storage.save_unchanged("scans/a.txt", ContentFile(tenant.schema_name.encode()))
    call_command("backup_tenant", "own_ngo", str(tmp_path / "own.wasl"))
    call_command("restore_tenant", str(tmp_path / "own.wasl"), "--as", "copy_ngo")
    with Tenant.objects.get(schema_name="copy_ngo"):
        assert tenant_storage.open("scans/a.txt").read() == b"own_ngo"
    call_command("drop_tenant", "copy_ngo", "--yes")
    assert keys_in(bucket) == ["other_ngo/scans/a.txt", "own_ngo/scans/a.txt"]


def test_a_bucket_that_is_away_is_told_as_such(bucket, own_ngo, client, monkeypatch):
    assert check_storage() == ""
    assert keys_in(bucket) == []
    monkeypatch.setattr(default_storage, "_wrapped", uploads_in("http://127.0.0.1:9"))
    with pytest.raises(StorageAwayError):
        default_storage.save("a.txt", ContentFile(b"x"))
    client.raise_request_exception = False
    answer = client.get("/media/images/a.png")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert check_storage().startswith("cannot be written to: The bucket does not answer")
