"""Texts in three languages, where they stand, and what is found wrong with them."""

from dataclasses import dataclass

from core.languages import ORDER


@dataclass(frozen=True)
class Place:
    """A line of a file, from 1; the file is named from the curriculum's folder."""

    file: str
    line: int


@dataclass(frozen=True)
class Finding:
    """What is wrong: where, which rule, and one sentence with the remedy."""

    place: Place
    rule: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place.file}:{self.place.line}: [{self.rule}] {self.sentence}"


@dataclass(frozen=True)
class Text:
    """A text in the languages it is written in."""

    place: Place
    by_language: dict[str, str]

    def __getitem__(self, language: str) -> str:
        return self.by_language.get(language, "")

    @property
    def missing(self) -> list[str]:
        """The languages without it, in our order."""
        return [code for code in ORDER if not self[code].strip()]
