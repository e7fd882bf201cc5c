"""Reads exercises: one file each, the three languages side by side."""

from typing import Any

from django.utils.translation import gettext as _

from core.languages import ORDER
from courses.quiz.delphi import Conclusion
from courses.starter.practice import Exercise, Group, Option, Part, Question, Scene
from courses.starter.texts import Finding, Place, Text
from courses.starter.yaml_lines import Lined

KINDS = ("practice", "simulation", "bank", "pre", "post", "final", "refresher")
QUESTIONS = ("single", "multiple", "true_false", "ordering", "sorting", "matching", "checklist")
_OF_EXERCISE = {"kind", "heading", "intro", "laws", "questions", "scenes", "draws", "balanced", "tries"}
_OF_QUESTION = {"kind", "text", "why", "objective", "form", "is_true", "choices", "groups"}
_OF_VIGNETTE = {"vignette", "person", "conclusion"}
_OF_PART = {"text", "why", "right", "dimension", "weight"}
_OF_SCENE = {"number", "heading", "text", "outcome", "rule", "source", "options"}
_OF_OPTION = {"text", "why", "leads_to", "safety", "consent", "information", "endangers"}


class Reader:
    """Takes values out of the mappings of one file and keeps what is wrong with their form."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []

    def refuse(self, line: int, rule: str, sentence: str) -> None:
        """Keep a finding."""
        self.findings.append(Finding(Place(self.file, line), rule, sentence))

    def known(self, given: Lined, names: set[str]) -> None:
        """Refuse keys that nothing reads."""
        for key in given:
            if key not in names:
                unknown = _("“%(name)s” is read by nothing here. Remove it, or correct its spelling.")
                self.refuse(given.line_of(key), "file", unknown % {"name": key})

    def text(self, given: Lined, key: str) -> Text | None:
        """The text at `key` with its languages, or None where there is none; a missing language is refused."""
        value = given.get(key)
        place = Place(self.file, given.line_of(key))
        if value is None:
            return None
        if not isinstance(value, Lined):
            self.refuse(place.line, "language", _("Write this text in three languages: fr, ar and en."))
            return Text(place, {})
        self.known(value, set(ORDER))
        text = Text(Place(self.file, value.line), {code: str(value.get(code) or "") for code in ORDER})
        if text.missing:
            missing = _("This text is missing in: %(languages)s. Write it.")
            self.refuse(place.line, "language", missing % {"languages": ", ".join(text.missing)})
        return text

    def asked(self, given: Lined, key: str) -> Text:
        """The text at `key`; refused where there is none."""
        text = self.text(given, key)
        if text is None:
            self.refuse(given.line, "file", _("“%(name)s” is missing. Add it.") % {"name": key})
        return text or Text(Place(self.file, given.line), {})

    def rows(self, given: Lined, key: str) -> list[Lined]:
        """The mappings listed at `key`."""
        value = given.get(key) or []
        if not isinstance(value, list) or not all(isinstance(row, Lined) for row in value):
            self.refuse(given.line_of(key), "file", _("“%(name)s” must be a list.") % {"name": key})
            return []
        return value

    def number(self, given: Lined, key: str, default: int = 0) -> int:
        """The whole number at `key`."""
        value = given.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            self.refuse(given.line_of(key), "file", _("“%(name)s” must be a whole number.") % {"name": key})
            return default
        return value

    def one_of(self, given: Lined, key: str, allowed: tuple[str, ...], default: str = "") -> str:
        """The word at `key`, among those allowed."""
        value = str(given.get(key, default))
        if value not in allowed:
            wrong = _("“%(name)s” is “%(value)s”. Write one of: %(known)s.")
            self.refuse(given.line_of(key), "file", wrong % {"name": key, "value": value, "known": ", ".join(allowed)})
        return value


def read_exercise(given: Lined, name: str, reader: Reader) -> Exercise:
    """The exercise of one file; what is wrong with its form is kept in `reader`."""
    reader.known(given, _OF_EXERCISE)
    return Exercise(
        id=name,
        place=Place(reader.file, 1),
        kind=reader.one_of(given, "kind", KINDS),
        heading=reader.asked(given, "heading"),
        intro=reader.text(given, "intro"),
        laws=[str(law) for law in given.get("laws") or []],
        questions=[_question(row, reader) for row in reader.rows(given, "questions")],
        scenes=[_scene(row, reader) for row in reader.rows(given, "scenes")],
        draws=reader.number(given, "draws"),
        balanced=bool(given.get("balanced")),
        tries=reader.number(given, "tries") or None,
    )


def _question(given: Lined, reader: Reader) -> Question:
    reader.known(given, _OF_QUESTION | _OF_VIGNETTE)
    return Question(
        place=Place(reader.file, given.line),
        kind=reader.one_of(given, "kind", QUESTIONS),
        text=reader.asked(given, "text"),
        why=reader.text(given, "why"),
        objective=str(given.get("objective") or ""),
        form=reader.one_of(given, "form", ("", "A", "B")),
        is_true=bool(given.get("is_true")),
        vignette=bool(given.get("vignette")) or given.get("kind") == "checklist",
        person=reader.one_of(given, "person", ("adult", "child"), "adult"),
        conclusion=reader.one_of(given, "conclusion", ("", *Conclusion.values)),
        choices=[_part(row, reader, right=False) for row in reader.rows(given, "choices")],
        groups=[_group(row, reader) for row in reader.rows(given, "groups")],
    )


def _part(given: Lined, reader: Reader, *, right: bool) -> Part:
    reader.known(given, _OF_PART)
    return Part(
        reader.asked(given, "text"), reader.text(given, "why"), bool(given.get("right", right)),
        str(given.get("dimension") or ""), str(given.get("weight") or ""),
    )  # fmt: skip


def _group(given: Lined, reader: Reader) -> Group:
    reader.known(given, {"text", "items"})
    return Group(reader.asked(given, "text"), [_part(row, reader, right=True) for row in reader.rows(given, "items")])


def _scene(given: Lined, reader: Reader) -> Scene:
    reader.known(given, _OF_SCENE)
    return Scene(
        place=Place(reader.file, given.line),
        number=reader.number(given, "number"),
        heading=reader.asked(given, "heading"),
        text=reader.asked(given, "text"),
        outcome=reader.one_of(given, "outcome", ("", "protected", "mixed", "harmed")),
        rule=reader.text(given, "rule"),
        source=reader.text(given, "source"),
        options=[_option(row, reader) for row in reader.rows(given, "options")],
    )


def _option(given: Lined, reader: Reader) -> Option:
    reader.known(given, _OF_OPTION)
    effects: Any = tuple(reader.number(given, name) for name in ("safety", "consent", "information"))
    return Option(
        Place(reader.file, given.line), reader.asked(given, "text"), reader.text(given, "why"),
        reader.number(given, "leads_to"), effects, bool(given.get("endangers")),
    )  # fmt: skip
