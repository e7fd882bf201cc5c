"""Lays the regions of Morocco as tiles: no boundary set ships with a free licence, and tiles take no side.

North is above and west is left in every language: a map is not mirrored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.codes import region_name
from core.dates import number

PLACES = {
    "MA-01": (3, 0), "MA-04": (2, 1), "MA-03": (3, 1), "MA-02": (4, 1), "MA-06": (2, 2), "MA-05": (3, 2),
    "MA-07": (2, 3), "MA-08": (3, 3), "MA-09": (2, 4), "MA-10": (1, 5), "MA-11": (1, 6), "MA-12": (0, 7),
}  # fmt: skip
SIDE, GAP = 68, 4
STEPS = 4
LEGIBLE = 3  # from this shade on, the number stands in the page's colour


@dataclass(frozen=True)
class Tile:
    """One region: its place in pixels, its number (None where it is hidden) and how dark it is (0 to 4)."""

    x: int
    y: int
    short: str
    name: str
    value: int | None
    text: str  # said of it
    mark: str  # written in it: nothing at zero
    opacity: str
    is_dark: bool


def region_tiles(cells: dict[str, dict[str, Any]]) -> list[Tile]:
    """Attendances by region of Morocco as tiles; empty where there is none in Morocco."""
    return tiles_of({code: cell["ATT"] for code, cell in cells.items()})


def tiles_of(counts: Mapping[str, int | None]) -> list[Tile]:
    """What is counted by region as tiles; empty where there is nothing in Morocco."""
    values = {code: counts.get(code, 0) for code in PLACES}
    if not any(value != 0 for value in values.values()):
        return []
    most = max((value or 0 for value in values.values()), default=0) or 1
    tiles = []
    for code, (column, row) in PLACES.items():
        value = values[code]
        shade = -(-STEPS * (value or 0) // most)
        tiles.append(
            Tile(
                x=column * (SIDE + GAP), y=row * (SIDE + GAP), short=code.removeprefix("MA-"),
                name=str(region_name(code)), value=value,
                text=_("not shown") if value is None else number(value),
                mark="•" if value is None else number(value) if value else "",
                opacity=f"{shade / STEPS:g}", is_dark=shade >= LEGIBLE,
            )
        )  # fmt: skip
    return tiles
