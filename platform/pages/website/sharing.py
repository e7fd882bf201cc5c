"""The picture of a site where its address is shared: the same tiling as on its pages, drawn in pixels."""

import hashlib
import json
import subprocess
import sys
from math import pi
from typing import Any

from core.colours import LIGHT, legible
from core.zellige import ring
from pages.website import pixels

SIZE = (1200, 630)  # pixels, as the Open Graph protocol's readers like it
CELL, SCALE = 210, 2  # pixels of a star's cell; drawn larger and made smaller, for smooth edges
INK, SAND, LINE = "#123a3c", "#faf6ee", "#f2a94e"


PATIENCE = 30  # seconds, on a slow machine


def draw_card(seed: str, accent: str = "") -> bytes:
    """A PNG of the tiling of this seed on ink; every second star in the tenant's accent.

    It is drawn in a process of its own, which gives its memory back.
    """
    digest = hashlib.sha256(seed.encode()).digest()
    tones = (SAND, legible(accent, LIGHT) if accent else "#2c5a5c")
    width, height = (side * SCALE for side in SIZE)
    cell, turn = CELL * SCALE, pi / 8 * (digest[5] % 2)
    polygons: list[dict[str, Any]] = []
    for column in range(-1, width // cell + 2):
        for row in range(-1, height // cell + 2):
            x, y = (column + 0.5) * cell, (row + 0.5) * cell
            tone = tones[(column + row * (1 + digest[1] % 2)) % 2]
            jewel = ring(x, y, cell / 2 * 0.42, turn=turn)
            cross = ring(x + cell / 2, y + cell / 2, cell / 2 * 0.28)
            polygons.append({"points": ring(x, y, cell / 2), "fill": tone})
            polygons.append({"points": jewel, "outline": INK if tone == SAND else LINE, "width": 5 * SCALE})
            polygons.append({"points": cross, "outline": LINE, "width": 4 * SCALE})
    order = {"drawn": (width, height), "size": SIZE, "ground": INK, "polygons": polygons}
    command = [sys.executable, "-I", pixels.__file__]
    done = subprocess.run(command, input=json.dumps(order).encode(), capture_output=True, check=True, timeout=PATIENCE)
    return done.stdout
