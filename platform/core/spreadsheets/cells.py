"""Parsers of single cells: what a spreadsheet holds -> the value that a model's field takes.

A reader gets a value that is not empty and the NGO's `Place`; it raises CellError with why and the remedy.
"""

import difflib
import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from core.codes import REGIONS, is_region, region_name
from core.contacts import normalize_email, normalize_phone
from core.dates import YEARS
from core.spreadsheets.problems import printable
from core.text import ascii_digits, fold

_JOINERS = "\u200c\u200d"  # the only invisible signs that belong to a text
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}([.,٫][0-9]{1,2})?")
_REGION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})([T ]00:00(:00(\.0+)?)?)?")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?)?"
)


class CellError(ValueError):
    """A cell cannot be taken as it is; `why` says the reason and the remedy.

    Its places are filled by the cell's `value` and words of `ours`.
    """

    def __init__(self, why: str, value: object = "", **ours: object) -> None:
        super().__init__(why % {"value": printable(value), **ours})


@dataclass(frozen=True)
class Place:
    """Where phones are dialled and clocks read."""

    country: str
    time_zone: ZoneInfo


Reader = Callable[[Any, Place], Any]


def clean(text: str) -> str:
    """NFC on one line, without the invisible signs that come with pasted Arabic."""
    if text.isascii():
        return " ".join(text.split())
    visible = "".join(letter for letter in text if letter in _JOINERS or unicodedata.category(letter) != "Cf")
    return " ".join(unicodedata.normalize("NFC", visible).split()).strip(_JOINERS)


def is_empty(value: Any) -> bool:
    """Whether the cell says nothing."""
    return value is None or (isinstance(value, str) and not clean(value))


def as_text(value: Any) -> str:
    """The cell as text: a reference typed as the number 12 comes as 12.0 and means "12"."""
    if isinstance(value, bool):
        raise CellError(_("TRUE or FALSE is no text. Format the cell as text and type it anew."))
    if isinstance(value, int | float | Decimal) and math.isfinite(value):
        return str(int(value)) if value == int(value) else str(value)
    if not isinstance(value, str):
        why = _("“%(value)s” is a date or a time, no text. Format the cell as text and type it anew.")
        raise CellError(why, value=value)
    found = clean(value)
    if not found.isprintable() and any(unicodedata.category(letter) in ("Cc", "Cs") for letter in found):
        raise CellError(_("“%(value)s” has unprintable signs. Type it anew."), value=found)
    return found


def as_number(value: Any) -> Decimal:
    """The cell as a number; text may have Arabic digits, a decimal comma and two decimals."""
    if isinstance(value, str):
        written = ascii_digits(clean(value))
        if _NUMBER.fullmatch(written):
            return Decimal(written.replace(",", ".").replace("٫", "."))
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool) and math.isfinite(value):
        return Decimal(str(value))
    raise CellError(_("“%(value)s” is not a number. Write it with digits only."), value=value)


def text(limit: int) -> Reader:
    """A text of at most `limit` characters."""

    def read(value: Any, place: Place) -> str:
        found = as_text(value)
        if len(found) > limit:
            why = _("“%(value)s” has %(length)s characters, %(limit)s are allowed. Shorten it.")
            raise CellError(why, value=found, length=len(found), limit=limit)
        return found

    return read


def code(codes: Iterable[str]) -> Reader:
    """One of the codes, whatever its case; another is refused with the nearest, or all where none is near."""
    known = {one.casefold(): one for one in codes}
    listed = ", ".join(known.values())

    def read(value: Any, place: Place) -> str:
        found = ascii_digits(as_text(value)).casefold()
        if found in known:
            return known[found]
        if near := difflib.get_close_matches(found, known, n=1):
            why = _("“%(value)s” is not a known code. Did you mean “%(nearest)s”?")
            raise CellError(why, value=value, nearest=known[near[0]])
        raise CellError(_("“%(value)s” is not a known code. Use one of: %(codes)s."), value, codes=listed)

    return read


def region(value: Any, place: Place) -> str:
    """An ISO 3166-2 code; a region's name is met with its code as remedy."""
    found = ascii_digits(as_text(value)).upper()
    if _REGION.fullmatch(found) and is_region(found):
        return found
    known = {fold(one): one for one in REGIONS} | {fold(region_name(one)): one for one in REGIONS}
    if near := difflib.get_close_matches(fold(found), known, n=1):
        why = _("“%(value)s” is not a region’s code. Did you mean “%(nearest)s”?")
        raise CellError(why, value=value, nearest=known[near[0]])
    raise CellError(_("“%(value)s” is not a region’s code. Use ISO 3166-2, as MA-04 or FR-IDF."), value=value)


def whole(low: int, high: int) -> Reader:
    """A whole number from `low` to `high`."""

    def read(value: Any, place: Place) -> int:
        found = as_number(value)
        if not low <= found <= high or found != int(found):
            why = _("“%(value)s” is not a whole number from %(low)s to %(high)s. Correct it.")
            raise CellError(why, value=value, low=low, high=high)
        return int(found)

    return read


def percent(value: Any, place: Place) -> int:
    """A whole percent, 0 to 100, with or without the sign."""
    bare = clean(value).rstrip("%٪ ") if isinstance(value, str) else value
    return whole(0, 100)(bare, place)


def decimal(limit: Decimal) -> Reader:
    """A number from 0 to `limit` with at most two decimals."""

    def read(value: Any, place: Place) -> Decimal:
        found = as_number(value)
        if not 0 <= found <= limit:
            why = _("“%(value)s” is not a number from 0 to %(limit)s. Correct it.")
            raise CellError(why, value=value, limit=limit)
        found = round(found, 9)  # without the noise of binary fractions
        if found != round(found, 2):
            raise CellError(_("“%(value)s” has more than two decimals. Round it."), value=value)
        return round(found, 2)

    return read


def day(value: Any, place: Place) -> date:
    """A date: real, or written 2019-03-31."""
    found = value.date() if isinstance(value, datetime) else value
    if isinstance(value, str) and (match := _DAY.fullmatch(ascii_digits(clean(value)))):
        found = _read_iso(date.fromisoformat, match[1])
    if isinstance(found, date) and found.year in YEARS:
        return found
    why = _("“%(value)s” is not a date. Write it as 2019-03-31 or format the cell as a date.")
    raise CellError(why, value=value)


def moment(value: Any, place: Place) -> datetime:
    """A date and time in UTC; without an offset it was read on a clock of the NGO's country."""
    found = value
    if isinstance(value, str) and _MOMENT.fullmatch(written := ascii_digits(clean(value))):
        found = _read_iso(datetime.fromisoformat, written)
    elif isinstance(value, date) and not isinstance(value, datetime):
        found = datetime(value.year, value.month, value.day)  # midnight, of which calamine drops the time
    if isinstance(found, datetime) and found.year in YEARS:
        return (found if found.tzinfo else found.replace(tzinfo=place.time_zone)).astimezone(UTC)
    why = _("“%(value)s” is not a date and time. Write it as 2019-03-31T09:05, or format the cell as such.")
    raise CellError(why, value=value)


def phone(value: Any, place: Place) -> str:
    """An E.164 number."""
    found = as_text(value)
    try:
        return normalize_phone(found, place.country)
    except ValueError as error:
        why = _("“%(value)s” is no valid phone number. Write one, as 0612345678 or +212612345678.")
        raise CellError(why, value=found) from error


def email(limit: int) -> Reader:
    """A mail address of at most `limit` characters."""

    def read(value: Any, place: Place) -> str:
        found = as_text(value)
        try:
            address = normalize_email(found)
        except ValueError as error:
            why = _("“%(value)s” is not a mail address. Write one, as name@example.org.")
            raise CellError(why, value=found) from error
        return text(limit)(address, place)

    return read


def _read_iso(read: Callable[[str], Any], written: str) -> Any:
    """What is written, or None where the calendar has no such day."""
    try:
        return read(written)
    except ValueError:
        return None
