"""JPEG (ITU-T T.81): the segments a picture is drawn from stay bit by bit, all others go, and what follows its end."""

import struct

from core.metadata.colour import neutral_profile
from core.metadata.errors import UnreadableError

_ICC = b"ICC_PROFILE\0"
_ICC_ROOM = 65_519
_STANDALONE = {0x01, *range(0xD0, 0xD8)}
# Frames, tables, restart intervals, scans; APPn (0xE0-0xEF) and comments (0xFE) are looked at one by one.
_DRAWN = {*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF}
_SOS, _EOI = 0xDA, 0xD9


def strip_jpeg(data: bytes, *, orientation: int = 1) -> bytes:
    """The picture without EXIF, XMP, IPTC, comments, thumbnails, second pictures and films behind it.

    `orientation`: with one other than 1, an EXIF block that says this and nothing else, for pictures that others turn.
    """
    if data[:2] != b"\xff\xd8":
        raise UnreadableError
    kept: list[bytes] = []
    profile: dict[int, bytes] = {}
    jfif = b""
    place = 2
    while True:
        marker, place = _next_marker(data, place)
        if marker == _EOI:
            break
        if marker in _STANDALONE:
            continue
        segment, end = _segment(data, place)
        if marker == 0xE0 and segment[:5] == b"JFIF\0" and not jfif:
            jfif = _marked(0xE0, segment[:12] + b"\0\0")  # its density, not its thumbnail
        elif marker == 0xE2 and segment.startswith(_ICC):
            profile[segment[12]] = segment[14:]
        elif marker in _DRAWN or (marker == 0xEE and segment[:5] == b"Adobe"):
            kept.append(_marked(marker, segment))
        if marker == _SOS:
            place, end = end, _end_of_scan(data, end)
            kept.append(data[place:end])
        place = end
    head = [b"\xff\xd8", jfif, _exif(orientation), *_profile_segments(profile)]
    return b"".join([*head, *kept, b"\xff\xd9"])


def _next_marker(data: bytes, place: int) -> tuple[int, int]:
    """The marker that begins here and where its content begins; fill bytes may stand before it."""
    if data[place : place + 1] != b"\xff":
        raise UnreadableError
    while data[place : place + 1] == b"\xff":
        place += 1
    if place >= len(data):
        raise UnreadableError
    return data[place], place + 1


def _segment(data: bytes, place: int) -> tuple[bytes, int]:
    if place + 2 > len(data):
        raise UnreadableError
    (size,) = struct.unpack_from(">H", data, place)
    if size < 2 or place + size > len(data):
        raise UnreadableError
    return data[place + 2 : place + size], place + size


def _end_of_scan(data: bytes, place: int) -> int:
    """Where the next marker stands after coded data; 0xFF00 and restart markers belong to the data."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            raise UnreadableError
        following = data[place + 1]
        if following != 0 and not 0xD0 <= following <= 0xD7:
            return place
        place += 2


def _marked(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def _profile_segments(parts: dict[int, bytes]) -> list[bytes]:
    profile = neutral_profile(b"".join(parts[number] for number in sorted(parts)))
    blocks = [profile[start : start + _ICC_ROOM] for start in range(0, len(profile), _ICC_ROOM)]
    return [
        _marked(0xE2, _ICC + bytes([number, len(blocks)]) + block) for number, block in enumerate(blocks, start=1)
    ]  # fmt: skip


def _exif(orientation: int) -> bytes:
    if orientation == 1:
        return b""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    return _marked(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\x01" + entry + bytes(4))
