"""Everything that is named exists, and everything that exists is used."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from courses.starter.content import Block, LessonText, Module, Shelf
from courses.starter.texts import Finding, Place


def check_placing(module: Module, shelf: Shelf) -> Iterator[Finding]:
    """Exercises, diagrams, objectives and sources."""
    for lesson in module.lessons:
        for text in lesson.texts.values():
            yield from _front(text, module, shelf)
            for block in text.blocks:
                yield from _named(block, text, module, shelf)
    placed = Counter(name for lesson in module.lessons for name in lesson.directives("exercise"))
    for exercise in module.practised:
        if placed[exercise.id] != 1:
            wrong = _("An exercise stands in one lesson; this one stands in %(number)s. Place it once.")
            yield Finding(exercise.place, "exercise", wrong % {"number": placed[exercise.id]})
    for exercise in module.exercises.values():
        for question in exercise.questions:
            if question.objective not in module.objectives:
                unknown = _("The objective “%(name)s” is not among those of the module: %(known)s. Write one of them.")
                values = {"name": question.objective, "known": ", ".join(module.objectives)}
                yield Finding(question.place, "objective", unknown % values)


def _front(text: LessonText, module: Module, shelf: Shelf) -> Iterator[Finding]:
    for key, rule, known in (("objectives", "objective", module.objectives), ("sources", "source", shelf.sources)):
        named = text.front.get(key)
        for name in named if isinstance(named, list) else []:
            if str(name) not in known:
                unknown = _("“%(name)s” is not among the %(list)s. Correct it, or add it there.")
                yield Finding(Place(text.file, 1), rule, unknown % {"name": name, "list": key})


def _named(block: Block, text: LessonText, module: Module, shelf: Shelf) -> Iterator[Finding]:
    if block.kind == "exercise" and block.argument not in {one.id for one in module.practised}:
        unknown = _("There is no exercise %(name)s.yaml here that one can do. Write it, or correct the name.")
        yield Finding(Place(text.file, block.line), "exercise", unknown % {"name": block.argument})
    if block.kind == "diagram" and block.argument not in shelf.diagrams:
        unknown = _("There is no diagram “%(name)s” in diagrams.yaml. Choose one of them, or add it there.")
        yield Finding(Place(text.file, block.line), "diagram", unknown % {"name": block.argument})
