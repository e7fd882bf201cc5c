"""Chooses how a file is stripped: by what it holds, not by its name."""

from collections.abc import Callable
from dataclasses import dataclass

from core.metadata.errors import UnreadableError
from core.metadata.matroska import strip_webm
from core.metadata.mp3 import strip_mp3
from core.metadata.mp4 import strip_mp4
from core.metadata.office import is_office, strip_office
from core.metadata.ogg import strip_ogg
from core.metadata.pdf import strip_pdf
from core.metadata.pictures import strip_picture

PICTURES = {"avif", "bmp", "gif", "heic", "heif", "jfif", "jpeg", "jpg", "png", "tif", "tiff", "webp"}
_KINDS: dict[str, tuple[Callable[[bytes], bytes], set[str]]] = {
    "pdf": (strip_pdf, {"pdf"}),
    "office": (lambda data: strip_office(data, _strip_inside), {"docx", "odt", "xlsx", "ods", "pptx", "odp"}),
    "mp3": (strip_mp3, {"mp3"}),
    "mp4": (strip_mp4, {"m4a", "mp4", "m4v", "mov"}),
    "ogg": (strip_ogg, {"ogg", "oga", "ogv", "opus"}),
    "webm": (strip_webm, {"webm", "mkv"}),
}
KNOWN = PICTURES.union(*(suffixes for _strip, suffixes in _KINDS.values()))
_STILLS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")


@dataclass(frozen=True)
class Stripped:
    """What is kept of a file; `suffix`: what its name ends in now, without the dot: a picture's kind may change."""

    data: bytes
    suffix: str


def strip(data: bytes, suffix: str) -> Stripped:
    """The file without position, maker, author, dates and tags; title, language and the mark of accessibility stay.

    `suffix`: what its name ends in, without the dot, in any case. What is of no known kind, such as plain text, is
    given back. Raises UnreadableError for what is called, or looks like, a known kind and cannot be read.
    """
    suffix = suffix.lower()
    kind = _kind(data, suffix)
    if kind == "picture":
        bare, format_suffix = strip_picture(data)
        same = suffix == format_suffix or (format_suffix == "jpg" and suffix in ("jpeg", "jfif"))
        return Stripped(bare, suffix if same else format_suffix)
    if kind is None:
        if suffix in KNOWN:
            raise UnreadableError
        return Stripped(data, suffix)
    try:
        return Stripped(_KINDS[kind][0](data), suffix)
    except UnreadableError:
        raise
    except (ValueError, IndexError, OverflowError, RecursionError, MemoryError) as error:
        raise UnreadableError from error


def _strip_inside(data: bytes, suffix: str) -> bytes:
    return strip(data, suffix).data


def _kind(data: bytes, suffix: str) -> str | None:
    head = data[:16]
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*")) or suffix == "bmp":
        return "picture"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "picture"
    if head[4:8] == b"ftyp":
        return "picture" if head[8:12] in _STILLS else "mp4"
    signatures = {b"%PDF-": "pdf", b"OggS": "ogg", b"\x1a\x45\xdf\xa3": "webm", b"ID3": "mp3"}
    found = next((kind for signature, kind in signatures.items() if head.startswith(signature)), None)
    if found is None and suffix in _KINDS["mp3"][1]:
        return "mp3"
    if found is None and head.startswith(b"PK\x03\x04") and (suffix in _KINDS["office"][1] or is_office(data)):
        return "office"
    return found
