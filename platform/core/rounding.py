"""Rounds exact fractions: figures are fractions until they are printed (interfaces.md: percents half up, negatives away
from zero)."""

import math
from fractions import Fraction

Exact = Fraction | int


def round_half_away(value: Exact, places: int = 0) -> float:
    """`value` to `places` decimals; halves away from zero."""
    scaled = Fraction(value) * 10**places
    whole = math.floor(abs(scaled) + Fraction(1, 2))
    return (whole if scaled >= 0 else -whole) / 10**places


def hours(minutes: Exact) -> float:
    """Decimal hours to two places."""
    return round_half_away(Fraction(minutes) / 60, 2)


def percent(part: int, whole: int) -> int | None:
    """Whole percent, half up; None of nothing."""
    return int(round_half_away(Fraction(100 * part, whole))) if whole else None


def percent_done(part: int, whole: int) -> int:
    """Whole percent, rounded down, since 100 says that nothing is missing: 199 of 200 are 99. 0 of nothing."""
    return 100 * part // whole if whole else 0
