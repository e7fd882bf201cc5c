"""WebM and Matroska (RFC 8794, RFC 9559): tags, titles, dates and attachments become Void elements of the same size, so
that every place that is named elsewhere in the file stays right."""

from collections.abc import Iterator

from core.metadata.errors import UnreadableError

_SEGMENT, _CLUSTER, _INFO, _TRACKS, _TRACK = 0x18538067, 0x1F43B675, 0x1549A966, 0x1654AE6B, 0xAE
_VOID, _CRC = 0xEC, 0xBF
_TAGS, _ATTACHMENTS, _CHAPTERS, _CUES, _SEEK = 0x1254C367, 0x1941A469, 0x1043A770, 0x1C53BB6B, 0x114D9B74
_TOP = {_CLUSTER, _INFO, _TRACKS, _TAGS, _ATTACHMENTS, _CHAPTERS, _CUES, _SEEK}
_GONE_OF_INFO = {0x7BA9, 0x4461, 0x7384, 0x3C83AB, 0x3E83BB, _CRC}  # title, date, names of files
_APPS = {0x4D80, 0x5741}  # what wrote it: must be there, may be empty
_NAME = 0x536E


def strip_webm(data: bytes) -> bytes:
    """The film or sound without what is told about it, no byte longer or shorter."""
    bare = bytearray(data)
    place = found = 0
    while place < len(data):
        name, start, end = _element(data, place, len(data))
        if name == _SEGMENT:
            found += 1
            _segment(bare, data, start, end)
        elif name == _VOID:
            bare[start:end] = bytes(end - start)
        elif name != 0x1A45DFA3:
            raise UnreadableError
        place = end
    if not found:
        raise UnreadableError
    return bytes(bare)


def _segment(bare: bytearray, data: bytes, start: int, stop: int) -> None:
    for name, place, inner, end in _children(data, start, stop):
        if name in (_TAGS, _ATTACHMENTS, _CRC):
            _void(bare, place, end)
        elif name == _VOID:
            bare[inner:end] = bytes(end - inner)
        elif name == _INFO:
            _info(bare, data, inner, end)
        elif name == _TRACKS:
            _tracks(bare, data, inner, end)


def _info(bare: bytearray, data: bytes, start: int, stop: int) -> None:
    for name, place, inner, end in _children(data, start, stop):
        if name in _GONE_OF_INFO:
            _void(bare, place, end)
        elif name in _APPS or name == _VOID:
            bare[inner:end] = bytes(end - inner)


def _tracks(bare: bytearray, data: bytes, start: int, stop: int) -> None:
    for name, place, inner, end in _children(data, start, stop):
        if name in (_CRC, _NAME):
            _void(bare, place, end)
        elif name == _VOID:
            bare[inner:end] = bytes(end - inner)
        elif name == _TRACK:
            _tracks(bare, data, inner, end)


def _children(data: bytes, start: int, stop: int) -> Iterator[tuple[int, int, int, int]]:
    """Name, place, beginning and end of content of each element."""
    place = start
    while place < stop:
        name, inner, end = _element(data, place, stop)
        yield name, place, inner, end
        place = end


def _element(data: bytes, place: int, stop: int) -> tuple[int, int, int]:
    name, after = _number(data, place, marked=True)
    size, inner = _number(data, after, marked=False)
    unknown = (1 << 7 * (inner - after)) - 1
    if size == unknown:
        if name == _SEGMENT:
            return name, inner, stop
        if name == _CLUSTER:
            return name, inner, _end_of_cluster(data, inner, stop)
        raise UnreadableError
    if inner + size > stop:
        raise UnreadableError
    return name, inner, inner + size


def _end_of_cluster(data: bytes, place: int, stop: int) -> int:
    """A cluster that was written while it was recorded ends where the next part begins."""
    while place < stop:
        name, _after = _number(data, place, marked=True)
        if name in _TOP:
            return place
        _name, _inner, place = _element(data, place, stop)
    return place


def _number(data: bytes, place: int, *, marked: bool) -> tuple[int, int]:
    """A number of variable length, with its mark (a name) or without (a size), and where it ends."""
    if place >= len(data) or not data[place]:
        raise UnreadableError
    length = 9 - data[place].bit_length()
    if place + length > len(data) or (marked and length > 4):
        raise UnreadableError
    value = int.from_bytes(data[place : place + length], "big")
    return (value if marked else value & ((1 << 7 * length) - 1)), place + length


def _void(bare: bytearray, place: int, end: int) -> None:
    """An element that says nothing, of this size."""
    room = end - place - 2
    width = 1 if room < 0x7F else 8
    size = end - place - 1 - width
    bare[place:end] = bytes([_VOID]) + (size | 1 << 7 * width).to_bytes(width, "big") + bytes(size)
