"""Sound and film freed of what they tell about who made them."""

import struct

import pytest

from core.metadata.mp3 import _frame
from core.metadata.mp4 import _boxes, _samples
from core.metadata.stripping import strip
from tests.support.metadata import suffix_of
from tests.support.traces import sample, traces


@pytest.mark.parametrize("name", ["sample.m4a", "sample.mp4", "sample.ogg", "sample.opus", "sample.webm"])
def test_a_recording_keeps_its_length_so_that_every_place_in_it_stays_right(name):
    data = sample(name)
    bare = strip(data, suffix_of(name)).data
    assert (len(bare), bare != data) == (len(data), True)


def media_data(data):
    place = data.index(b"mdat") - 4
    return data[place : place + int.from_bytes(data[place : place + 4], "big")]


def test_the_pictures_and_sounds_of_a_film_are_the_same_bytes():
    assert media_data(strip(sample("sample.mp4"), "mp4").data) == media_data(sample("sample.mp4"))


def test_a_track_of_positions_goes_with_its_samples():
    """As action cameras write it: here the sound is said to be one."""
    data = sample("sample.mp4").replace(b"\0\0\0\0soun", b"\0\0\0\0meta")
    moov = next(box for box in _boxes(data, 0, len(data)) if box.kind == b"moov")
    tracks = [box for box in _boxes(data, moov.inner, moov.end) if box.kind == b"trak"]
    positions = {place for start, size in _samples(data, tracks[1]) for place in range(start, start + size)}
    bare = strip(data, "mp4").data
    start, end = data.index(b"mdat") + 4, data.index(b"mdat") - 4 + len(media_data(data))
    assert (data.count(b"trak"), bare.count(b"trak"), len(positions) > 1000) == (2, 1, True)
    assert all(bare[place] == (0 if place in positions else data[place]) for place in range(start, end))


def test_a_sounds_frames_are_kept_and_nothing_between_them():
    data = sample("sample.mp3")
    tags = b"TAG" + b"Auteure".ljust(125, b"\0")
    ape = b"APETAGEX" + b"\0" * 24 + b"Artist\0Auteure" + b"APETAGEX" + b"\0" * 24
    bare = strip(data + ape + tags, "mp3").data
    assert bare == strip(data, "mp3").data
    place = 0
    while place < len(bare):
        assert _frame(bare, place)
        place += _frame(bare, place)


def ogg_crc(page):
    crc = 0
    for byte in page[:22] + bytes(4) + page[26:]:
        crc ^= byte << 24
        for _bit in range(8):
            crc = (crc << 1 ^ 0x04C11DB7) & 0xFFFFFFFF if crc & 0x80000000 else crc << 1
    return crc


@pytest.mark.parametrize("name", ["sample.ogg", "sample.opus"])
def test_each_page_of_an_ogg_has_its_checksum(name):
    bare = strip(sample(name), suffix_of(name)).data
    place = count = 0
    while place < len(bare):
        end = place + 27 + bare[place + 26] + sum(bare[place + 27 : place + 27 + bare[place + 26]])
        assert ogg_crc(bare[place:end]) == struct.unpack_from("<I", bare, place + 22)[0]
        place, count = end, count + 1
    assert count > 2


def test_a_film_written_while_it_was_recorded_is_read():
    """Segment and clusters of unknown length, as browsers record."""
    data = sample("sample.webm")
    place = data.index(b"\x18\x53\x80\x67") + 4
    width = 9 - data[place].bit_length()
    unknown = bytes([(1 << 8 - width) | ((1 << 8 - width) - 1)]) + b"\xff" * (width - 1)
    live = data[:place] + unknown + data[place + width :]
    cluster = live.index(b"\x1f\x43\xb6\x75") + 4
    width = 9 - live[cluster].bit_length()
    unknown = bytes([(1 << 8 - width) | ((1 << 8 - width) - 1)]) + b"\xff" * (width - 1)
    live = live[:cluster] + unknown + live[cluster + width :]
    bare = strip(live, "webm").data
    assert (traces(live) != set(), traces(bare), len(bare)) == (True, set(), len(live))
