"""MP3 (ISO/IEC 11172-3, 13818-3): the frames stay bit by bit; ID3 and APE tags, lyrics and whatever is no frame go."""

from core.metadata.errors import UnreadableError

_V1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_V2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}  # by the version's bits
_LEAST_FRAMES = 2


def strip_mp3(data: bytes) -> bytes:
    """The sound's frames, one after the other."""
    kept: list[bytes] = []
    place, size = _after_id3(data, 0), len(data)
    start = place
    count = 0
    while place < size:
        length = _frame(data, place)
        if length and (place + length == size or _frame(data, place + length) or _is_tag(data, place + length)):
            place += length
            count += 1
            continue
        kept.append(data[start:place])
        place = start = _next_frame(data, _after_id3(data, place + (not _is_tag(data, place))))
    kept.append(data[start:place])
    if count < _LEAST_FRAMES:
        raise UnreadableError
    return b"".join(kept)


def _after_id3(data: bytes, place: int) -> int:
    while data[place : place + 3] == b"ID3" and place + 10 <= len(data):
        sizes = data[place + 6 : place + 10]
        if any(part > 0x7F for part in sizes):
            return place + 3
        length = 10
        for position, part in enumerate(sizes):
            length += part << (7 * (3 - position))
        place += length + (10 if data[place + 5] & 0x10 else 0)
    return min(place, len(data))


def _is_tag(data: bytes, place: int) -> bool:
    return data[place : place + 3] in (b"ID3", b"TAG") or data[place : place + 8] in (b"APETAGEX", b"LYRICSBE")


def _next_frame(data: bytes, place: int) -> int:
    """Where two frames follow one another, or the last one stands."""
    while (place := data.find(b"\xff", place)) >= 0:
        length = _frame(data, place)
        if length and (place + length == len(data) or _frame(data, place + length)):
            return place
        place += 1
    return len(data)


def _frame(data: bytes, place: int) -> int:
    """Bytes of the whole frame that begins here; 0 where none does."""
    if place + 4 > len(data) or data[place] != 0xFF or data[place + 1] & 0xE6 != 0xE2:  # layer III
        return 0
    version, rate = data[place + 1] >> 3 & 3, data[place + 2] >> 2 & 3
    bits = data[place + 2] >> 4
    if version == 1 or rate == 3 or bits in (0, 15):
        return 0
    kilobits, samples = (_V1[bits], 144) if version == 3 else (_V2[bits], 72)
    length = samples * kilobits * 1000 // _RATES[version][rate] + (data[place + 2] >> 1 & 1)
    return length if place + length <= len(data) else 0
