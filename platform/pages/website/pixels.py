"""Run as a program: polygons as JSON on its input become a PNG on its output. It imports nothing of ours."""

import io
import json
import sys
from typing import Any

COLOURS = 32  # of a palette: lines and their soft edges


def draw(order: dict[str, Any]) -> bytes:
    """`drawn`: the size in pixels drawn at, `size`: of the picture; of each polygon its points and how it looks."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", tuple(order["drawn"]), order["ground"])
    pen = ImageDraw.Draw(picture)
    for polygon in order["polygons"]:
        pen.polygon([tuple(point) for point in polygon.pop("points")], **polygon)
    written = io.BytesIO()
    small = picture.resize(tuple(order["size"]), Image.Resampling.LANCZOS)
    small.quantize(COLOURS).save(written, "PNG", optimize=True)
    return written.getvalue()


if __name__ == "__main__":
    sys.stdout.buffer.write(draw(json.load(sys.stdin)))
