"""MP4 and M4A (ISO/IEC 14496-12, QuickTime): what is told about the film becomes free space of the same size, so that
every place that is named elsewhere in the file stays right. Times are set to none; tracks of positions go too."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from core.metadata.errors import UnreadableError

_TOP = {b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"mfra", b"sidx", b"ssix", b"pdin"}
_CONTAINERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf", b"mvex", b"edts", b"dinf"}
_GONE = {b"udta", b"meta", b"uuid", b"free", b"skip", b"wide", b"name", b"titl", b"auth", b"loci", b"cprt", b"ID32"}
_TIMES = (b"mvhd", b"tkhd", b"mdhd")
# Pictures, sound, words to read; what else a track may hold is where a camera was and how it was held.
_HANDLERS = {b"vide", b"soun", b"text", b"sbtl", b"subt", b"clcp", b"auxv"}


@dataclass(frozen=True)
class _Box:
    kind: bytes
    place: int
    inner: int
    end: int


def strip_mp4(data: bytes) -> bytes:
    """The film or sound without what is told about it, no byte longer or shorter."""
    bare = bytearray(data)
    kinds = set()
    for box in _boxes(data, 0, len(data), is_file=True):
        kinds.add(box.kind)
        if box.kind not in _TOP:
            _free(bare, box)
        elif box.kind in _CONTAINERS:
            _walk(bare, data, box)
    if not {b"ftyp", b"moov", b"mdat"} <= kinds:
        raise UnreadableError
    return bytes(bare)


def _boxes(data: bytes, place: int, stop: int, *, is_file: bool = False) -> Iterator[_Box]:
    while place < stop:
        if place + 8 > stop:
            if not is_file and not any(data[place:stop]):
                return  # QuickTime ends some lists with zeroes
            raise UnreadableError
        size, kind = struct.unpack_from(">I4s", data, place)
        inner = place + 8
        if size == 1 and place + 16 <= stop:
            (size,) = struct.unpack_from(">Q", data, inner)
            inner += 8
        elif size == 0:
            size = stop - place
        end = place + size
        if end > stop or end < inner:
            raise UnreadableError
        yield _Box(kind, place, inner, end)
        place = end


def _free(bare: bytearray, box: _Box) -> None:
    bare[box.place + 4 : box.place + 8] = b"free"
    bare[box.inner : box.end] = bytes(box.end - box.inner)


def _walk(bare: bytearray, data: bytes, parent: _Box, handler: bytes = b"") -> None:
    for box in _boxes(data, parent.inner, parent.end):
        if box.kind in _GONE:
            _free(bare, box)
        elif box.kind == b"trak":
            _track(bare, data, box)
        elif box.kind in _CONTAINERS:
            _walk(bare, data, box, handler)
        elif box.kind in _TIMES:
            _set_no_time(bare, box)
        elif box.kind == b"hdlr":
            bare[box.inner + 12 : box.end] = bytes(max(box.end - box.inner - 12, 0))  # maker and name
        elif box.kind == b"stsd" and handler == b"vide":
            _forget_encoder(bare, data, box)


def _track(bare: bytearray, data: bytes, box: _Box) -> None:
    handler = _handler(data, box)
    if handler in _HANDLERS:
        _walk(bare, data, box, handler)
        return
    for start, size in _samples(data, box):
        if start + size > len(data):
            raise UnreadableError
        bare[start : start + size] = bytes(size)
    _free(bare, box)


def _handler(data: bytes, track: _Box) -> bytes:
    found = _find(data, track, b"mdia", b"hdlr")
    return data[found.inner + 8 : found.inner + 12] if found else b""


def _find(data: bytes, box: _Box, *kinds: bytes) -> _Box | None:
    found: _Box | None = box
    for kind in kinds:
        if found is None:
            return None
        found = next((inner for inner in _boxes(data, found.inner, found.end) if inner.kind == kind), None)
    return found


def _samples(data: bytes, track: _Box) -> Iterator[tuple[int, int]]:
    """Where each chunk of a track's samples lies in the file, and how long it is."""
    table = _find(data, track, b"mdia", b"minf", b"stbl")
    chunks = table and (_find(data, table, b"stco") or _find(data, table, b"co64"))
    sizes, runs = table and _find(data, table, b"stsz"), table and _find(data, table, b"stsc")
    if not chunks or not sizes or not runs:
        return
    offsets = _table(data, chunks, ">Q" if chunks.kind == b"co64" else ">I")
    (fixed, count) = struct.unpack_from(">II", data, sizes.inner + 4)
    lengths = [] if fixed else [row[0] for row in struct.iter_unpack(">I", data[sizes.inner + 12 : sizes.end])]
    starts = _table(data, runs, ">III")
    sample = 0
    for number, (offset,) in enumerate(offsets, start=1):
        per_chunk = next((row[1] for row in reversed(starts) if row[0] <= number), 0)
        here = min(per_chunk, count - sample)
        yield offset, fixed * here if fixed else sum(lengths[sample : sample + here])
        sample += here


def _table(data: bytes, box: _Box, row: str) -> list[tuple[int, ...]]:
    (count,) = struct.unpack_from(">I", data, box.inner + 4)
    end = box.inner + 8 + count * struct.calcsize(row)
    if end > box.end:
        raise UnreadableError
    return list(struct.iter_unpack(row, data[box.inner + 8 : end]))


def _set_no_time(bare: bytearray, box: _Box) -> None:
    width = 16 if bare[box.inner] == 1 else 8  # made and changed
    bare[box.inner + 4 : box.inner + 4 + width] = bytes(width)


def _forget_encoder(bare: bytearray, data: bytes, box: _Box) -> None:
    """Who made the encoder and what it is called, in each description of a picture track."""
    for entry in _boxes(data, box.inner + 8, box.end):
        if entry.end - entry.inner >= 78:
            bare[entry.inner + 12 : entry.inner + 16] = bytes(4)
            bare[entry.inner + 42 : entry.inner + 74] = bytes(32)
