"""Reads an age, a band of ages or a date of birth as one of our bands. The date itself is kept nowhere."""

import datetime
import re

from core.codes import AgeBand
from core.text import ascii_digits
from people.imports.words import key

BANDS = ((0, 24, AgeBand.UNDER_25), (25, 34, AgeBand.FROM_25), (35, 49, AgeBand.FROM_35), (50, 120, AgeBand.FROM_50))
YOUNGEST, OLDEST = 10, 105

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WRITTEN = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")
_NUMBERS = re.compile(r"\d+")


def band_of(age: float) -> str:
    """The band of an age in years."""
    return next(band.value for low, high, band in BANDS if low <= age < high + 1)


def date_in(text: str) -> datetime.date | None:
    """A date of birth as lists write it, the day before the month; None where there is none."""
    found = ascii_digits(text).strip()[:10]
    try:
        if match := _ISO.fullmatch(found):
            return datetime.date(*map(int, match.groups()))
        if match := _WRITTEN.fullmatch(found):
            day, month, year = map(int, match.groups())
            return datetime.date(year, month, day) if month <= 12 else datetime.date(year, day, month)
    except ValueError:
        return None
    return None


def without_birth_date(text: str, today: datetime.date) -> str:
    """A date of birth as its band, everything else as it stands: what a draft may keep."""
    born = date_in(text)
    age = (today - born).days / 365.2425 if born else -1
    return band_of(age) if YOUNGEST <= age <= OLDEST else text


def read_age(text: str, today: datetime.date) -> tuple[str | None, bool]:
    """The band and whether that is sure. `42`, `35-49 ans`, `moins de 25 ans`, `1985`, `12/03/1985`; a band that
    lies in
    two of ours is doubtful and goes by its middle."""
    plain = without_birth_date(text, today)
    if plain in AgeBand.values:
        return plain, True
    numbers = [int(found) for found in _NUMBERS.findall(ascii_digits(plain))][:3]
    if len(numbers) == 1 and 1900 < numbers[0] <= today.year:  # a year of birth: the day may not have come
        ages = (today.year - numbers[0] - 1, today.year - numbers[0])
        return _between(*ages) if YOUNGEST <= ages[0] <= OLDEST else (None, False)
    if not numbers or len(numbers) > 2 or max(numbers) > OLDEST:
        return None, False
    if len(numbers) == 2:
        return _between(*sorted(numbers))
    said = f" {key(plain)} "
    if any(word in said for word in (" moins ", " under ", " below ", " اقل ", " less ")) or plain.strip().startswith(
        ("-", "<")
    ):
        return _between(min(18, numbers[0] - 1), numbers[0] - 1)
    if (
        plain.strip().endswith("+")
        or any(word in said for word in (" plus ", " over ", " and more ", " above ", " اكثر ", " فما فوق ", " فوق "))
        or plain.strip().startswith(">")
    ):
        return _between(numbers[0], max(numbers[0], 60) if numbers[0] >= 50 else 60)
    return (band_of(numbers[0]), True) if numbers[0] >= YOUNGEST else (None, False)


def _between(low: int, high: int) -> tuple[str | None, bool]:
    if low < 0:
        return None, False
    return band_of((low + high) / 2), band_of(low) == band_of(high)
