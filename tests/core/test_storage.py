"""Files as they are stored and as pages print their addresses, on each tenant's own host."""

import html
import io
import re

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image as Pillow
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, UploadedFile
from wagtail.users.models import UserProfile
from wagtailmedia.models import Media

from accounts.roles import Role
from core.storage import SENTENCES, tenant_storage
from courses.models import CoursePage, LessonPage, ModulePage
from pages.models import HomePage
from tests.support.clients import TenantClient
from tests.support.pictures import blank_png, phone
from tests.support.traces import sample, traces

Image, Document = get_image_model(), get_document_model()
PRINTED = re.compile(r"""["'(\s](/media/[^"'\\\s)<>?#]+)""")


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def answers(client, html):
    """The addresses of media a page prints, and how each is answered."""
    return {path: client.get(path).status_code for path in PRINTED.findall(html.replace("&amp;", "&"))}


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path, monkeypatch):
    """Files of this test alone; the storage remembers the folder it began with."""
    monkeypatch.setattr(tenant_storage._wrapped, "relative_media_root", str(tmp_path), raising=False)


def colour(shade):
    written = io.BytesIO()
    Pillow.new("RGB", (640, 480), shade).save(written, "PNG")
    return ContentFile(written.getvalue(), name="port.png")


def lesson_with_media(shade):
    """A lesson that shows a picture, a sound and a film, each by the same name in every tenant."""
    picture = Image.objects.create(title="Port", file=colour(shade))
    sound, film = (
        Media.objects.create(title=name, type=kind, file=ContentFile(sample(name), name=name))
        for kind, name in (("audio", "sample.mp3"), ("video", "sample.mp4"))
    )
    ready = {"ready_fr": True, "ready_ar": True, "ready_en": True}
    course = HomePage.objects.get().add_child(instance=CoursePage(heading_fr="Cours", slug="cours", **ready))
    module = course.add_child(instance=ModulePage(heading_fr="Module", slug="module", **ready))
    lesson = module.add_child(instance=LessonPage(heading_fr="Leçon", slug="lecon", **ready))
    stream = [
        {"type": "image", "value": {"image": picture.pk, "decorative": False, "alt_text": "Un port"}},
        {"type": "audio", "value": {"media": sound.pk, "transcript": "<p>Un son.</p>"}},
        {"type": "video", "value": {"media": film.pk, "transcript": "<p>Un film.</p>"}},
    ]
    lesson.body_fr = LessonPage._meta.get_field("body").stream_block.to_python(stream)
    lesson.save_revision().publish()
    return LessonPage.objects.get(pk=lesson.pk)


def test_every_address_a_lesson_prints_is_answered_by_its_own_tenant(own_ngo, other_ngo):
    """The same names on two hosts, each with its own picture."""
    shown = {}
    for tenant, shade in ((own_ngo, "red"), (other_ngo, "blue")):
        with tenant:
            address = lesson_with_media(shade).url
        client = TenantClient(tenant)
        html = client.get(address).content.decode()
        found = answers(client, html)
        assert len(found) >= 3
        assert set(found.values()) == {200}
        assert {"/media/media/sample.mp3", "/media/media/sample.mp4"} <= set(found)
        picture = next(path for path in found if path.startswith("/media/images/"))
        shown[tenant.schema_name] = picture, Pillow.open(io.BytesIO(body(client.get(picture)))).convert("RGB")
    (mine, my_picture), (theirs, their_picture) = shown.values()
    assert mine == theirs
    reds_and_blues = [(picture.getpixel((9, 9))[0] > 250, picture.getpixel((9, 9))[2] > 250)
                      for picture in (my_picture, their_picture)]  # fmt: skip
    assert reds_and_blues == [(True, False), (False, True)]


def test_no_address_names_a_schema_and_one_that_does_is_not_answered(client, own_ngo):
    picture = Image.objects.create(title="Port", file=colour("red"))
    rendition = picture.get_rendition("width-320")
    addresses = [picture.file.url, rendition.url, rendition.file.url, default_storage.url("images/a.png")]
    assert [own_ngo.schema_name in address for address in addresses] == [False] * 4
    assert [client.get(address).status_code for address in addresses[:3]] == [200, 200, 200]
    assert client.get(f"/media/{own_ngo.schema_name}/{picture.file.name}").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/admin/images/", "/admin/images/{image}/", "/admin/images/chooser/",
        "/admin/media/", "/admin/media/edit/{media}/", "/admin/media/chooser/", "/admin/pages/{page}/edit/preview/",
        "/admin/pages/{page}/edit/",
    ],
)  # fmt: skip
def test_every_address_the_editor_prints_is_answered(sign_in, own_ngo, address):
    lesson = lesson_with_media("red")
    client = sign_in(own_ngo, Role.ADMINISTRATOR)
    places = {"image": Image.objects.get().pk, "media": Media.objects.first().pk, "page": lesson.pk}
    response = client.get(address.format(**places), follow=True)
    assert response.status_code == 200
    found = answers(client, response.content.decode())
    assert set(found.values()) <= {200}
    if "edit/preview" not in address and address != "/admin/pages/{page}/edit/" and "/media/chooser" not in address:
        assert found


# What is stored


def stored():
    return {name: tenant_storage.open(name).read() for name in tenant_storage.walk()}


UPLOADS = [
    ("/admin/images/add/", "file", "phone.jpg"), ("/admin/images/add/", "file", "phone.heic"),
    ("/admin/images/multiple/add/", "files[]", "phone.jpg"), ("/admin/images/chooser/create/", "file", "phone.heic"),
    ("/admin/documents/add/", "file", "sample.pdf"), ("/admin/documents/multiple/add/", "files[]", "sample.docx"),
    ("/admin/documents/chooser/create/", "file", "sample.odt"), ("/admin/media/audio/add/", "file", "sample.mp3"),
    ("/admin/media/audio/add/", "file", "sample.ogg"), ("/admin/media/video/add/", "file", "sample.mp4"),
    ("/admin/media/video/add/", "file", "sample.webm"),
]  # fmt: skip


@pytest.mark.parametrize(("address", "field", "name"), UPLOADS)
def test_every_way_in_strips_what_is_stored(sign_in, own_ngo, address, field, name):
    prefix = {"images": "image", "documents": "document"}.get(address.split("/")[2], "")
    start = f"{prefix}-chooser-upload-" if "chooser" in address else ""
    posted = {"title": "Un titre", "collection": Collection.get_first_root_node().pk, "tags": ""}
    posted = {f"{start}{key}": value for key, value in posted.items()}
    file = SimpleUploadedFile(name, sample(name))
    client = sign_in(own_ngo, Role.ADMINISTRATOR)
    response = client.post(address, posted | {f"{start}{field}": file}, headers={"x-requested-with": "XMLHttpRequest"})
    assert response.status_code in (200, 302)
    ((kept, content),) = [(name, data) for name, data in stored().items() if not name.startswith("images/")]
    assert traces(content) == set()
    assert kept.rpartition(".")[2] == {"heic": "jpg"}.get(name.rpartition(".")[2], name.rpartition(".")[2])
    row = [*Image.objects.all(), *Document.objects.all(), *Media.objects.all()][0]
    assert row.file.name == kept
    if not isinstance(row, Media):
        hashed = row.file_hash
        row.file_hash = ""
        assert (hashed, row.file_size) == (row.get_file_hash(), len(content))


def test_a_file_put_in_the_place_of_another_is_stripped(sign_in, own_ngo):
    picture = Image.objects.create(title="Port", file=colour("red"))
    client, file = sign_in(own_ngo, Role.ADMINISTRATOR), SimpleUploadedFile("x.jpg", phone("JPEG", 6))
    client.post(f"/admin/images/{picture.pk}/", {"title": "Port", "file": file, "tags": "", "collection": "1"})
    picture.refresh_from_db()
    content = tenant_storage.open(picture.file.name).read()
    assert (traces(content), (picture.width, picture.height)) == (set(), (64, 96))
    assert picture.file_size == len(content)


def test_what_code_stores_is_stripped_too(own_ngo):
    """Whatever way: a field, a task of somebody's, an upload that waits for its title, a picture of oneself."""
    Document.objects.create(title="x", file=ContentFile(sample("sample.xlsx"), name="a.xlsx"))
    UploadedFile.objects.create(file=ContentFile(phone("PNG"), name="b.png"))
    default_storage.save("elsewhere/c.jpeg", ContentFile(phone("JPEG")))
    default_storage.save("images/d.jpg", ContentFile(phone("JPEG")))
    assert [traces(data) for data in stored().values()] == [set()] * 4


def test_a_rendition_tells_nothing_though_its_original_does(own_ngo):
    name = tenant_storage.save_unchanged("original_images/old.jpg", ContentFile(phone("JPEG", 6, (640, 480))))
    rendition = Image.objects.create(title="Old", file=name).get_rendition("width-160")
    assert (traces(rendition.file.read()), (rendition.width, rendition.height)) == (set(), (160, 213))


UNREADABLE = (
    "This file is damaged, locked by a password or of another kind than its name says: where and by whom it was made "
    "cannot be taken out of it. Export it again without a password, then choose it again."
)
REFUSED = [
    ("/admin/images/add/", "a.png", lambda: blank_png(14_000, 14_000),
     ("This picture has more than 50 million pixels. Make it smaller (1,600 pixels wide is enough), then choose it "
      "again.")),
    ("/admin/images/add/", "a.jpg", lambda: phone("JPEG", size=(300, 200))[:-400], UNREADABLE),
    ("/admin/documents/add/", "a.docx", lambda: sample("sample.docx")[:4000], UNREADABLE),
    ("/admin/documents/add/", "a.pdf", lambda: b"%PDF-1.7", UNREADABLE),
    ("/admin/media/video/add/", "a.mp4", lambda: sample("sample.mp4")[:-300], UNREADABLE),
]  # fmt: skip


@pytest.mark.parametrize(("address", "name", "content", "said"), REFUSED, ids=["pixels", "jpg", "docx", "pdf", "mp4"])
def test_what_cannot_be_stripped_is_refused_in_words_and_not_stored(sign_in, own_ngo, address, name, content, said):
    posted = {"title": "x", "collection": Collection.get_first_root_node().pk, "tags": ""}
    client = sign_in(own_ngo, Role.ADMINISTRATOR)
    with translation.override("en"):
        file = SimpleUploadedFile(name, content())
        response = client.post(address, posted | {"file": file}, headers={"accept-language": "en"})
        assert [str(message) for message in response.context["form"].errors["file"]] == [said]
    assert (response.status_code, stored()) == (200, {})


def test_the_storage_refuses_what_no_form_has_looked_at(own_ngo):
    with pytest.raises(ValidationError):
        default_storage.save("documents/a.pdf", ContentFile(b"%PDF-1.7"))
    assert stored() == {}


def test_a_stored_file_is_replaced_at_once_and_nothing_is_left_beside_it(own_ngo):
    name = tenant_storage.save_unchanged("documents/a.txt", ContentFile(b"one"))
    tenant_storage.replace(name, b"two")
    assert stored() == {"documents/a.txt": b"two"}


def test_the_picture_of_oneself_is_stripped_and_shown_to_staff_alone(sign_in, own_ngo, other_ngo):
    client = sign_in(own_ngo, Role.TRAINER)
    profile = UserProfile.get_for_user(get_user_model().objects.get())
    profile.avatar = ContentFile(phone("JPEG"), name="me.jpg")
    profile.save()
    address = profile.avatar.url
    assert traces(tenant_storage.open(profile.avatar.name).read()) == set()
    assert [client.get(address).status_code, TenantClient(own_ngo).get(address).status_code] == [200, 404]
    assert TenantClient(other_ngo).get(address).status_code == 404


def test_a_test_picture_is_what_it_was(own_ngo):
    """Stripping changes nothing where there is nothing: files keep their digests."""
    file = get_test_image_file()
    name = default_storage.save("original_images/t.png", file)
    assert tenant_storage.open(name).read() == file.file.getvalue()


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_picture_of_oneself_that_cannot_be_read_is_refused_in_words(sign_in, own_ngo, language):
    """Wagtail's form takes it; the storage does not."""
    client = sign_in(own_ngo, Role.TRAINER)
    client.raise_request_exception = False
    file = SimpleUploadedFile("me.jpg", phone("JPEG", size=(300, 200))[:-400])
    posted = {"avatar-avatar": file, "name_email-first_name": "A", "name_email-last_name": "B",
              "name_email-email": "a@example.org",
              "theme-theme": "system", "theme-contrast": "system", "theme-density": "default",
              "locale-preferred_language": language, "locale-current_time_zone": "Africa/Casablanca"}  # fmt: skip
    answer = client.post("/admin/account/", posted, headers={"accept-language": language})
    with translation.override(language):
        said = str(SENTENCES["unreadable"])
    assert (answer.status_code, answer.headers["Content-Language"]) == (422, language)
    assert said in html.unescape(answer.content.decode())
    assert stored() == {}
