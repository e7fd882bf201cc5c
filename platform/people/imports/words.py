"""The words by which lists are read (`words.toml`), as keys under which spellings compare equal.

`key` forgets case, accents, letter variants and signs; `stem` plurals and a woman's word for a man's as well.
"""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.utils import translation

from core.codes import REGIONS, AgeBand, Category, InstitutionType, Language, Sex, region_name
from core.text import fold
from people.person_fields import LABELS

CODES: dict[str, Any] = {
    "sex": Sex, "age_band": AgeBand, "category": Category, "institution_type": InstitutionType,
    "person_language": Language,
}  # fmt: skip
CODED = (*CODES, "person_region")
LANGUAGES = ("fr", "ar", "en")
LONGEST_NOTHING = 40  # letters

_SIGNS = re.compile(r"[\W_]+")
# `travailleur·euse`, `avocat(e)`, `مساعد(ة)`: what stands for a woman's word beside a man's.
_BESIDE = re.compile(
    r"(?<=\w)(?:\((?:e|es|s|ne|te|le|trice|rice|ère|ière|euse|ة|ية)\)|[·•](?:e|es|ne|trice|euse|ère)(?:[·•]s)?\b)"
)
_ENDINGS = (("aux", "al"), ("trice", "teur"), ("iere", "ier"), ("euse", "eur"), ("ienne", "ien"), ("ee", ""), ("e", ""))
_PLURAL = re.compile(r"(?<=\w\w\w)[sx]$")


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """`Région (ville)` and `region_ville` are one; signs alone stay as they are."""
    folded = fold(_BESIDE.sub("", text))
    return _SIGNS.sub(" ", folded).strip() or folded


@lru_cache(maxsize=16384)
def stem(text: str) -> str:
    """`Assistantes sociales` and `assistant social` are one, `المحامية` and `محامي` too."""
    return " ".join(map(_stem, key(text).split()))


def _stem(word: str) -> str:
    if "\u0600" <= word[0] <= "\u06ff":
        word = word[2:] if word.startswith("ال") and len(word) > 4 else word
        return word[:-1] if word.endswith("ه") and len(word) > 3 else word
    word = _PLURAL.sub("", word) if not word.endswith("aux") else word
    return next(
        (word.removesuffix(hers) + his for hers, his in _ENDINGS if len(word) > 3 and word.endswith(hers)), word
    )


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


@cache
def headings() -> dict[str, str]:
    """Key of a heading -> field; the labels of the interface, which our own export bears, among them."""
    found = _once("headings", _file()["headings"], key)
    for language in LANGUAGES:
        with translation.override(language):
            for field, label in LABELS.items():
                found.setdefault(key(str(label)), field)
    return found


@cache
def words(table: str, name: str) -> frozenset[str]:
    """The keys of one list of words: `words("rows", "totals")`."""
    return frozenset(map(key, _file()[table][name]))


@cache
def known_values(field: str) -> dict[str, str]:
    """Stem of a word -> code, for a coded field: codes, labels in three languages, and the words of the file."""
    found = _once(field, _file()["values"].get(field, {}), _maker(field))
    for code, label in _labels(field):
        for spelling in (label, re.sub(r"\(.*?\)", "", label), re.sub(r"[()]", "", label), code):
            found.setdefault(_maker(field)(spelling), code)
    return found


@cache
def doubtful(field: str) -> frozenset[str]:
    """Of the known values those that are proposed only: the word may mean something else as well."""
    return frozenset(map(_maker(field), _file()["doubtful"].get(field, ())))


def value_key(field: str, text: str) -> str:
    """How a value of the field is compared: callings and institutions by the stems of their words, others as they
    are."""
    return _maker(field)(text)


def tools() -> dict[str, Any]:
    """Exports of other tools, as the file tells them."""
    return _file()["tools"]


@lru_cache(maxsize=4096)
def is_nothing(text: str) -> bool:
    """Whether a cell certainly says nothing: empty, `ne sait pas`, `-`, `لا يوجد`."""
    if len(text) > LONGEST_NOTHING or "@" in text:
        return False
    return (not any(sign.isalnum() for sign in text) and text[:1] not in ("+", "✓", "✔")) or key(text) in words(
        "nothing", "words"
    )


def label_of(field: str, code: str) -> str:
    """A code in the reader's words."""
    if field == "person_region":
        return region_name(code)
    return str(CODES[field](code).label)


def choices_of(field: str) -> list[tuple[str, str]]:
    """All codes of a field with their labels."""
    if field == "person_region":
        return [(code, str(name)) for code, name in REGIONS.items()]
    return [(choice.value, str(choice.label)) for choice in CODES[field]]


def _maker(field: str) -> Any:
    return stem if field in ("category", "institution_type") else key


def _labels(field: str) -> list[tuple[str, str]]:
    found = []
    for language in LANGUAGES:
        with translation.override(language):
            found += choices_of(field)
    return found


def _once(where: str, table: dict[str, list[str]], make: Any) -> dict[str, str]:
    """Key -> meaning. ValueError where one word has two: whoever extends the file is told at once."""
    found: dict[str, str] = {}
    for meaning, listed in table.items():
        for word in listed:
            if found.setdefault(make(word), meaning) != meaning:
                raise ValueError(f"words.toml, {where}: “{word}” is {found[make(word)]} and {meaning}")
    return found
