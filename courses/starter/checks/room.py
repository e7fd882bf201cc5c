"""Guides and pocket tools keep to what lessons keep to: words, terms, numbers, articles; and half-days add up."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from courses.starter.checks.law import articles_in
from courses.starter.checks.structure import check_numbers
from courses.starter.checks.terms import check_same_word
from courses.starter.checks.words import check_text
from courses.starter.content import Curriculum, Module
from courses.starter.room import HALF_DAYS, Guide, Room
from courses.starter.texts import Finding

LONGEST = 240  # minutes of a half-day
QUESTIONS = 4  # to expect, at least


def check_room(room: Room, curriculum: Curriculum) -> Iterator[Finding]:
    """Each text, then the guide of each module that was read."""
    yield from room.findings
    shelf = curriculum.shelf
    cited = {number for name in room.common.laws if name in shelf.laws for number in shelf.laws[name].numbers}
    for law in room.common.laws:
        if law not in shelf.laws:
            unknown = _("There is no law “%(name)s” in laws.yaml. Correct the name, or add it there.")
            yield Finding(room.common.why.place, "law", unknown % {"name": law})
    for text in room.texts():
        yield from check_numbers(text)
        yield from check_same_word(text.by_language, text.place, shelf)
        for code, words in text.by_language.items():
            yield from check_text(words, text.place, code, shelf)
            yield from articles_in(words, text.place, cited | {"19.12"})
    for module in curriculum.modules:
        if guide := room.guides.get(module.code):
            yield from _guide(guide, module)
        else:
            none = _("The module has no guide for trainers. Write room/%(name)s.yaml.") % {"name": module.code.lower()}
            yield Finding(module.place, "guide", none)


def _guide(guide: Guide, module: Module) -> Iterator[Finding]:
    if len(guide.half_days) != HALF_DAYS:
        wrong = _("A guide has %(asked)s half-days; this one has %(number)s.")
        yield Finding(guide.place, "guide", wrong % {"asked": HALF_DAYS, "number": len(guide.half_days)})
    for half_day in guide.half_days:
        if not 0 < half_day.minutes <= LONGEST:
            long = _("The steps of this half-day take %(minutes)s minutes, more than %(most)s. Shorten some.")
            yield Finding(half_day.title.place, "guide", long % {"minutes": half_day.minutes, "most": LONGEST})
        for step in half_day.steps:
            if step.exercise and step.exercise not in {one.id for one in module.practised}:
                unknown = _("There is no exercise %(name)s.yaml here that one can do. Write it, or correct the name.")
                yield Finding(step.place, "exercise", unknown % {"name": step.exercise})
    if len(guide.questions) < QUESTIONS:
        few = _("The guide expects %(number)s questions, fewer than %(least)s. Add some.")
        yield Finding(guide.place, "guide", few % {"number": len(guide.questions), "least": QUESTIONS})
