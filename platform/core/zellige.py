"""Tilings of the eight-pointed star as SVG, from a seed: each NGO its own pattern, each module its own tile.

Geometry: the octagram {8/2} of circumradius R has outer points at k·45° and inner ones between them at
R·cos 45° / cos 22.5°. Stars on a square lattice of side 2R touch tip to tip; what remains between four is a cross.
Colours are those of the page's style sheet (classes `z-…`), so that dark mode and a tenant's accent are followed.
"""

import hashlib
from functools import lru_cache
from math import cos, pi, sin

from django.utils.safestring import SafeString, mark_safe

INNER = cos(pi / 4) / cos(pi / 8)  # inner radius over outer radius
CELL, PETALS = 96, 8
TONES = ("z-a", "z-b")  # of a star, and of every second one
Point = tuple[float, float]


def ring(x: float, y: float, radius: float, *, turn: float = 0.0, inner: float = INNER) -> list[Point]:
    """Outer and inner points of a star by turns, beginning with an outer one."""
    step = pi / PETALS
    radii = (radius, radius * inner)
    return [
        (x + radii[k % 2] * cos(k * step + turn), y + radii[k % 2] * sin(k * step + turn)) for k in range(2 * PETALS)
    ]


def path(points: list[Point], *, closed: bool = True) -> str:
    """The path through these points, to one decimal."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}".replace(".0", "") for x, y in points) + ("Z" if closed else "")


def _strapwork(radius: float, reach: int) -> str:
    """Bands inside a star: lines from each inner point to the one `reach` further."""
    inner = ring(radius, radius, radius)[1::2]
    return "".join(path([inner[k], inner[(k + reach) % PETALS]], closed=False) for k in range(PETALS))


@lru_cache(maxsize=256)
def pattern(seed: str, place: str = "") -> SafeString:
    """A panel that fills its box with the tiling of this seed: at most 3 KB.

    The seed chooses the order of the tones over two by two cells, the bands, the crosses and where a jewel stands.
    `place` tells two of one seed on a page apart: their parts have names of their own.
    """
    digest = hashlib.sha256(seed.encode()).digest()
    name, radius = f"z{digest.hex()[:6]}{place}", CELL / 2
    reach, tones = (3, 2)[digest[0] % 2], digest[1] % 3
    jewel = radius * (0.2, 0.26)[digest[2] % 2]
    star = (
        f'<path d="{_strapwork(radius, reach)}"/>'
        f'<path d="{path(ring(radius, radius, radius * (0.42, 0.34)[digest[3] % 2], turn=pi / 8))}"/>'
    )
    cross = path(ring(0, 0, radius * (0.28, 0.36)[digest[4] % 2], turn=pi / 8 * (digest[5] % 2)))
    second = {0: ((1, 0), (0, 1)), 1: ((1, 1),), 2: ((0, 0), (1, 0))}[tones]
    cells = [(column, row) for row in range(2) for column in range(2)]
    stars = "".join(
        f'<use href="#{name}s" x="{x * CELL}" y="{y * CELL}" class="{TONES[(x, y) in second]}"/>'
        f'<use href="#{name}l" x="{x * CELL}" y="{y * CELL}" class="z-line"/>'
        for x, y in cells
    )
    jewels = "".join(
        f'<use href="#{name}j" x="{column * CELL}" y="{row * CELL}" class="z-jewel"/>'
        for column, row in cells
        if (column, row) not in second or digest[6] % 2
    )
    crosses = "".join(
        f'<use href="#{name}c" x="{x * CELL}" y="{y * CELL}" class="z-line"/>' for x in range(3) for y in range(3)
    )
    side = 2 * CELL
    return mark_safe(  # noqa: S308  numbers and our own words only
        f'<svg class="zellige" aria-hidden="true" focusable="false"><defs><g id="{name}s"><path d="'
        f'{path(ring(radius, radius, radius))}"/></g><g id="{name}l">{star}</g><g id="{name}j"><path d="'
        f'{path(ring(radius, radius, jewel))}"/></g><g id="{name}c"><path d="{cross}"/></g>'
        f'<pattern id="{name}" width="{side}" height="{side}" patternUnits="userSpaceOnUse">{stars}{jewels}{crosses}'
        f'</pattern></defs><rect width="100%" height="100%" class="z-ground"/>'
        f'<rect width="100%" height="100%" fill="url(#{name})"/></svg>'
    )


PAPER = {"z-full": "#123a3c", "z-empty": "#ffffff", "z-jewel": "#9c520c"}  # where no style sheet is


def tile_on_paper(seed: str) -> str:
    """A whole tile with its colours in it, for a document of its own."""
    drawn = str(tile(seed, PETALS, PETALS))
    for name, colour in PAPER.items():
        drawn = drawn.replace(f'class="{name}"', f'fill="{colour}"')
    return drawn.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg" stroke="#d9d2c3"', 1)


@lru_cache(maxsize=1024)
def tile(seed: str, done: int, total: int, size: int = 64) -> SafeString:
    """A module's tile of eight petals, which fill as its lessons are done; its jewel is set when all are.

    The seed chooses the heart of the star. Words beside it say the same: it carries no meaning alone.
    """
    digest = hashlib.sha256(seed.encode()).digest()
    centre, radius = size / 2, size / 2 - 2
    star = ring(centre, centre, radius, turn=-pi / 2)
    filled = PETALS * min(done, total) // total if total else 0
    petals = [path([(centre, centre), star[2 * k - 1], star[2 * k], star[2 * k + 1]]) for k in range(PETALS)]
    heart = ring(centre, centre, radius * (0.26, 0.3, 0.34)[digest[0] % 3], turn=pi / 8 * (digest[1] % 2))
    whole = "z-jewel" if total and done >= total else "z-empty"
    return mark_safe(  # noqa: S308  numbers and our own words only
        f'<svg class="zellij" viewBox="0 0 {size} {size}" width="{size}" height="{size}" aria-hidden="true" '
        f'focusable="false"><path class="z-full" d="{"".join(petals[:filled])}"/>'
        f'<path class="z-empty" d="{"".join(petals[filled:])}"/><path class="{whole}" d="{path(heart)}"/></svg>'
    )
