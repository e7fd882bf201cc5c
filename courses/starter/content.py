"""Lessons, modules and what they share, as values: independent of how the database keeps a lesson."""

from dataclasses import dataclass, field
from datetime import date

from core.languages import ORDER
from courses.starter.practice import Exercise, Question
from courses.starter.texts import Place, Text


@dataclass(frozen=True)
class Link:
    """A word that leads to the glossary (`term:id`) or elsewhere."""

    target: str
    words: str
    line: int


@dataclass(frozen=True)
class Block:
    """A piece of a lesson in one language: running text (`text`), or a directive with its argument and options.

    `shape`: what it is made of, in order (`h3`, `p`, `li`); `lines`: its texts without markup, each with its line.
    """

    kind: str
    line: int
    argument: str = ""
    options: dict[str, str] = field(default_factory=dict)
    shape: tuple[str, ...] = ()
    lines: list[tuple[int, str]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    html: str = ""

    @property
    def words(self) -> str:
        """All that is read of it."""
        return "\n".join([*self.options.values(), *(text for _line, text in self.lines)])


@dataclass(frozen=True)
class LessonText:
    """A lesson in one language."""

    file: str
    language: str
    heading: str
    summary: str
    front: dict[str, object]
    blocks: list[Block]


@dataclass(frozen=True)
class Lesson:
    """A lesson in the languages that are there."""

    id: str
    texts: dict[str, LessonText]

    def directives(self, kind: str) -> list[str]:
        """The arguments of its directives of a kind, as in its first language."""
        first = next((self.texts[code] for code in ORDER if code in self.texts), None)
        return [block.argument for block in first.blocks if block.kind == kind] if first else []


@dataclass(frozen=True)
class Measure:
    """What a module must at least hold; `minutes` is its frame, met within 15 %."""

    minutes: int
    lessons: int
    words: int
    exercises: int
    questions: int


@dataclass(frozen=True)
class Module:
    """A module: its lessons in order, its exercises and its question bank by id."""

    code: str
    place: Place
    heading: Text
    summary: Text
    phase: str
    level: str
    audience: str
    jurisdiction: str
    measure: Measure
    objectives: dict[str, Text]
    lessons: list[Lesson]
    exercises: dict[str, Exercise]

    @property
    def bank(self) -> list[Question]:
        """The questions of its banks."""
        return [q for one in self.exercises.values() if one.kind == "bank" for q in one.questions]

    @property
    def practised(self) -> list[Exercise]:
        """Its exercises but for the banks, which nobody answers as such."""
        return [one for one in self.exercises.values() if one.kind != "bank"]

    @property
    def drills(self) -> list[Exercise]:
        """What is practised in it, tests left out."""
        return [one for one in self.practised if not one.is_test]


@dataclass(frozen=True)
class Law:
    """A rule of law, written once: lessons say what it says. `check`: a jurist has to; None: no mark was given.

    `numbers`: the articles it stands for, as `448.1`; `facts`: where it was seen, `~` after a secondary or cut source.
    """

    id: str
    place: Place
    jurisdiction: str
    article: Text
    source: Text
    numbers: list[str]
    facts: list[str]
    valid_from: date | None
    valid_to: date | None
    check: bool | None


@dataclass(frozen=True)
class Avoided:
    """A word that is not used, and what is said instead."""

    place: Place
    language: str
    word: str
    instead: str


@dataclass(frozen=True)
class Term:
    """A term of the glossary: the forms it may be written in, per language, and per jurisdiction where laws differ."""

    id: str
    french: str  # by which its key is made
    forms: dict[str, list[str]]
    wordings: dict[str, dict[str, list[str]]]


@dataclass(frozen=True)
class Shelf:
    """What all modules share: laws, terms, words, sources and diagrams."""

    laws: dict[str, Law]
    terms: dict[str, Term]
    same_word: list[str]  # the terms whose word is looked for in every language of every text
    avoided: list[Avoided]
    identifying: dict[str, dict[str, list[str]]]
    sources: dict[str, str]
    diagrams: dict[str, Text]


@dataclass(frozen=True)
class Curriculum:
    """All of it: `heading` and `summary` are those of the course its modules stand in, `bank` that of their questions.

    `is_whole`: every module was read, so that tests can be checked against all banks.
    """

    heading: Text
    summary: Text
    bank: Text
    shelf: Shelf
    modules: list[Module]
    is_whole: bool = True
