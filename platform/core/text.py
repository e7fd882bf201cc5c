"""Normalises texts: slugs from any script, digits, comparison keys."""

import re
import unicodedata
from typing import Any

from anyascii import anyascii
from django.utils.text import slugify
from django.utils.translation import gettext

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_ARABIC_LETTERS = str.maketrans("أإآٱةىؤئ", "ااااهيوي")

_ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu)['’]", re.IGNORECASE)


def ascii_digits(text: str) -> str:
    """Arabic-Indic and Persian digits as 0-9."""
    return text.translate(_DIGITS)


def ascii_slug(text: str) -> str:
    """A slug of a-z, 0-9 and `-` from a heading in any script; never empty."""
    return slugify(anyascii(text))[:80].strip("-") or "page"


def labelled(label: Any, text: Any = "") -> str:
    """`label: text` as the reader's language sets a colon (French puts a space before it); without a text, `label:`."""
    return (gettext("%(label)s: %(text)s") % {"label": label, "text": text}).rstrip(" ")


def unelided(text: str) -> str:
    """Without what French elides before a word: `l’exploitation d’enfants` is `exploitation enfants`."""
    return _ELIDED.sub("", text)


def fold(text: str) -> str:
    """A key under which spellings compare equal: no case, accents, Arabic vowel marks, tatweel or letter variants."""
    if text.isascii():  # nothing to take apart: the usual case, twenty times as fast
        return " ".join(text.casefold().split())
    decomposed = unicodedata.normalize("NFKD", ascii_digits(text).translate(_ARABIC_LETTERS).replace("\u0640", ""))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return re.sub(r"\s+", " ", bare.casefold()).strip()
