"""The table of `load_curriculum --check`: words, minutes and exercises per module and language."""

from collections.abc import Iterator

from core.languages import ORDER
from courses.starter.content import Curriculum
from courses.starter.measuring import size_of

_HEAD = ("module", "language", "lessons", "words", "minutes", "frame", "on paper", "exercises", "items", "bank")
_WIDTHS = tuple(len(name) for name in _HEAD)


def lines_of(curriculum: Curriculum) -> Iterator[str]:
    """A head, then a line for each module and language, columns parted by two spaces."""
    yield _line(_HEAD)
    for module in curriculum.modules:
        practised = module.drills
        for code in ORDER:
            size = size_of(module, code)
            lessons = sum(code in lesson.texts for lesson in module.lessons)
            yield _line((
                module.code, code, lessons, size.words, round(size.minutes), module.measure.minutes,
                round(size.paper), len(practised), sum(one.items for one in practised), len(module.bank),
            ))  # fmt: skip


def _line(values: tuple[object, ...]) -> str:
    cells = (str(value) for value in values)
    return "  ".join(
        cell.ljust(width) if place < 2 else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(cells, _WIDTHS, strict=True))
    ).rstrip()
