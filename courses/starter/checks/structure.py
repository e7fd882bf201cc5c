"""The three languages of a lesson are the same lesson: the same blocks, parts and numbers."""

import re
from collections.abc import Iterator
from itertools import zip_longest

from django.utils.translation import gettext as _

from core.languages import ORDER
from courses.starter.content import Block, Lesson, LessonText, Module, Shelf
from courses.starter.texts import Finding, Place, Text

_SAME = ("objectives", "level", "audience", "jurisdiction", "sources")
_THOUSANDS = re.compile(r"(?<=\d)[\u202f\u00a0 ,.](?=\d{3}(?!\d))")
_NUMBER = re.compile(r"\d+(?:[.,\-‑–]\d+)*")


def numbers_in(text: str) -> set[str]:
    """The numbers written in digits, as `448.1` or `49.6` whatever the language puts between them."""
    return {re.sub(r"[,\-‑–]", ".", number) for number in _NUMBER.findall(_THOUSANDS.sub("", text))}


def check_structure(module: Module, shelf: Shelf) -> Iterator[Finding]:
    """Languages, blocks and numbers of lessons; numbers of exercises."""
    for lesson in module.lessons:
        yield from _languages(lesson)
        texts = [lesson.texts[code] for code in ORDER if code in lesson.texts]
        for other in texts[1:]:
            yield from _front(texts[0], other)
            yield from _blocks(texts[0], other)
    for exercise in module.exercises.values():
        for text in exercise.texts():
            yield from check_numbers(text)


def _languages(lesson: Lesson) -> Iterator[Finding]:
    there = next(iter(lesson.texts.values()))
    for code in ORDER:
        if code not in lesson.texts:
            missing = _("This lesson is not there in “%(language)s”. Add the file %(name)s.")
            values = {"language": code, "name": f"{lesson.id}.{code}.md"}
            yield Finding(Place(there.file, 1), "language", missing % values)


def _front(first: LessonText, other: LessonText) -> Iterator[Finding]:
    for name in _SAME:
        if first.front.get(name) != other.front.get(name):
            differs = _("“%(name)s” is not the same as in %(file)s. Make it the same.")
            yield Finding(Place(other.file, 1), "structure", differs % {"name": name, "file": first.file})


def _blocks(first: LessonText, other: LessonText) -> Iterator[Finding]:
    for here, there in zip_longest(other.blocks, first.blocks):
        if here is None or there is None or _form(here) != _form(there):
            line = here.line if here else (other.blocks[-1].line if other.blocks else 1)
            differs = _("From here on the lesson is not built as %(file)s, line %(line)s. Write the same blocks, with "
                        "as many paragraphs and points.")  # fmt: skip
            values = {"file": first.file, "line": there.line if there else first.blocks[-1].line}
            yield Finding(Place(other.file, line), "structure", differs % values)
            return
        ours, theirs = numbers_in(here.words), numbers_in(there.words)
        if ours != theirs:
            wrong = _("The numbers here are not those of %(file)s, line %(line)s: %(numbers)s. Correct one of the two.")
            values = {"file": first.file, "line": there.line, "numbers": ", ".join(sorted(ours ^ theirs))}
            yield Finding(Place(other.file, here.line), "number", wrong % values)


def _form(block: Block) -> tuple[object, ...]:
    return block.kind, block.argument, block.shape, tuple(sorted(block.options))


def check_numbers(text: Text) -> Iterator[Finding]:
    """Numbers that do not stand in every language of a text."""
    kept = [numbers_in(text[code]) for code in ORDER if text[code]]
    odd = {number for numbers in kept for number in numbers if not all(number in others for others in kept)}
    if odd:
        wrong = _("These numbers do not stand in every language: %(numbers)s. Correct the text.")
        yield Finding(text.place, "number", wrong % {"numbers": ", ".join(sorted(odd))})
