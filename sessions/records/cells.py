"""Readers of one cell each: what a spreadsheet holds -> the value that a model's field takes.

A reader gets a value that is not empty and the NGO's `Place`; it raises CellRefused with why and the remedy.
"""

import difflib
import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from core.codes import REGIONS, is_region, region_name
from core.text import ascii_digits, fold
from people.contacts import normalize_email, normalize_phone
from sessions.records.problems import quote

FIRST_YEAR, LAST_YEAR = 1990, 2100  # outside, a date is a slip

_JOINERS = "\u200c\u200d"  # the only invisible signs that belong to a text
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}([.,٫][0-9]{1,2})?")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})([T ]00:00(:00(\.0+)?)?)?")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?")


class CellRefused(ValueError):
    """A cell cannot be taken as it is; the message says why and what to do."""


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
        raise CellRefused(_("TRUE or FALSE is no text. Format the cell as text."))
    if isinstance(value, int | float | Decimal) and math.isfinite(value):
        return str(int(value)) if value == int(value) else str(value)
    if not isinstance(value, str):
        raise CellRefused(_("This is a date or a time, no text. Format the cell as text."))
    text = clean(value)
    if not text.isprintable() and any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text):
        raise CellRefused(_("%(value)s has unprintable signs. Type it anew.") % {"value": quote(text)})
    return text


def as_number(value: Any) -> Decimal:
    """The cell as a number; text may have Arabic digits, a decimal comma and two decimals."""
    if isinstance(value, str):
        text = ascii_digits(clean(value))
        if _NUMBER.fullmatch(text):
            return Decimal(text.replace(",", ".").replace("٫", "."))
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool) and math.isfinite(value):
        return Decimal(str(value))
    raise CellRefused(_("%(value)s is not a number. Write it with digits only.") % {"value": quote(value)})


def text(limit: int) -> Reader:
    """A text of at most `limit` characters."""

    def read(value: Any, place: Place) -> str:
        found = as_text(value)
        if len(found) > limit:
            raise CellRefused(
                _("%(value)s has %(length)d characters, %(limit)d are allowed. Shorten it.")
                % {"value": quote(found), "length": len(found), "limit": limit}
            )
        return found

    return read


def code(codes: Iterable[str]) -> Reader:
    """One of the codes, whatever its case."""
    known = {one.casefold(): one for one in codes}

    def read(value: Any, place: Place) -> str:
        found = ascii_digits(as_text(value))
        if found.casefold() not in known:
            raise CellRefused(refuse_code(found, known.values()))
        return known[found.casefold()]

    return read


def refuse_code(found: str, codes: Iterable[str]) -> str:
    """Why `found` is refused, with the nearest code, or all of them where none is near."""
    codes = list(codes)
    near = difflib.get_close_matches(found.casefold(), codes, n=1)
    if near:
        return _("%(value)s is not a known code. Did you mean %(nearest)s?") % {
            "value": quote(found), "nearest": quote(near[0]),
        }  # fmt: skip
    return _("%(value)s is not a known code. Use one of: %(codes)s.") % {
        "value": quote(found), "codes": ", ".join(codes),
    }  # fmt: skip


def region(value: Any, place: Place) -> str:
    """An ISO 3166-2 code; a region's name is met with its code as remedy."""
    found = as_text(value).upper()
    if re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}", found) and is_region(found):
        return found
    known = {fold(one): one for one in REGIONS} | {fold(region_name(one)): one for one in REGIONS}
    near = difflib.get_close_matches(fold(found), known, n=1)
    if near:
        why = _("%(value)s is not a region’s code. Did you mean %(nearest)s?")
        raise CellRefused(why % {"value": quote(found), "nearest": quote(known[near[0]])})
    why = _("%(value)s is not a region’s code. Use ISO 3166-2, such as MA-04 or FR-IDF.")
    raise CellRefused(why % {"value": quote(found)})


def whole(low: int, high: int) -> Reader:
    """A whole number from `low` to `high`."""

    def read(value: Any, place: Place) -> int:
        found = as_number(value)
        if found != found.to_integral_value() or not low <= found <= high:
            raise CellRefused(
                _("%(value)s is not a whole number from %(low)d to %(high)d. Correct it.")
                % {"value": quote(value), "low": low, "high": high}
            )
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
            why = _("%(value)s is not a number from 0 to %(limit)s. Correct it.")
            raise CellRefused(why % {"value": quote(value), "limit": limit})
        found = round(found, 9)  # without the noise of binary fractions
        if found != round(found, 2):
            raise CellRefused(_("%(value)s has more than two decimals. Round it.") % {"value": quote(value)})
        return round(found, 2)

    return read


def day(value: Any, place: Place) -> date:
    """A date: real, or written 2019-03-31."""
    found = value.date() if isinstance(value, datetime) else value
    if isinstance(value, str) and (match := _DAY.fullmatch(ascii_digits(clean(value)))):
        found = _iso(date.fromisoformat, match[1])
    if not isinstance(found, date) or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise CellRefused(
            _("%(value)s is not a date. Write it as 2019-03-31 or format the cell as a date.") % {"value": quote(value)}
        )
    return found


def moment(value: Any, place: Place) -> datetime:
    """A date and time in UTC; without an offset it was read on a clock of the NGO's country."""
    found = value
    if isinstance(value, str) and _MOMENT.fullmatch(written := ascii_digits(clean(value))):
        found = _iso(datetime.fromisoformat, written)
    elif isinstance(value, date) and not isinstance(value, datetime):
        found = datetime(value.year, value.month, value.day)  # midnight: calamine drops its time
    if not isinstance(found, datetime) or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise CellRefused(
            _("%(value)s is not a date and time. Write it as 2019-03-31T09:05 or format the cell as such.")
            % {"value": quote(value)}
        )
    return (found if found.tzinfo else found.replace(tzinfo=place.time_zone)).astimezone(UTC)


def phone(value: Any, place: Place) -> str:
    """An E.164 number."""
    return _contact(partial(normalize_phone, country=place.country), value, _(
        "%(value)s is not a valid phone number. Write one number, as 0612345678 or +212612345678."
    ))  # fmt: skip


def email(limit: int) -> Reader:
    """A mail address of at most `limit` characters."""

    def read(value: Any, place: Place) -> str:
        why = _("%(value)s is not a mail address. Write one address, as name@example.org.")
        return text(limit)(_contact(normalize_email, value, why), place)

    return read


def _contact(normalize: Callable[[str], str], value: Any, why: str) -> str:
    found = as_text(value)
    try:
        return normalize(found)
    except ValueError as error:
        raise CellRefused(why % {"value": quote(found)}) from error


def _iso(read: Callable[[str], Any], written: str) -> Any:
    """What is written, or None where the calendar has no such day."""
    try:
        return read(written)
    except ValueError:
        return None


def _shown(value: Any) -> str:
    return quote("" if value is EXCEL_ERROR else value)
