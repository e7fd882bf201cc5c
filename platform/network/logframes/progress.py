"""Says in a word how far something is: by what a straight line from the baseline over the milestones to the target
would have reached on the same day."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from core.rounding import round_half_away

AHEAD_FROM, LATE_BELOW = Fraction(11, 10), Fraction(9, 10)  # of what was to be expected
Number = int | float


class Word(StrEnum):
    """How far; the value is what the interface for programs says."""

    NOT_BEGUN = "not_begun"
    LATE = "late"
    ON_THE_WAY = "on_the_way"
    AHEAD = "ahead"

    @property
    def label(self) -> Promise:
        return LABELS[self]


LABELS: dict[Word, Promise] = {
    Word.NOT_BEGUN: pgettext_lazy("progress", "Not begun"),
    Word.LATE: pgettext_lazy("progress", "Late"),
    Word.ON_THE_WAY: pgettext_lazy("progress", "On the way"),
    Word.AHEAD: pgettext_lazy("progress", "Ahead"),
}
BADGES = {Word.NOT_BEGUN: "", Word.LATE: "wrong", Word.ON_THE_WAY: "current", Word.AHEAD: "done"}


@dataclass(frozen=True)
class Point:
    """What was, or is to be, reached on a day."""

    day: datetime.date
    value: Number


@dataclass(frozen=True)
class Progress:
    """`percent`: of the way from the baseline to the target, whole; `expected`: what the line says for the day."""

    word: Word
    percent: int
    expected: float

    @property
    def badge(self) -> str:
        return BADGES[self.word]

    @property
    def bar(self) -> int:
        """The percent as a bar can show it."""
        return max(0, min(self.percent, 100))

    @property
    def slips(self) -> bool:
        """Whether somebody should look at it."""
        return self.word is Word.LATE


def judge(baseline: Point, milestones: Iterable[Point], target: Point, achieved: Number, on: datetime.date) -> Progress:
    """Of a value that stood on a day. A falling measure is the same, seen the other way round."""
    start, goal = _exact(baseline.value), _exact(target.value)
    line = sorted([baseline, *milestones, target], key=lambda point: point.day)
    expected, done = _expected(line, on), _exact(achieved) - start
    way, due = goal - start, expected - start
    percent = int(round_half_away(100 * done / way)) if way else 100
    return Progress(_word(done, due, way), percent, round_half_away(expected, 2))


def _word(done: Fraction, due: Fraction, way: Fraction) -> Word:
    if way < 0:
        done, due, way = -done, -due, -way
    if done <= 0 and way > 0:
        return Word.LATE if done < 0 or due >= way else Word.NOT_BEGUN
    if done < due * LATE_BELOW:
        return Word.LATE
    if done > due * AHEAD_FROM or (done >= way and due < way):
        return Word.AHEAD
    return Word.ON_THE_WAY


def _expected(line: list[Point], on: datetime.date) -> Fraction:
    if on <= line[0].day:
        return _exact(line[0].value)
    for before, after in pairwise(line):
        if on < after.day:
            share = Fraction((on - before.day).days, (after.day - before.day).days)
            return _exact(before.value) + share * (_exact(after.value) - _exact(before.value))
    return _exact(line[-1].value)


def _exact(value: Number) -> Fraction:
    return Fraction(str(value)) if isinstance(value, float) else Fraction(value)
