"""GIF 89a: pictures and how they follow one another; comments and what programs add go."""

from core.metadata.errors import UnreadableError

_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def strip_gif(data: bytes) -> bytes:
    """The picture or animation without comments, XMP and what follows its end."""
    if data[:6] not in (b"GIF87a", b"GIF89a") or len(data) < 13:
        raise UnreadableError
    place = 13 + _table(data[10])
    kept = [data[:place]]
    while True:
        mark = data[place : place + 1]
        if mark == b";":
            return b"".join([*kept, b";"])
        if mark == b"!":
            end = _after_blocks(data, place + 2)
            if data[place + 1] == 0xF9 or (data[place + 1] == 0xFF and data[place + 3 : place + 14] in _LOOPS):
                kept.append(data[place:end])
        elif mark == b"," and place + 10 < len(data):
            end = _after_blocks(data, place + 10 + _table(data[place + 9]) + 1)
            kept.append(data[place:end])
        else:
            raise UnreadableError
        place = end


def _table(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(data: bytes, place: int) -> int:
    while True:
        if place >= len(data):
            raise UnreadableError
        size = data[place]
        place += 1 + size
        if size == 0:
            return place
