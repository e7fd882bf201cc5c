"""Words the field does not use, digits of one kind, and details by which somebody could be recognised."""

import re
from collections.abc import Iterator
from functools import cache

from django.utils.translation import gettext as _

from core.text import fold
from courses.starter.content import Avoided, Module, Shelf
from courses.starter.texts import Finding, Place

_ARABIC_DIGIT = re.compile("[٠-٩۰-۹]")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ALLOWED_KINDS = 2  # of nationality, city, year and sector together; three single somebody out


def check_words(module: Module, shelf: Shelf) -> Iterator[Finding]:
    """Each text in each language."""
    for place, language, text, situation in _texts(module):
        yield from check_text(text, place, language, shelf)
        told = _details(text, fold(text), language, shelf) if situation else set()
        if len(told) > _ALLOWED_KINDS:
            telling = _("Nationality, city, year and sector together could single somebody out (%(details)s). Keep two "
                        "at most.")  # fmt: skip
            yield Finding(place, "combination", telling % {"details": ", ".join(sorted(told))})


def check_text(text: str, place: Place, language: str, shelf: Shelf) -> Iterator[Finding]:
    """Words that are not used, and digits."""
    folded = fold(text)
    for avoided in shelf.avoided:
        if avoided.language == language and _pattern(avoided).search(folded):
            wrong = _("“%(word)s” is not used here. Write: %(instead)s.")
            yield Finding(place, "word", wrong % {"word": avoided.word, "instead": avoided.instead})
    if _ARABIC_DIGIT.search(text):
        yield Finding(place, "digits", _("Digits are 0 to 9 in every language. Replace the others."))


def _texts(module: Module) -> Iterator[tuple[Place, str, str, bool]]:
    """(where, language, text, whether it tells a situation)."""
    for lesson in module.lessons:
        for code, text in lesson.texts.items():
            yield Place(text.file, 1), code, f"{text.heading}\n{text.summary}", False
            for block in text.blocks:
                yield Place(text.file, block.line), code, block.words, block.kind in ("example", "text", "activity")
    for exercise in module.exercises.values():
        for part in exercise.texts():
            for code, words in part.by_language.items():
                yield part.place, code, words, True
    for part in (module.heading, module.summary, *module.objectives.values()):
        for code, words in part.by_language.items():
            yield part.place, code, words, False


@cache
def _pattern(avoided: Avoided) -> re.Pattern[str]:
    """The word as one, in Arabic with what is written onto it."""
    prefix = "[وف]?(?:[بكل]?ال|لل|[بكل])?" if avoided.language == "ar" else ""
    return re.compile(rf"(?<!\w){prefix}{re.escape(fold(avoided.word))}(?!\w)")


def _details(text: str, folded: str, language: str, shelf: Shelf) -> set[str]:
    found = {"year"} if _YEAR.search(text) else set()
    for kind, words in shelf.identifying.items():
        if _any_of(tuple(words.get(language, ()))).search(folded):
            found.add(kind)
    return found


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """The beginning of any of the words."""
    return re.compile(rf"(?<!\w)(?:ال|[بفلو])?(?:{'|'.join(re.escape(fold(word)) for word in words) or '(?!)'})")
