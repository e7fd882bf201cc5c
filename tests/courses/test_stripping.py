"""`strip_metadata`: what is stored already, and what knows it by its digest."""

import hashlib
import io
import json
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtailmedia.models import Media

from config.stripping import strip_all, strip_tenant
from core.storage import tenant_storage
from courses.models import Adoption, LessonPage
from courses.packing.adopting import adopt_module, pending
from courses.packing.bundle import BundleError, open_bundle
from courses.packing.nodes import Node
from courses.packing.reading import read_module
from courses.packing.unpacking import unpack_module
from network.models import LibraryOffer
from tenants.signals import tenant_restored
from tests.support.courses import new_course
from tests.support.pictures import phone
from tests.support.traces import sample, traces

Image, Document = get_image_model(), get_document_model()


@pytest.fixture(autouse=True)
def own_files(tmp_path, monkeypatch):
    """Files of this test alone; the storage remembers the folder it began with."""
    monkeypatch.setattr(tenant_storage._wrapped, "relative_media_root", f"{tmp_path}/%s", raising=False)


def kept(model, name, content, **values):
    """A row of a time when files were stored as they came."""
    stored = tenant_storage.save_unchanged(name, ContentFile(content))
    row = model(title=name, file=stored, **values)
    if model is not Media:
        row.file_hash, row.file_size = hashlib.sha1(content).hexdigest(), len(content)  # noqa: S324 - as Wagtail does
    row.save()
    return row


@pytest.fixture
def old_files(own_ngo):
    return (
        kept(Image, "original_images/a.jpg", phone("JPEG", 6, (640, 480)), focal_point_x=3, focal_point_y=3),
        kept(Document, "documents/b.pdf", sample("sample.pdf")),
        kept(Media, "media/c.mp3", sample("sample.mp3"), type="audio"),
    )


def stored():
    return {name: tenant_storage.open(name).read() for name in tenant_storage.walk()}


def run(*args, capsys):
    call_command("strip_metadata", *args)
    told = capsys.readouterr()
    return told.out, told.err


def test_what_is_stored_tells_nothing_afterwards_and_a_second_run_changes_nothing(own_ngo, old_files, capsys):
    old_files[0].get_rendition("width-160")
    schema = own_ngo.schema_name
    assert [traces(data) != set() for name, data in stored().items() if not name.startswith("images/")] == [True] * 3
    assert run(schema, capsys=capsys) == (f"{schema}: 4 files, 3 changed.\n", "")
    with own_ngo:
        assert [traces(data) for data in stored().values()] == [set()] * 4
        before = stored()
    assert run(schema, capsys=capsys) == (f"{schema}: 4 files, 0 changed.\n", "")
    with own_ngo:
        assert stored() == before


def test_rows_follow_their_files(own_ngo, old_files):
    strip_tenant(own_ngo)
    picture, document, _sound = old_files
    picture.refresh_from_db()
    document.refresh_from_db()
    for row in (picture, document):
        content = tenant_storage.open(row.file.name).read()
        assert (row.file_hash, row.file_size) == (hashlib.sha1(content).hexdigest(), len(content))  # noqa: S324
    assert (picture.file.name, picture.width, picture.height) == ("original_images/a.jpg", 480, 640)
    assert picture.focal_point_x is None  # it was noted on the picture as it lay


def test_a_picture_of_no_format_of_the_web_changes_its_name(own_ngo):
    picture = kept(Image, "original_images/a.avif", phone("AVIF", size=(64, 48)))
    strip_tenant(own_ngo)
    picture.refresh_from_db()
    assert (picture.file.name, list(stored())) == ("original_images/a.jpg", ["original_images/a.jpg"])


def test_a_broken_file_is_named_and_the_others_are_stripped(own_ngo, old_files, capsys):
    tenant_storage.save_unchanged("documents/broken.docx", ContentFile(b"PK\x03\x04"))
    schema = own_ngo.schema_name
    out, err = run(schema, capsys=capsys)
    assert out == f"{schema}: 4 files, 3 changed.\n"
    assert err.startswith(f"{schema}: documents/broken.docx was left as it is. This file is damaged, ")
    with own_ngo:
        assert stored()["documents/broken.docx"] == b"PK\x03\x04"


def test_a_run_that_was_stopped_between_file_and_row_is_made_good(own_ngo, old_files):
    picture = old_files[0]
    former = picture.file_hash
    strip_tenant(own_ngo)
    Image.objects.filter(pk=picture.pk).update(file_hash=former, file_size=1)
    report = strip_tenant(own_ngo)
    picture.refresh_from_db()
    assert (report.changed, report.renamed) == (0, {f"image:{former}": f"image:{picture.file_hash}"})
    assert picture.file_size == len(tenant_storage.open(picture.file.name).read())


def test_the_stranger_is_left_alone_unless_all_are_meant(own_ngo, other_ngo, old_files, capsys):
    with other_ngo:
        kept(Document, "documents/theirs.pdf", sample("sample.pdf"))
    run(own_ngo.schema_name, capsys=capsys)
    with other_ngo:
        assert traces(stored()["documents/theirs.pdf"]) != set()
    out, _err = run(capsys=capsys)
    assert f"{other_ngo.schema_name}: 1 files, 1 changed.\n" in out
    assert f"{own_ngo.schema_name}: 3 files, 0 changed.\n" in out
    with other_ngo:
        assert traces(stored()["documents/theirs.pdf"]) == set()


def test_an_unknown_tenant_is_said_to_be_one(db):
    with pytest.raises(CommandError, match=r"^There is no tenant “nobody”\. list_tenants shows them\.$"):
        call_command("strip_metadata", "nobody")


def test_what_comes_back_from_a_backup_is_stripped(own_ngo, old_files):
    tenant_restored.send(sender=None, tenant=own_ngo)
    assert [traces(data) for data in stored().values()] == [set()] * 3


# The library


@pytest.fixture
def old_bundle(own_ngo, course, old_files):
    """The course's module with the picture, packed as it was once: with its EXIF, and without a word of that."""
    lesson = LessonPage.objects.first()
    star = {"type": "image", "value": {"image": old_files[0].pk, "decorative": True, "alt_text": ""}}
    lesson.body_fr = LessonPage._meta.get_field("body").stream_block.to_python([star])
    lesson.save()
    tree = read_module(lesson.get_parent().specific, draft=False)
    content, name = tenant_storage.open(old_files[0].file.name).read(), f"image:{old_files[0].file_hash}"
    facts = {"title": "a", "description": "", "focal_point_x": None, "focal_point_y": None,
             "focal_point_width": None, "focal_point_height": None}  # fmt: skip
    medium = {"name": name, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content),
              "file_name": "a.jpg", "facts": facts}  # fmt: skip
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(f"media/{medium['sha256']}", content)
        manifest = {"format": 1, "digest": tree.digest(), "tree": tree.to_json(), "media": [medium]}
        archive.writestr("manifest.json", json.dumps(manifest))
    return made


@pytest.fixture
def offer(own_ngo, old_bundle, old_files):
    manifest = json.loads(zipfile.ZipFile(old_bundle).read("manifest.json"))
    name = tenant_storage.save_unchanged(f"library/{manifest['tree']['id']}/1.zip", ContentFile(old_bundle.getvalue()))
    return LibraryOffer.objects.create(
        source=own_ngo.schema_name, key=manifest["tree"]["id"], version=1, state="published", bundle=name,
        digest=manifest["digest"],
    )  # fmt: skip


@pytest.fixture
def adoption(offer, old_bundle, old_files, other_ngo):
    """As an NGO has it that adopted the module then: the file and its digest are the former ones."""
    with other_ngo:
        kept(Image, "original_images/a.jpg", phone("JPEG", 6, (640, 480)))
        made = adopt_module(open_bundle(old_bundle), version=1, course=new_course(), actor=None)
        former = json.loads(zipfile.ZipFile(old_bundle).read("manifest.json"))["tree"]
        Adoption.objects.filter(pk=made.pk).update(base=former)
        return Adoption.objects.get(pk=made.pk)


def test_an_old_bundle_is_opened_and_unpacked_without_positions(old_bundle, other_ngo):
    with other_ngo:
        bundle = open_bundle(old_bundle)
        module = unpack_module(bundle, course=new_course(), actor=None)
        ((name, content),) = stored().items()
        picture = Image.objects.get()
        assert (name, traces(content)) == ("original_images/a.jpg", set())
        assert bundle.renamed == {next(iter(bundle.renamed)): f"image:{picture.file_hash}"}
        assert read_module(module, draft=True).digest() != ""
        assert LessonPage.objects.exclude(body_fr=[]).first().body_fr[0].value.pk == picture.pk


def test_a_bundle_that_only_says_it_is_stripped_is_refused(old_bundle, other_ngo):
    made = io.BytesIO()
    with zipfile.ZipFile(old_bundle) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "manifest.json":
                content = json.dumps(json.loads(content) | {"renamed": {}}).encode()
            new.writestr(name, content)
    with other_ngo, pytest.raises(BundleError):
        unpack_module(open_bundle(made), course=new_course(), actor=None)
    with other_ngo:
        assert (stored(), Image.objects.count()) == ({}, 0)


def news(adoption, tenant, offer, source):
    with source:
        handle = io.BytesIO(tenant_storage.open(offer.bundle).read())
    with tenant:
        adoption.refresh_from_db()
        return pending(adoption, open_bundle(handle))


@pytest.mark.parametrize("order", ["none", "source", "adopter", "source, adopter", "adopter, source", "all"])
def test_stripping_invents_no_update(own_ngo, other_ngo, offer, adoption, order):
    """Whoever is stripped first, and before anybody is."""
    tenants = {"source": own_ngo, "adopter": other_ngo}
    if order == "all":
        strip_all([own_ngo, other_ngo])
    elif order != "none":
        for name in order.split(", "):
            strip_tenant(tenants[name])
    assert news(adoption, other_ngo, offer, own_ngo) == []


def test_bundles_offers_and_adoptions_name_the_new_digests(own_ngo, other_ngo, offer, adoption, old_files):
    former = f"image:{old_files[0].file_hash}"
    strip_all([own_ngo, other_ngo])
    with own_ngo:
        content = tenant_storage.open(offer.bundle).read()
        now = f"image:{Image.objects.get().file_hash}"
    manifest = json.loads(zipfile.ZipFile(io.BytesIO(content)).read("manifest.json"))
    offer.refresh_from_db()
    tree = Node.from_json(manifest["tree"])
    assert (offer.digest, manifest["renamed"], offer.version) == (tree.digest(), {former: now}, 1)
    assert [traces(zipfile.ZipFile(io.BytesIO(content)).read(f"media/{m['sha256']}")) for m in manifest["media"]] == [
        set()
    ]
    with other_ngo:
        adoption.refresh_from_db()
        assert set(Image.objects.values_list("file_hash", flat=True)) == {now.partition(":")[2]}
    assert Node.from_json(adoption.base) == tree
    assert former not in json.dumps(manifest["tree"])
