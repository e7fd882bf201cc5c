"""What the words of a column stand for: mapped once per value, surely or doubtfully."""

import datetime
import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from core.codes import is_region
from core.text import ascii_digits
from people.imports.ages import read_age
from people.imports.words import CODED, doubtful, is_nothing, key, known_values, value_key

NEAR = 0.84  # how like a known word one must be to be proposed
MOST_COMPARED = 300  # different unknown words of one list that are compared with all known ones
_REGION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")


@dataclass(frozen=True)
class Taken:
    """`code`: what a value stands for, "" for nothing, None where nobody can say. Doubtful: only if somebody agrees."""

    code: str | None
    is_sure: bool = False


UNKNOWN = Taken(None)
EMPTY = Taken("", is_sure=True)


class Dictionary:
    """Reads values of coded fields, each once. `remembered`: field -> key of a word -> the NGO's own answer."""

    def __init__(self, remembered: Mapping[str, Mapping[str, str]], today: datetime.date) -> None:
        self.remembered, self.today = remembered, today
        self.known: dict[tuple[str, str], Taken] = {}
        self.compared = 0

    def take(self, field: str, text: str) -> Taken:
        """What `text` stands for in a column of `field`, one of CODED."""
        assert field in CODED  # noqa: S101 - the caller's own
        if (field, text) not in self.known:
            self.known[field, text] = self._take(field, text)
        return self.known[field, text]

    def _take(self, field: str, text: str) -> Taken:
        if (answer := self.remembered.get(field, {}).get(key(text))) is not None:
            return Taken(answer, is_sure=True)
        if is_nothing(text):
            return EMPTY
        if field == "age_band":
            return Taken(*read_age(text, self.today))
        if (
            field == "person_region"
            and _REGION.fullmatch(code := ascii_digits(text).strip().upper())
            and is_region(code)
        ):
            return Taken(code, is_sure=True)
        words = known_values(field)
        found = value_key(field, text)
        if found in words:
            return Taken(words[found], is_sure=found not in doubtful(field))
        if field == "sex":
            return UNKNOWN
        return self._guess(field, found, words)

    def _guess(self, field: str, found: str, words: Mapping[str, str]) -> Taken:
        """By a known word within it, the longest; else by one that is spelled nearly so."""
        spaced = f" {found} "
        within = [word for word in words if len(word) > 2 and f" {word} " in spaced]
        if within:
            best = max(within, key=len)
            return Taken(words[best], is_sure=field == "person_region" and _is_named_region(spaced, best))
        self.compared += 1
        if self.compared > MOST_COMPARED or len(found) < 4:
            return UNKNOWN
        near = difflib.get_close_matches(found, words, n=1, cutoff=NEAR)
        return Taken(words[near[0]]) if near else UNKNOWN


def _is_named_region(spaced: str, place: str) -> bool:
    """`Région Souss Massa`, `ville d'Agadir`: nothing but a word for the kind of place stands beside the place."""
    rest = spaced.replace(f" {place} ", " ", 1).split()
    return all(
        word
        in {
            "region",
            "ville",
            "province",
            "prefecture",
            "de",
            "d",
            "du",
            "la",
            "l",
            "جهه",
            "مدينه",
            "اقليم",
            "عماله",
            "maroc",
            "france",
        }
        for word in rest
    )
