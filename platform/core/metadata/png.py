"""PNG (W3C Portable Network Graphics, third edition): the chunks a picture is drawn from, no others."""

import struct
import zlib

from core.metadata.colour import neutral_profile
from core.metadata.errors import UnreadableError

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_DRAWN = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI",
    b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
}  # fmt: skip
_LARGEST_PROFILE = 10_000_000


def strip_png(data: bytes) -> bytes:
    """The picture without texts, times, EXIF and what programs add; its colour profile made neutral."""
    if not data.startswith(SIGNATURE):
        raise UnreadableError
    kept = [SIGNATURE]
    place = len(SIGNATURE)
    while True:
        if place + 12 > len(data):
            raise UnreadableError
        size, name = struct.unpack_from(">I4s", data, place)
        end = place + 12 + size
        if end > len(data):
            raise UnreadableError
        if name in _DRAWN:
            kept.append(data[place:end])
        elif name == b"iCCP":
            kept.append(_profile_chunk(data[place + 8 : end - 4]))
        place = end
        if name == b"IEND":
            return b"".join(kept)


def _profile_chunk(content: bytes) -> bytes:
    _name, _nul, rest = content.partition(b"\0")
    try:
        unpacked = zlib.decompressobj().decompress(rest[1:], _LARGEST_PROFILE)
    except zlib.error:
        return b""
    profile = neutral_profile(unpacked)
    if not profile:
        return b""
    body = b"iCCP" + b"Colour\0\0" + zlib.compress(profile, 9)
    return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
