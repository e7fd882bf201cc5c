"""Ogg (RFC 3533): the comments of Vorbis, Opus, Theora, Speex and FLAC streams emptied where they stand."""

import struct
import zlib
from dataclasses import dataclass, field

from core.metadata.errors import UnreadableError

_HEAD = 27
_MIRRORED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
# First packet of a stream -> what its packet of comments begins with.
_CODECS = {
    b"\x01vorbis": b"\x03vorbis", b"OpusHead": b"OpusTags", b"\x80theora": b"\x81theora", b"Speex   ": b"",
    b"\x7fFLAC": b"",
}  # fmt: skip


@dataclass
class _Stream:
    codec: bytes
    packet: list[tuple[int, int]] = field(default_factory=list)  # pieces of the packet that is being read
    pages: list[int] = field(default_factory=list)
    is_done: bool = False


def strip_ogg(data: bytes) -> bytes:
    """The streams with empty comments, no byte longer or shorter."""
    bare = bytearray(data)
    streams: dict[bytes, _Stream] = {}
    touched: set[int] = set()
    sizes: dict[int, int] = {}
    place = 0
    while place < len(data):
        segments, start, end = _page(data, place)
        sizes[place] = end - place
        serial = data[place + 14 : place + 18]
        if data[place + 5] & 2:
            streams[serial] = _Stream(_codec(data[start:end]))
        elif serial not in streams:
            raise UnreadableError
        elif not streams[serial].is_done:
            _read(bare, streams[serial], place, segments, start, touched)
        place = end
    if not streams:
        raise UnreadableError
    for place in touched:
        _seal(bare, place, sizes[place])
    return bytes(bare)


def _page(data: bytes, place: int) -> tuple[bytes, int, int]:
    """The lengths of a page's segments, where its content begins and ends."""
    if data[place : place + 4] != b"OggS" or place + _HEAD > len(data):
        raise UnreadableError
    start = place + _HEAD + data[place + 26]
    segments = data[place + _HEAD : start]
    end = start + sum(segments)
    if end > len(data):
        raise UnreadableError
    return segments, start, end


def _codec(packet: bytes) -> bytes:
    return next((magic for magic in _CODECS if packet.startswith(magic)), b"")


def _read(bare: bytearray, stream: _Stream, place: int, segments: bytes, start: int, touched: set[int]) -> None:
    """Put the pieces of packets together until the comments are whole, then empty them."""
    stream.pages.append(place)
    for size in segments:
        stream.packet.append((start, start + size))
        start += size
        if size < 255 and not stream.is_done:
            pages = list(stream.pages)
            if _empty(bare, stream):
                touched.update(pages)
            stream.packet, stream.pages = [], [place]


def _empty(bare: bytearray, stream: _Stream) -> bool:
    """Whether the packet was one of comments; after the last one the stream is left alone."""
    packet = b"".join(bytes(bare[start:end]) for start, end in stream.packet)
    flac = stream.codec == b"\x7fFLAC"
    stream.is_done = not flac or packet[:1] == b"\xff" or bool(packet[:1] and packet[0] & 0x80)
    if not stream.codec or (flac and packet[:1] == b"\xff"):
        return False
    if flac:
        emptied = _flac_block(packet)
    else:
        magic = _CODECS[stream.codec]
        if not packet.startswith(magic):
            raise UnreadableError
        ending = b"\x01" if stream.codec == b"\x01vorbis" else b""
        emptied = magic + bytes(8) + ending  # no name of a program, no comment
    if len(emptied) > len(packet):
        raise UnreadableError
    emptied += bytes(len(packet) - len(emptied))
    for start, end in stream.packet:
        bare[start:end], emptied = emptied[: end - start], emptied[end - start :]
    return True


def _flac_block(packet: bytes) -> bytes:
    kind = packet[0] & 0x7F
    if kind == 4:
        return packet[:4] + bytes(8)
    return packet[:4] if kind in (1, 2, 6) else packet  # padding, of programs, pictures


def _seal(bare: bytearray, place: int, size: int) -> None:
    """The page's checksum: the polynomial of zlib's, with bits mirrored and other edges."""
    bare[place + 22 : place + 26] = bytes(4)
    mirrored = zlib.crc32(bytes(bare[place : place + size]).translate(_MIRRORED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    checksum = int(f"{mirrored:032b}"[::-1], 2)
    bare[place + 22 : place + 26] = struct.pack("<I", checksum)
