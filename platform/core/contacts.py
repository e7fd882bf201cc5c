"""Normalises mail addresses and phone numbers, so that they can be compared."""

import re
from collections.abc import Iterator

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from core.text import ascii_digits

# Between the digits: spaces, dots, dashes of any kind, brackets, slashes.
_SEPARATORS = re.compile(r"[\s.\-‐‑‒–—/()·]")
_NUMBER = re.compile(r"\+?[0-9]{6,17}")
COUNTRIES = ("MA", "FR")


def normalize_phone(text: str, country: str) -> str:
    """E.164 (`+212612345678`) of a number as dialled in `country`, else in Morocco or France.

    Digits may be Arabic, the leading 0 may be lost. ValueError when it is no valid number there.
    """
    for number in _numbers(text, country):
        return number
    raise ValueError(text)


def possible_phones(text: str, country: str = COUNTRIES[0]) -> list[str]:
    """Every number it may be, the likeliest first: 06 12 34 56 78 is one in Morocco and another in France."""
    found = list(dict.fromkeys(_numbers(text, country)))
    if not found:
        raise ValueError(text)
    return found


def _numbers(text: str, country: str) -> Iterator[str]:
    bare = _SEPARATORS.sub("", ascii_digits(text).strip())
    if not _NUMBER.fullmatch(bare):
        return
    for region in dict.fromkeys((country, *COUNTRIES)):
        try:
            number = phonenumbers.parse(bare, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            yield phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normalize_email(text: str) -> str:
    """The address with its domain in lower case, nothing asked of the network. ValueError when it is none."""
    try:
        # `.test` is let through: it can reach nobody, and people try the platform with it.
        return validate_email(text, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as error:
        raise ValueError(text) from error


def plain_contact(text: str) -> str:
    """One spelling of whatever somebody signs in with: what tries are counted under. Other texts stay as they are."""
    try:
        return normalize_email(text).casefold() if "@" in text else possible_phones(text)[0]
    except ValueError:
        return text
