"""WebP (RFC 9649): the chunks a picture is drawn from, no others."""

import struct

from core.metadata.colour import neutral_profile
from core.metadata.errors import UnreadableError

_DRAWN = {b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF"}
_ICC, _EXIF, _XMP = 0x20, 0x08, 0x04  # flags of VP8X


def strip_webp(data: bytes) -> bytes:
    """The picture without EXIF and XMP; its colour profile made neutral."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise UnreadableError
    end = 8 + struct.unpack_from("<I", data, 4)[0]
    if end > len(data):
        raise UnreadableError
    kept: list[tuple[bytes, bytes]] = []
    place = 12
    while place + 8 <= end:
        name, size = struct.unpack_from("<4sI", data, place)
        content = data[place + 8 : place + 8 + size]
        if len(content) < size:
            raise UnreadableError
        if name == b"ICCP":
            content = neutral_profile(content)
        if name in _DRAWN or name == b"VP8X" or (name == b"ICCP" and content):
            kept.append((name, content))
        place += 8 + size + size % 2
    return _written(kept)


def _written(chunks: list[tuple[bytes, bytes]]) -> bytes:
    names = {name for name, _content in chunks}
    body = b"WEBP"
    for name, given in chunks:
        content = given
        if name == b"VP8X":
            flags = given[0] & ~(_EXIF | _XMP | (0 if b"ICCP" in names else _ICC))
            content = bytes([flags]) + given[1:]
        body += struct.pack("<4sI", name, len(content)) + content + bytes(len(content) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body
