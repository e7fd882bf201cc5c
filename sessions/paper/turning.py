"""Turns the picture of a sheet upright: by its code if one was read, then by the lines of its table. No Django here."""

import math
from itertools import pairwise
from typing import Any

from PIL import Image, ImageOps

WHITE = (255, 255, 255)
SMALL = 500  # pixels of the longest side of the picture that lines are looked for in
SLIGHT = 0.3  # degrees that nobody sees
ASKEW, NEAR = 12.0, 3.0  # degrees to look at on both sides: without a code, and around what the code says
COARSE, FINE = 1.0, 0.2  # degrees from one try to the next
CLEARLY = 1.5  # how much more the rows must differ before a picture without a code is turned: it may be of no sheet


def angle_of(corners: Any) -> float:
    """By how many degrees a code is turned clockwise, from its corners (zxingcpp's `position`), -180 to 180."""
    across = _sum(corners.top_left, corners.top_right, corners.bottom_left, corners.bottom_right)
    return math.degrees(math.atan2(across[1], across[0]))


def upright(image: Image.Image, angle: float | None) -> Image.Image:
    """The picture as one reads it. `angle`: of its code, clockwise; without one an upside-down page stays so."""
    if angle is not None and (quarters := round(angle / 90) % 4):
        turns = {1: Image.Transpose.ROTATE_90, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_270}
        image = image.transpose(turns[quarters])
    skew = _skew(image, None if angle is None else angle - 90 * round(angle / 90))
    if abs(skew) <= SLIGHT:
        return image
    return image.rotate(skew, Image.Resampling.BICUBIC, expand=True, fillcolor=WHITE)


def _sum(*points: Any) -> tuple[float, float]:
    top_left, top_right, bottom_left, bottom_right = points
    return (
        top_right.x - top_left.x + bottom_right.x - bottom_left.x,
        top_right.y - top_left.y + bottom_right.y - bottom_left.y,
    )


def _skew(image: Image.Image, by_code: float | None) -> float:
    """The angle, clockwise, at which the rows of the picture differ most: its lines then lie along them. Looked for
    around what the code says."""
    small = ImageOps.grayscale(image)
    small.thumbnail((SMALL, SMALL))
    small = ImageOps.autocontrast(small)
    around, width = (0.0, ASKEW) if by_code is None else (by_code, NEAR)
    best = _best(small, _steps(around, width, COARSE))
    best = _best(small, _steps(best, COARSE, FINE))
    is_clear = by_code is not None or _contrast(small, best) > CLEARLY * _contrast(small, 0)
    return best if is_clear else 0.0


def _steps(middle: float, width: float, step: float) -> list[float]:
    number = round(width / step)
    return [middle + step * index for index in range(-number, number + 1)]


def _best(small: Image.Image, angles: list[float]) -> float:
    """Of equals the one nearest to the middle."""
    middle = angles[len(angles) // 2]
    return max(angles, key=lambda angle: (_contrast(small, angle), -abs(angle - middle)))


def _contrast(small: Image.Image, angle: float) -> int:
    """How much each row differs from the next, of the middle that a turn leaves whole."""
    turned = small.rotate(angle, Image.Resampling.BILINEAR)
    side, height = turned.width // 6, turned.height // 6
    middle = turned.crop((side, height, turned.width - side, turned.height - height))
    rows = list(middle.resize((1, middle.height), Image.Resampling.BOX).getdata())
    return sum((one - other) ** 2 for one, other in pairwise(rows))
