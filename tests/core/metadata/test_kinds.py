"""Files of every kind freed of what they tell about who made them, bytes to bytes; what cannot be read is refused."""

import io

import pikepdf
import pytest

from core.metadata.errors import UnreadableError
from core.metadata.stripping import Stripped, strip
from tests.support.metadata import rezipped, suffix_of
from tests.support.pictures import phone
from tests.support.traces import SAMPLES, sample, traces

NAMES = sorted(path.name for path in SAMPLES.iterdir())


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
