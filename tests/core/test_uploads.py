"""Files that writers upload: each refusal, in three languages, with what to do."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection
from wagtailmedia.forms import get_media_form
from wagtailmedia.models import Media

from accounts.roles import Role
from core.uploads import LIMITS
from tests.support.traces import SAMPLES

GOOD = {path.suffix[1:]: path.read_bytes() for path in sorted(SAMPLES.glob("sample.*"))} | {
    "txt": "Bonjour, مرحبا".encode()
}  # fmt: skip
KINDS = {"mp3": "audio", "m4a": "audio", "ogg": "audio", "opus": "audio", "mp4": "video", "webm": "video"}
PAGE = b"<!DOCTYPE html><script>alert(1)</script>"


@pytest.fixture
def collection(own_ngo):
    return Collection.get_first_root_node().pk


def upload(collection, kind, name, content, size=None):
    file = SimpleUploadedFile(name, content)
    if size:
        file.size = size  # what a browser sends is counted as it comes in
    forms = {
        "document": lambda: get_document_form(get_document_model()),
        "image": lambda: get_image_form(get_image_model()),
    }
    form_class = forms.get(kind, lambda: get_media_form(Media))()
    model = form_class._meta.model
    instance = model(type=kind) if model is Media else model()
    return form_class({"title": "x", "collection": collection}, {"file": file}, instance=instance)


def errors(language, *args, **kwargs):
    with translation.override(language):
        form = upload(*args, **kwargs)
        assert not form.is_valid()
        return {field: [str(message) for message in messages] for field, messages in form.errors.items()}


@pytest.mark.parametrize("extension", GOOD)
def test_what_is_what_its_name_says_is_taken(collection, extension):
    form = upload(collection, KINDS.get(extension, "document"), f"un.{extension}", GOOD[extension])
    assert form.is_valid(), form.errors


@pytest.mark.parametrize("extension", GOOD)
def test_a_web_page_by_another_name_is_refused(collection, extension):
    found = errors("en", collection, KINDS.get(extension, "document"), f"un.{extension}", PAGE)
    said = (
        f"What is in this file is not what its name says ({extension}). "
        "Export it again in this format, then choose it again."
    )
    assert found == {"file": [said]}


@pytest.mark.parametrize(
    ("kind", "name", "taken"),
    [
        ("audio", "a.wav", "mp3, m4a, ogg, opus"),
        ("audio", "a.mp4", "mp3, m4a, ogg, opus"),
        ("video", "a.avi", "mp4, webm"),
        ("document", "a.exe", "pdf, docx, odt, xlsx, ods, pptx, odp, txt"),
        ("document", "a.html", "pdf, docx, odt, xlsx, ods, pptx, odp, txt"),
        ("document", "a.svg", "pdf, docx, odt, xlsx, ods, pptx, odp, txt"),
        ("document", "a.pdf.exe", "pdf, docx, odt, xlsx, ods, pptx, odp, txt"),
    ],
)
def test_other_types_are_refused_and_those_taken_are_named(collection, kind, name, taken):
    extension = name.rpartition(".")[2]
    said = f"Files of the type “{extension}” are not taken. Taken are: {taken}. Convert the file, then choose it again."
    assert errors("en", collection, kind, name, b"x") == {"file": [said]}


TOO_HEAVY = [
    (
        "audio", "a.mp3",
        ("This audio file weighs 50.0\xa0MB, and 15.0\xa0MB is the limit. Shorten it, compress it (64 kbit/s is enough "
         "for speech) or cut it into parts, then choose it again."),
    ),
    (
        "video", "a.mp4",
        ("This video weighs 50.0\xa0MB, and 30.0\xa0MB is the limit. Shorten it, compress it (480 lines are enough "
         "on a phone) or cut it into parts, then choose it again."),
    ),
    (
        "document", "a.pdf",
        ("This document weighs 50.0\xa0MB, and 10.0\xa0MB is the limit. Compress its pictures or cut it into parts, "
         "then choose it again."),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "name", "said"), TOO_HEAVY, ids=["audio", "video", "document"])
def test_fifty_megabytes_are_refused_with_the_limit_and_the_remedy(collection, kind, name, said):
    content = GOOD[name.rpartition(".")[2]]
    assert errors("en", collection, kind, name, content, size=50 * 1024 * 1024) == {"file": [said]}
    assert upload(collection, kind, name, content, size=LIMITS[kind]).is_valid()


def test_a_heavy_picture_is_refused_with_the_limit_and_the_remedy(collection):
    content = get_test_image_file().file.getvalue()
    said = ("This picture weighs 50.0\xa0MB, and 10.0\xa0MB is the limit. Make it smaller (1,600 pixels wide is "
            "enough), then choose it again.")  # fmt: skip
    assert errors("en", collection, "image", "a.png", content, size=50 * 1024 * 1024) == {"file": [said]}
    assert upload(collection, "image", "a.png", content).is_valid()


def test_a_form_without_a_file_asks_for_one(collection):
    form = get_media_form(Media)({"title": "x", "collection": collection}, {}, instance=Media(type="audio"))
    assert list(form.errors) == ["file"]


def test_a_trainer_adds_a_sound_file_and_others_do_not(sign_in, own_ngo, collection):
    posted = {"title": "Un son", "collection": collection, "tags": ""}
    for role, status, count in ((Role.FUNDER, 302, 0), (Role.TRAINER, 302, 1)):
        file = SimpleUploadedFile("son.mp3", GOOD["mp3"])
        response = sign_in(own_ngo, role).post("/admin/media/audio/add/", posted | {"file": file})
        assert (response.status_code, Media.objects.count()) == (status, count)
    made = Media.objects.get()
    assert made.file.name.startswith("media/son")
    made.file.delete(save=False)


def test_a_trainer_sees_why_a_video_is_refused(sign_in, own_ngo, collection):
    file = SimpleUploadedFile("film.mp4", PAGE)
    response = sign_in(own_ngo, Role.TRAINER).post("/admin/media/video/add/", {"title": "x", "file": file})
    assert list(response.context["form"].errors) == ["file"]
    assert not Media.objects.exists()
