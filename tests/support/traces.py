"""What the sample files tell about who made them, looked for wherever a file can hide it."""

import io
import zipfile
from pathlib import Path

import pikepdf

SAMPLES = Path(__file__).parent / "samples"
# The name, the remark, the maker and the model, the moment, the place: each sample holds some of them.
TOLD = (
    b"Auteure",
    b"confidentiel",
    b"Confidentiel",
    b"Marque",
    b"Modele",
    b"2024-05-05",
    b"+33.57",
    b"GPS",
    b"LibreOffice",
)


def sample(name):
    return (SAMPLES / name).read_bytes()


def traces(data):
    """Which of them are in the file, unpacked where it is packed."""
    whole = b"\n".join(_unpacked(data))
    found = {mark.decode() for mark in TOLD if mark in whole or mark.decode().encode("utf-16-be") in whole}
    return found | ({"EXIF"} if b"Exif\0\0" in whole and b"\x88\x25" in whole else set())


def _unpacked(data):
    yield data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from _unpacked(archive.read(name))
    elif data.startswith(b"%PDF-"):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for thing in pdf.objects:
                yield _stream(thing) if isinstance(thing, pikepdf.Stream) else repr(thing).encode()
            yield from (str(value).encode() for value in pdf.docinfo.values())


def _stream(thing):
    try:
        return thing.read_bytes()
    except pikepdf.PdfError:
        return thing.read_raw_bytes()
