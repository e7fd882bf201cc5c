"""ICC profiles: what makes the colours stays bit by bit; device, maker, dates and names go (ICC.1:2022, section 7)."""

import struct

_HEADER = 128
_KEPT = {
    b"rXYZ", b"gXYZ", b"bXYZ", b"wtpt", b"bkpt", b"rTRC", b"gTRC", b"bTRC", b"kTRC", b"chad", b"cicp", b"chrm",
    b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2", b"gamt", b"lumi",
}  # fmt: skip
# The two texts that a profile must have.
_TEXTS = {
    2: (
        b"desc\0\0\0\0" + struct.pack(">I", 7) + b"Colour\0" + bytes(4 + 4 + 2 + 1 + 67),
        b"text\0\0\0\0" + b"None\0",
    ),
    4: tuple(
        b"mluc\0\0\0\0" + struct.pack(">II", 1, 12) + b"enUS" + struct.pack(">II", 2 * len(text), 28)
        + text.encode("utf-16-be")
        for text in ("Colour", "None")
    ),
}  # fmt: skip


def neutral_profile(profile: bytes) -> bytes:
    """The profile with its colours and nothing else; empty where it cannot be read, as browsers then ignore it too.

    Twice gives the same bytes.
    """
    if len(profile) < _HEADER + 4 or profile[36:40] != b"acsp":
        return b""
    (count,) = struct.unpack_from(">I", profile, _HEADER)
    if count > 100 or len(profile) < _HEADER + 4 + 12 * count:
        return b""
    tags: dict[bytes, bytes] = {}
    for place in range(_HEADER + 4, _HEADER + 4 + 12 * count, 12):
        name, offset, size = struct.unpack_from(">4sII", profile, place)
        if offset + size > len(profile):
            return b""
        if name in _KEPT:
            tags[name] = profile[offset : offset + size]
    tags[b"desc"], tags[b"cprt"] = _TEXTS[4 if profile[8] >= 4 else 2]
    return _written(_neutral_header(profile[:_HEADER]), tags)


def _neutral_header(header: bytes) -> bytearray:
    neutral = bytearray(header)
    for start, end in ((4, 8), (24, 36), (40, 44), (48, 56), (80, 128)):
        neutral[start:end] = bytes(end - start)  # tool, date, system, maker and model, creator and the profile's id
    return neutral


def _written(header: bytearray, tags: dict[bytes, bytes]) -> bytes:
    table, data = b"", b""
    start = _HEADER + 4 + 12 * len(tags)
    places: dict[bytes, int] = {}  # equal contents are shared, as curves mostly are
    for name in sorted(tags):
        content = tags[name]
        if content not in places:
            places[content] = start + len(data)
            data += content + bytes(-len(content) % 4)
        table += struct.pack(">4sII", name, places[content], len(content))
    header[0:4] = struct.pack(">I", start + len(data))
    return bytes(header) + struct.pack(">I", len(tags)) + table + data
