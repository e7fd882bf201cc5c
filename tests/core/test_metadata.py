"""Files freed of what they tell about who made them: from bytes to bytes."""

import io
import struct
import zipfile

import pikepdf
import pytest
from lxml import etree
from PIL import Image, ImageChops, ImageCms, ImageOps, PngImagePlugin

from core.metadata.colour import neutral_profile
from core.metadata.errors import TooManyPixelsError, UnreadableError
from core.metadata.mp3 import _frame
from core.metadata.mp4 import _boxes, _samples
from core.metadata.stripping import Stripped, strip
from tests.support.pictures import blank_png, phone
from tests.support.traces import SAMPLES, sample, traces

NAMES = sorted(path.name for path in SAMPLES.iterdir())


def suffix_of(name):
    return name.rpartition(".")[2]


def opened(data):
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_told_about_who_made_it(name):
    data = sample(name)
    assert traces(data) != set()
    assert traces(strip(data, suffix_of(name)).data) == set()


@pytest.mark.parametrize("name", NAMES)
def test_the_same_input_gives_the_same_bytes_and_twice_changes_nothing(name):
    once = strip(sample(name), suffix_of(name))
    assert strip(sample(name), suffix_of(name)) == once
    assert strip(once.data, once.suffix) == once


@pytest.mark.parametrize(
    ("name", "suffix"), [("phone.heic", "jpg"), ("phone.jpg", "jpg"), *((name, suffix_of(name)) for name in NAMES[2:])]
)
def test_a_file_keeps_its_kind_but_a_phones_picture_is_a_jpeg(name, suffix):
    assert strip(sample(name), suffix_of(name).upper()).suffix == suffix


# Pictures


def difference(one, other):
    return max(high for _low, high in ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getextrema())


EXIFLESS = [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")]


@pytest.mark.parametrize(("kind", "suffix"), EXIFLESS)
def test_an_upright_picture_is_not_drawn_anew(kind, suffix):
    data = phone(kind, **({"lossless": True} if kind == "WEBP" else {}))
    bare = strip(data, suffix).data
    assert traces(data) >= {"Marque", "Auteure"}
    assert (traces(bare), dict(opened(bare).getexif())) == (set(), {})
    assert difference(opened(data), opened(bare)) == 0
    assert opened(bare).info["icc_profile"] == neutral_profile(opened(data).info["icc_profile"])


@pytest.mark.parametrize("orientation", range(2, 9))
@pytest.mark.parametrize(("kind", "suffix"), EXIFLESS)
def test_a_turned_picture_is_upright_before_its_exif_goes(kind, suffix, orientation):
    data = phone(kind, orientation, quality=95)
    bare = opened(strip(data, suffix).data)
    upright = ImageOps.exif_transpose(opened(data))
    assert (bare.size, dict(bare.getexif())) == (upright.size, {})
    corners = [(2, 2), (bare.width - 3, 2), (2, bare.height - 3), (bare.width - 3, bare.height - 3)]
    reds = [upright.convert("RGB").getpixel(place)[1] < 128 for place in corners]
    assert [bare.convert("RGB").getpixel(place)[1] < 128 for place in corners] == reds
    assert reds.count(True) == 1


def test_what_follows_the_end_of_a_picture_goes():
    """Phones hide a film or a second picture there."""
    data = phone("JPEG")
    assert strip(data + sample("sample.mp4"), "jpg") == strip(data, "jpg")


def test_a_comment_and_a_thumbnail_of_a_jpeg_go():
    data = phone("JPEG", comment=b"confidentiel")
    assert (traces(data) >= {"confidentiel"}, traces(strip(data, "jpg").data)) == (True, set())


def test_words_in_a_png_go():
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "Auteure")
    words.add_itxt("XML:com.adobe.xmp", "confidentiel")
    data = phone("PNG", pnginfo=words)
    assert strip(data, "png") == strip(phone("PNG"), "png")


def test_an_animation_goes_on_and_its_comment_goes():
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    written = io.BytesIO()
    frames[0].save(
        written, "GIF", save_all=True, append_images=frames[1:], comment=b"confidentiel", loop=0, duration=50
    )
    bare = strip(written.getvalue(), "gif").data
    assert (traces(written.getvalue()), traces(bare)) == ({"confidentiel"}, set())
    assert (opened(bare).n_frames, opened(bare).info["loop"], opened(bare).info["duration"]) == (3, 0, 50)


@pytest.mark.parametrize(("kind", "suffix"), [("AVIF", "avif"), ("TIFF", "tif"), ("BMP", "bmp")])
def test_what_is_no_format_of_the_web_is_a_jpeg(kind, suffix):
    data = phone(kind) if kind != "BMP" else _plain("BMP")
    bare = strip(data, suffix)
    assert (bare.suffix, opened(bare.data).format, traces(bare.data)) == ("jpg", "JPEG", set())
    places = (5, 5), (25, 18)
    seen = [[image.convert("RGB").getpixel(place) for place in places] for image in (opened(data), opened(bare.data))]
    assert all(abs(one - other) < 12 for pair in zip(*seen, strict=True) for one, other in zip(*pair, strict=True))


def _plain(kind):
    written = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(written, kind)
    return written.getvalue()


def test_a_see_through_picture_stays_so():
    image = Image.new("RGBA", (30, 20), (255, 0, 0, 90))
    written = io.BytesIO()
    image.save(written, "AVIF")
    bare = strip(written.getvalue(), "avif")
    assert (bare.suffix, opened(bare.data).getpixel((3, 3))[3]) == ("png", 90)


def test_a_profile_keeps_its_colours_and_forgets_its_device():
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[48:56] = b"APPLmodl"
    neutral = neutral_profile(bytes(profile))
    assert b"APPL" not in neutral
    assert neutral_profile(neutral) == neutral
    wheel = Image.linear_gradient("L").convert("RGB")
    swapped = Image.merge("RGB", (wheel.getchannel(0), wheel.getchannel(1).rotate(90), wheel.getchannel(2).rotate(180)))
    lab = ImageCms.createProfile("LAB")
    seen = [
        ImageCms.profileToProfile(swapped, io.BytesIO(given), lab, outputMode="LAB").tobytes()
        for given in (bytes(profile), neutral)
    ]
    assert seen[0] == seen[1]


@pytest.mark.parametrize("size", [(14_000, 14_000), (7_100, 7_100)])
def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_unpacked(size):
    with pytest.raises(TooManyPixelsError):
        strip(blank_png(*size), "png")


# Sound and film


@pytest.mark.parametrize("name", ["sample.m4a", "sample.mp4", "sample.ogg", "sample.opus", "sample.webm"])
def test_a_recording_keeps_its_length_so_that_every_place_in_it_stays_right(name):
    data = sample(name)
    bare = strip(data, suffix_of(name)).data
    assert (len(bare), bare != data) == (len(data), True)


def media_data(data):
    place = data.index(b"mdat") - 4
    return data[place : place + int.from_bytes(data[place : place + 4], "big")]


def test_the_pictures_and_sounds_of_a_film_are_the_same_bytes():
    assert media_data(strip(sample("sample.mp4"), "mp4").data) == media_data(sample("sample.mp4"))


def test_a_track_of_positions_goes_with_its_samples():
    """As action cameras write it: here the sound is said to be one."""
    data = sample("sample.mp4").replace(b"\0\0\0\0soun", b"\0\0\0\0meta")
    moov = next(box for box in _boxes(data, 0, len(data)) if box.kind == b"moov")
    tracks = [box for box in _boxes(data, moov.inner, moov.end) if box.kind == b"trak"]
    positions = {place for start, size in _samples(data, tracks[1]) for place in range(start, start + size)}
    bare = strip(data, "mp4").data
    start, end = data.index(b"mdat") + 4, data.index(b"mdat") - 4 + len(media_data(data))
    assert (data.count(b"trak"), bare.count(b"trak"), len(positions) > 1000) == (2, 1, True)
    assert all(bare[place] == (0 if place in positions else data[place]) for place in range(start, end))


def test_a_sounds_frames_are_kept_and_nothing_between_them():
    data = sample("sample.mp3")
    tags = b"TAG" + b"Auteure".ljust(125, b"\0")
    ape = b"APETAGEX" + b"\0" * 24 + b"Artist\0Auteure" + b"APETAGEX" + b"\0" * 24
    bare = strip(data + ape + tags, "mp3").data
    assert bare == strip(data, "mp3").data
    place = 0
    while place < len(bare):
        assert _frame(bare, place)
        place += _frame(bare, place)


def ogg_crc(page):
    crc = 0
    for byte in page[:22] + bytes(4) + page[26:]:
        crc ^= byte << 24
        for _bit in range(8):
            crc = (crc << 1 ^ 0x04C11DB7) & 0xFFFFFFFF if crc & 0x80000000 else crc << 1
    return crc


@pytest.mark.parametrize("name", ["sample.ogg", "sample.opus"])
def test_each_page_of_an_ogg_has_its_checksum(name):
    bare = strip(sample(name), suffix_of(name)).data
    place = count = 0
    while place < len(bare):
        end = place + 27 + bare[place + 26] + sum(bare[place + 27 : place + 27 + bare[place + 26]])
        assert ogg_crc(bare[place:end]) == struct.unpack_from("<I", bare, place + 22)[0]
        place, count = end, count + 1
    assert count > 2


def test_a_film_written_while_it_was_recorded_is_read():
    """Segment and clusters of unknown length, as browsers record."""
    data = sample("sample.webm")
    place = data.index(b"\x18\x53\x80\x67") + 4
    width = 9 - data[place].bit_length()
    unknown = bytes([(1 << 8 - width) | ((1 << 8 - width) - 1)]) + b"\xff" * (width - 1)
    live = data[:place] + unknown + data[place + width :]
    cluster = live.index(b"\x1f\x43\xb6\x75") + 4
    width = 9 - live[cluster].bit_length()
    unknown = bytes([(1 << 8 - width) | ((1 << 8 - width) - 1)]) + b"\xff" * (width - 1)
    live = live[:cluster] + unknown + live[cluster + width :]
    bare = strip(live, "webm").data
    assert (traces(live) != set(), traces(bare), len(bare)) == (True, set(), len(live))


# Documents


def test_a_pdf_keeps_its_title_its_language_and_the_mark_of_pdf_ua():
    with pikepdf.open(io.BytesIO(strip(sample("sample.pdf"), "pdf").data)) as pdf, pdf.open_metadata() as meta:
        assert dict(pdf.docinfo) == {"/Title": "Fiche réflexe"}
        assert (meta["dc:title"], meta["pdfuaid:part"], str(pdf.Root.Lang)) == ("Fiche réflexe", "1", "en-US")
        assert (bool(pdf.Root.MarkInfo.Marked), "/StructTreeRoot" in pdf.Root) == (True, True)
        assert sorted(name.rpartition("}")[2] for name in meta) == ["language", "part", "title"]


def test_a_pdf_looks_the_same():
    import pypdfium2

    drawn = [
        pypdfium2.PdfDocument(data)[0].render(scale=1).to_pil()
        for data in (sample("sample.pdf"), strip(sample("sample.pdf"), "pdf").data)
    ]
    assert difference(*drawn) == 0


PROPERTIES = {
    "docx": ("docProps/core.xml", "Fiche réflexe", "fr-FR"), "xlsx": ("docProps/core.xml", "Classeur", "fr"),
    "pptx": ("docProps/core.xml", "Diapositives", "fr"), "odt": ("meta.xml", "Fiche réflexe", "fr-FR"),
    "ods": ("meta.xml", "Classeur", "fr"), "odp": ("meta.xml", "Diapositives", "fr"),
}  # fmt: skip


@pytest.mark.parametrize("suffix", PROPERTIES)
def test_an_office_file_keeps_its_title_and_language_and_no_other_property(suffix):
    part, title, language = PROPERTIES[suffix]
    with zipfile.ZipFile(io.BytesIO(strip(sample(f"sample.{suffix}"), suffix).data)) as archive:
        root = etree.fromstring(archive.read(part))
    entries = root if part == "docProps/core.xml" else root[0]
    assert {etree.QName(entry).localname: entry.text for entry in entries} == {"title": title, "language": language}


def test_comments_and_changes_stay_without_their_authors():
    with zipfile.ZipFile(io.BytesIO(strip(sample("sample.docx"), "docx").data)) as archive:
        comments, body = archive.read("word/comments.xml").decode(), archive.read("word/document.xml").decode()
    assert ("À revoir" in comments, 'w:author="Author" w:initials="A"' in comments) == (True, True)
    assert ('<w:ins w:id="1" w:author="Author">' in body, "Bonjour à tous" in body) == (True, True)


def test_a_picture_in_a_document_says_only_which_side_is_up():
    with zipfile.ZipFile(io.BytesIO(strip(sample("sample.docx"), "docx").data)) as archive:
        picture = opened(archive.read("word/media/image1.jpeg"))
    assert (dict(picture.getexif()), picture.size) == ({0x0112: 6}, (96, 64))


def test_a_table_keeps_its_name():
    """`displayName` names people in some parts, tables in others."""
    data = rezipped(sample("sample.xlsx"), {"xl/tables/table1.xml": b'<table displayName="T1" author="Auteure"/>'})
    with zipfile.ZipFile(io.BytesIO(strip(data, "xlsx").data)) as archive:
        assert b'displayName="T1" author="Author"' in archive.read("xl/tables/table1.xml")


def rezipped(data, changes):
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), *changes]):
            new.writestr(name, changes[name] if name in changes else old.read(name))
    return written.getvalue()


# What cannot be read


def locked_pdf():
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(sample("sample.pdf"))) as pdf:
        pdf.save(written, encryption=pikepdf.Encryption(owner="a", user="b"))
    return written.getvalue()


def locked_zip():
    data = bytearray(sample("sample.docx"))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + place] |= 1
    return bytes(data)


DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
BROKEN = {
    "pdf": lambda: b"%PDF-1.7", "locked.pdf": locked_pdf, "docx": lambda: b"PK\x03\x04",
    "cut.docx": lambda: sample("sample.docx")[:4000], "locked.docx": locked_zip,
    "entities.docx": lambda: rezipped(sample("sample.docx"), {"docProps/core.xml": DOCTYPE}),
    "bomb.docx": lambda: rezipped(sample("sample.docx"), {"word/x.xml": bytes(160_000_000)}),
    "picture.docx": lambda: rezipped(sample("sample.docx"), {"word/media/image1.jpeg": b"\xff\xd8\xff\xe1"}),
    "cut.jpg": lambda: phone("JPEG", size=(300, 200))[:-400], "jpg": lambda: b"\xff\xd8\xff\xe0",
    "cut.png": lambda: phone("PNG")[:-40], "gif": lambda: b"GIF89a", "cut.webp": lambda: phone("WEBP")[:-20],
    "heic": lambda: sample("phone.heic")[:600], "mp3": lambda: b"ID3\x04" + b"x" * 100,
    "cut.mp4": lambda: sample("sample.mp4")[:-300], "m4a": lambda: b"\0\0\0\x20ftypM4A " + b"x" * 100,
    "cut.ogg": lambda: sample("sample.ogg")[:-30], "opus": lambda: b"OggS" + b"x" * 100,
    "cut.webm": lambda: sample("sample.webm")[:-30], "webm": lambda: b"\x1a\x45\xdf\xa3" + b"x" * 100,
    "page.mp3": lambda: b"<!DOCTYPE html>", "page.png": lambda: b"<!DOCTYPE html>",
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_is_refused(name):
    with pytest.raises(UnreadableError):
        strip(BROKEN[name](), suffix_of(name))


@pytest.mark.parametrize(
    ("data", "suffix"),
    [("Bonjour, مرحبا".encode(), "txt"), (b"nom;\n", "csv"), (b"", "txt")],
    ids=["txt", "csv", "none"],
)
def test_plain_text_is_given_back(data, suffix):
    assert strip(data, suffix) == Stripped(data, suffix)


def test_a_picture_by_another_name_is_stripped_too():
    assert strip(phone("PNG"), "txt").suffix == "png"
