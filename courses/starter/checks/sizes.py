"""How much there is: words, minutes, exercises, and how long sentences are."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.languages import ORDER
from courses.models import Choice, Group, Item
from courses.starter.content import LessonText, Module, Shelf
from courses.starter.measuring import count_words, sentences, size_of
from courses.starter.practice import Exercise
from courses.starter.texts import Finding, Place, Text

TOLERANCE = 0.15  # of the frame of minutes
ON_PAPER = 0.1  # of a module's minutes
ITEMS = 8  # of an exercise
SENTENCE = 20  # words, on average
_LONGEST = {model: model._meta.get_field("text").max_length or 0 for model in (Choice, Group, Item)}
_FEEDBACK = Choice._meta.get_field("feedback").max_length or 0
_TITLE = 120  # of a call-out or checklist


def check_sizes(module: Module, shelf: Shelf) -> Iterator[Finding]:
    """The module against its measure, each lesson and exercise against what all keep to."""
    yield from _measure(module)
    for exercise in module.drills:
        if exercise.items < ITEMS:
            few = _("The exercise has %(number)s items, fewer than %(least)s. Add some.")
            yield Finding(exercise.place, "items", few % {"number": exercise.items, "least": ITEMS})
    for exercise in module.exercises.values():
        yield from _too_long(exercise)
    for lesson in module.lessons:
        for text in lesson.texts.values():
            yield from _sentences(text)
            yield from _long_titles(text)


def _measure(module: Module) -> Iterator[Finding]:
    least = module.measure
    for name, number, asked in (
        (_("lessons"), len(module.lessons), least.lessons),
        (_("words in French"), size_of(module, "fr").words, least.words),
        (_("exercises"), len(module.drills), least.exercises),
        (_("questions in the bank"), len(module.bank), least.questions),
    ):
        if number < asked:
            few = _("The module has %(number)s %(what)s, fewer than %(least)s. Add some.")
            yield Finding(module.place, "size", few % {"number": number, "what": name, "least": asked})
    for code in ORDER:
        size = size_of(module, code)
        if abs(size.minutes - least.minutes) > least.minutes * TOLERANCE:
            off = _("In “%(language)s” the module takes %(minutes)s minutes, not %(frame)s within 15 %%. Add or cut "
                    "practice first, then text.")  # fmt: skip
            values = {"language": code, "minutes": round(size.minutes), "frame": least.minutes}
            yield Finding(module.place, "minutes", off % values)
        if size.paper > size.minutes * ON_PAPER:
            much = _("Activities on paper take %(minutes)s minutes, more than a tenth of the module. Replace one by an "
                     "exercise.")  # fmt: skip
            yield Finding(module.place, "paper", much % {"minutes": round(size.paper)})


def _sentences(text: LessonText) -> Iterator[Finding]:
    found = [sentence for block in text.blocks for sentence in sentences(block.words)]
    mean = sum(map(count_words, found)) / len(found) if found else 0
    if mean > SENTENCE:
        long = _("A sentence has %(mean)s words on average, more than %(most)s. Cut the longest.")
        yield Finding(Place(text.file, 1), "sentence", long % {"mean": round(mean, 1), "most": SENTENCE})


def _long_titles(text: LessonText) -> Iterator[Finding]:
    for block in text.blocks:
        if len(block.options.get("title", "")) > _TITLE:
            long = _("This text is longer than %(most)s characters. Shorten it.")
            yield Finding(Place(text.file, block.line), "limit", long % {"most": _TITLE})


def _too_long(exercise: Exercise) -> Iterator[Finding]:
    for question in exercise.questions:
        for choice in question.choices:
            yield from _limit(choice.text, _LONGEST[Choice])
        for group in question.groups:
            yield from _limit(group.text, _LONGEST[Group])
            for item in group.items:
                yield from _limit(item.text, _LONGEST[Item])
        for part in [*question.choices, *(item for group in question.groups for item in group.items)]:
            yield from _limit(part.why, _FEEDBACK)


def _limit(text: Text | None, most: int) -> Iterator[Finding]:
    if text and any(len(written) > most for written in text.by_language.values()):
        long = _("This text is longer than %(most)s characters. Shorten it.")
        yield Finding(text.place, "limit", long % {"most": most})
