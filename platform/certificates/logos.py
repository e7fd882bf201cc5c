"""Redraws an uploaded logo inside the sandboxed process: no Django here."""

import io
from typing import IO

from PIL import Image, ImageOps

from core.confined import Answer, Refusal
from core.metadata.png import strip_png

Image.MAX_IMAGE_PIXELS = None  # ours is checked below, before a pixel is unpacked


def draw_logo(file: IO[bytes], *, most_pixels: int, size: tuple[int, int]) -> Answer:
    """The picture as a PNG no larger than `size`: nothing else that was in the file remains. Refuses `kind` and
    `damaged`."""
    try:
        picture: Image.Image = Image.open(file, formats=("PNG", "JPEG"))
    except (OSError, SyntaxError, ValueError) as error:
        raise Refusal("kind") from error
    if picture.width * picture.height > most_pixels:
        raise Refusal("kind")
    try:
        picture = ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Refusal("damaged") from error
    picture.thumbnail((size[0], size[1]))
    drawn = io.BytesIO()
    picture.save(drawn, "PNG", optimize=True)
    return Answer(None, [strip_png(drawn.getvalue())])  # its colour profile names who made camera or screen
