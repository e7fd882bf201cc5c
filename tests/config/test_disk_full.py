"""No room is left where uploads lie: words, no row, and no part of a file; each through its real page."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from accounts.roles import Role
from core.whole_files import removed_on_failure
from tests.support.clients import TenantClient
from tests.support.traces import sample


@pytest.fixture
def media(own_files: None, tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def fill_up(monkeypatch) -> Callable[[int], None]:
    """From the file after so many on, the disk has no room for the last block."""
    sync = os.fsync

    def full(after: int = 0) -> None:
        left = [after]

        def fsync(handle: int) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            sync(handle)

        monkeypatch.setattr("core.whole_files.os.fsync", fsync)

    return full


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def editor(own_ngo, sign_in) -> TenantClient:
    client = sign_in(own_ngo, Role.ADMINISTRATOR)
    client.raise_request_exception = False
    return client


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("a.png", get_test_image_file("a.png").file.getvalue(), "image/png")


UPLOADS = {
    "picture": ("/admin/images/add/", lambda: {"title": "x", "collection": "1", "file": picture()}, Image),
    "pictures": ("/admin/images/multiple/add/", lambda: {"files[]": picture()}, Image),
    "document": (
        "/admin/documents/add/",
        lambda: {"title": "x", "collection": "1", "file": SimpleUploadedFile("a.pdf", sample("sample.pdf"))},
        Document,
    ),
}
SAID = {
    "fr": "Il n’y a plus de place pour les fichiers",
    "ar": "لم تعد هناك مساحة للملفات",
    "en": "No room is left for files",
}


@pytest.mark.django_db(transaction=True)  # in a transaction around the request nothing could be asked afterwards
@pytest.mark.parametrize("language", SAID)
@pytest.mark.parametrize(("address", "sent", "model"), UPLOADS.values(), ids=UPLOADS)
def test_an_upload_without_room_is_told_and_leaves_nothing(
    editor, other_ngo, media, fill_up, caplog, address, sent, model, language
):
    fill_up(0)
    headers = {"accept-language": language, "x-requested-with": "XMLHttpRequest" if "multiple" in address else ""}
    answer = editor.post(address, sent(), headers=headers)
    assert (answer.status_code, answer.headers["Content-Language"]) == (507, language)
    assert f"<h1>{SAID[language]}</h1>" in answer.content.decode()
    assert (model.objects.count(), files(media)) == (0, [])
    assert caplog.messages == ["No room is left for files: 507."]
    with other_ngo:
        assert model.objects.count() == 0


def test_a_rendition_without_room_leaves_no_part(editor, media, fill_up):
    image = Image.objects.create(title="x", file=get_test_image_file("a.png"))
    kept = files(media)
    fill_up(0)
    assert editor.get("/admin/images/").status_code == 507
    assert (files(media), image.renditions.count()) == (kept, 0)


def test_two_of_one_name_get_two_places_whatever_comes_first(own_ngo, media):
    storage = storages["default"]
    first, second = (storage._save("a/b.txt", ContentFile(text)) for text in (b"one", b"two"))
    assert first == "a/b.txt" != second
    assert [storage.open(name).read() for name in (first, second)] == [b"one", b"two"]
    assert len(files(media)) == 2
    assert {oct(os.stat(storage.path(name)).st_mode & 0o777) for name in (first, second)} == {"0o644"}


def test_files_saved_before_a_failure_go_with_it(own_ngo, media):
    with pytest.raises(ValueError, match="later"):
        save_and_fail()
    assert files(media) == []


def save_and_fail() -> None:
    with removed_on_failure() as saved:
        saved.append(storages["default"].save("a.txt", ContentFile(b"x")))
        raise ValueError("later")
