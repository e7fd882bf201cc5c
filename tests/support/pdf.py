"""What stands in a PDF."""

import re
import zlib


def unpacked(pdf: bytes) -> bytes:
    """The document with its streams as they are before packing."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    plain = []
    for stream in streams:
        try:
            plain.append(zlib.decompress(stream))
        except zlib.error:  # not packed, or a picture
            continue
    return b"\n".join([pdf, *plain])


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type ?/Page\b", unpacked(pdf)))
