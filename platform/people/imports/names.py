"""Reads names as lists write them: in two columns, behind a title, two people in one cell, a surname alone."""

import re

from people.imports.words import is_nothing, key, words

_BETWEEN = re.compile(r"\s*(?:\n|;|\+|&|/|\s(?:et|and)\s|\sو\s)\s*", re.IGNORECASE)
_TITLE = re.compile(r"^([^\s.]{1,12})(?:\.|\b)\s*(.*)$", re.DOTALL)
SEXES = ("f", "m")


def sex_of_title(title: str) -> str:
    """`f`, `m`, or nothing where a title does not tell."""
    return next((sex for sex in SEXES if key(title) in words("titles", sex)), "")


def without_title(name: str) -> tuple[str, str]:
    """The name without the titles before it, and the sex they tell: `Mme Amina Benali` -> `Amina Benali`, `f`."""
    sex = ""
    while (match := _TITLE.match(name)) and match[2].strip() and len(match[2].split()) >= 1:
        title = key(match[1])
        if title in words("titles", "kept_in_names") or not _is_title(title, name):
            break
        sex = sex or sex_of_title(title)
        name = match[2].strip()
    return name, sex


def _is_title(title: str, name: str) -> bool:
    """`M` and `Me` need their point, or two words behind them: they are initials as well."""
    if not any(title in words("titles", kind) for kind in ("f", "m", "none")):
        return False
    return len(title) > 2 or name[len(title) : len(title) + 1] == "." or len(name.split()) > 2


def is_no_name(name: str) -> bool:
    """Whether nobody is named: signs, or words for nothing but for those of few letters, which are names as well."""
    return is_nothing(name) and (len(key(name)) > 3 or not any(letter.isalpha() for letter in name))


def are_two(name: str) -> bool:
    """Whether two people stand in one cell: each part has a given name and a family name."""
    parts = [part for part in _BETWEEN.split(name) if part]
    return len(parts) > 1 and all(len(part.split()) > 1 for part in parts)


def is_one_word(name: str) -> bool:
    """Whether a name is a given name or a surname alone."""
    return len(name.split()) == 1
