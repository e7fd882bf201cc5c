"""Contacts as people write them, made comparable: one form of a phone number, one of a mail address."""

import re

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
    bare = _SEPARATORS.sub("", ascii_digits(text).strip())
    if _NUMBER.fullmatch(bare):
        for region in dict.fromkeys((country, *COUNTRIES)):
            try:
                number = phonenumbers.parse(bare, region)
            except phonenumbers.NumberParseException:
                continue
            if phonenumbers.is_valid_number(number):
                return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    raise ValueError(text)


def normalize_email(text: str) -> str:
    """The address with its domain in lower case, nothing asked of the network. ValueError when it is none."""
    try:
        # `.test` is let through: it can reach nobody, and people try the platform with it.
        return validate_email(text, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as error:
        raise ValueError(text) from error
