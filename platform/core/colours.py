"""Colours of readers' pages: their contrast (WCAG 2.2), and the nearest shade that is legible on our grounds."""

import re
from itertools import count

HEX = re.compile(r"#[0-9a-f]{6}")
LIGHT = ("#ffffff", "#faf6ee")  # cards and pages of wasl.css: --card, --page
DARK = ("#0f1c1d", "#162728")
LEGIBLE = 4.5  # of text of ordinary size, WCAG 1.4.3
STEP = 0.02


def contrast(one: str, other: str) -> float:
    """The ratio of two colours written #rrggbb, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def least_contrast(colour: str, grounds: tuple[str, ...]) -> float:
    """That on the ground where it is least."""
    return min(contrast(colour, ground) for ground in grounds)


def legible(colour: str, grounds: tuple[str, ...]) -> str:
    """The colour, or its nearest shade towards black or white that has enough contrast on every ground."""
    towards = "#ffffff" if _luminance(grounds[0]) < 0.5 else "#000000"
    shades = (_mixed(colour, towards, step * STEP) for step in count())
    return next(shade for shade in shades if least_contrast(shade, grounds) >= LEGIBLE)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def _mixed(colour: str, towards: str, share: float) -> str:
    share = min(share, 1.0)
    mixed = (
        round(own + (other - own) * share) for own, other in zip(_channels(colour), _channels(towards), strict=True)
    )
    return "#" + "".join(f"{channel:02x}" for channel in mixed)
