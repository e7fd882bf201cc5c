"""Generates and parses certificate codes, which are read out, copied by hand, typed on a phone.

Crockford's base 32: twelve signs of five bits each, so 60 bits that nobody guesses. Case and separators do not matter,
and the letters that paper confuses with digits are read as those digits.
"""

import re
import secrets

from core.text import ascii_digits

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
GROUP = 4
_MISREAD = str.maketrans("OIL", "011")
_SEPARATORS = re.compile(r"[\W_]+")


def new_code() -> str:
    """A fresh code, without separators."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def plain(text: str) -> str:
    """A code as it is stored, however it was typed; what cannot be a code is cut to its length and found nowhere."""
    return _SEPARATORS.sub("", ascii_digits(text).upper()).translate(_MISREAD)[: LENGTH + 1]


def code_in(text: str) -> str:
    """The code, of whoever gives the whole address that stands on a certificate or in a badge."""
    _before, found, after = text.rpartition("/verify/")
    return re.split(r"[/?#]", after)[0] if found else text


def grouped(code: str) -> str:
    """`7K2M-9QXR-4BTD`: as it is printed."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
