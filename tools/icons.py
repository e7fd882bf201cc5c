"""Icons for a phone's first screen as PNG: `python tools/icons.py`. A star, nothing that tells what it is.

`maskable`: the star within the middle four fifths, since phones cut corners off; `apple`: without transparency.
"""

import sys
from pathlib import Path

from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "platform")]

from core.zellige import Point, ring  # noqa: E402  needs the path above

TARGET = ROOT / "platform" / "static" / "img"
INK, SAND, SAFFRON = "#123a3c", "#faf6ee", "#f2a94e"
FINER = 4  # drawn so much larger, then made smaller: edges are smooth
ICONS = {
    "icon-192": (192, 0.42),
    "icon-512": (512, 0.42),
    "icon-maskable-512": (512, 0.34),
    "icon-apple-180": (180, 0.4),
}


def draw(size: int, share: float) -> Image.Image:
    """A square of this side; `share`: the star's radius of the side."""
    side = size * FINER
    picture = Image.new("RGB", (side, side), INK)
    pen = ImageDraw.Draw(picture)

    def star(radius: float, **style: object) -> None:
        points: list[Point] = ring(side / 2, side / 2, radius)
        pen.polygon(points, **style)  # type: ignore[arg-type]

    star(share * side, fill=SAND)
    star(share * side * 0.88, fill=INK)
    star(share * side * 0.38, fill=SAFFRON)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def main() -> None:
    for name, (size, share) in ICONS.items():
        draw(size, share).save(TARGET / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
