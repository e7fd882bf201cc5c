"""Law only with jurisdiction, date, source and mark; an article is named where its law stands."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from courses.starter.checks.structure import numbers_in
from courses.starter.content import Law, LessonText, Module, Shelf
from courses.starter.practice import Exercise
from courses.starter.texts import Finding, Place

# What looks like an article or a statute: 448-1, 225-4-1, 27-14, L.425-1; ages, hours and dates do not.
_ARTICLE = re.compile(r"(?:448|225|224|434)(?:\.\d+)+|(?:27\.14|19\.12)")
_DOUBTFUL = re.compile(r"~|^K$|unverified")


def check_laws(module: Module, shelf: Shelf) -> Iterator[Finding]:
    """The laws that the module names, then every article in its texts."""
    named = {name for lesson in module.lessons for name in lesson.directives("law")}
    named |= {name for exercise in module.exercises.values() for name in exercise.laws}
    for name in sorted(named & set(shelf.laws)):
        yield from _law(shelf.laws[name])
    for lesson in module.lessons:
        for text in lesson.texts.values():
            yield from _lesson(text, shelf)
    for exercise in module.exercises.values():
        yield from _exercise(exercise, shelf)


def _law(law: Law) -> Iterator[Finding]:
    if law.check is None:
        unmarked = _("The law “%(name)s” has no mark. Write “check: yes”, or “check: no” once a jurist has read it.")
        yield Finding(law.place, "law", unmarked % {"name": law.id})
    elif not law.check and (law.valid_from is None or any(_DOUBTFUL.search(fact) for fact in law.facts)):
        doubtful = _("The law “%(name)s” was seen in a secondary source, or its date is unknown: a jurist has to check "
                     "it. Write “check: yes”.")  # fmt: skip
        yield Finding(law.place, "law", doubtful % {"name": law.id})
    if not law.facts:
        unseen = _("The law “%(name)s” does not say where it was seen. Add “facts”.")
        yield Finding(law.place, "law", unseen % {"name": law.id})
    if law.valid_from and law.valid_to and law.valid_to < law.valid_from:
        late = _("“Valid to” is before “valid from”. Correct one of the two dates.")
        yield Finding(law.place, "law", late)


def _lesson(text: LessonText, shelf: Shelf) -> Iterator[Finding]:
    cited: set[str] = set()
    for block in text.blocks:
        if block.kind != "law":
            continue
        law = shelf.laws.get(block.argument)
        if law is None:
            yield _unknown(Place(text.file, block.line), block.argument)
            continue
        cited |= set(law.numbers)
        if not block.lines:
            empty = _("This law does not say what it says. Add its text in plain words.")
            yield Finding(Place(text.file, block.line), "law", empty)
    for block in text.blocks:
        for line, written in [*block.lines, *((block.line, option) for option in block.options.values())]:
            yield from articles_in(written, Place(text.file, line), cited)


def _exercise(exercise: Exercise, shelf: Shelf) -> Iterator[Finding]:
    cited: set[str] = set()
    for name in exercise.laws:
        law = shelf.laws.get(name)
        if law is None:
            yield _unknown(exercise.place, name)
        else:
            cited |= set(law.numbers)
    for text in exercise.texts():
        for written in text.by_language.values():
            yield from articles_in(written, text.place, cited)


def articles_in(text: str, place: Place, cited: set[str]) -> Iterator[Finding]:
    """Articles named in a text for which no law stands."""
    for number in sorted(numbers_in(text)):
        if _ARTICLE.fullmatch(number) and number not in cited:
            loose = _("“%(number)s” is named and no law here stands for it. Correct the number, or name the law.")
            yield Finding(place, "article", loose % {"number": number})


def _unknown(place: Place, name: str) -> Finding:
    unknown = _("There is no law “%(name)s” in laws.yaml. Correct the name, or add it there.")
    return Finding(place, "law", unknown % {"name": name})
