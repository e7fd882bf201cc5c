"""Strips JPEG, PNG, GIF and WebP without drawing them anew."""

from collections.abc import Callable

from core.metadata.gif import strip_gif
from core.metadata.jpeg import strip_jpeg
from core.metadata.png import strip_png
from core.metadata.webp import strip_webp

# Pillow's name of a format -> its stripper.
LOSSLESS: dict[str, Callable[[bytes], bytes]] = {
    "JPEG": strip_jpeg,
    "PNG": strip_png,
    "GIF": strip_gif,
    "WEBP": strip_webp,
}
_HEADS = {b"\xff\xd8\xff": "JPEG", b"\x89PNG": "PNG", b"GIF8": "GIF", b"RIFF": "WEBP"}


def strip_lossless(data: bytes) -> bytes:
    """The picture bare, whichever of these it is; anything else as it is. Raises UnreadableError."""
    name = next((name for head, name in _HEADS.items() if data.startswith(head)), None)
    return LOSSLESS[name](data) if name else data
