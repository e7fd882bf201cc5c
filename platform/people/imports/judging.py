"""Judges a whole list: every row new, the same, changed, refused or left out, each refusal with its column and
remedy."""

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from core.spreadsheets.cells import Place
from people.imports.choices import LEAVE_OUT, Choices
from people.imports.lines import CHANGED, LEFT_OUT, NEW, REFUSED, SAME, Line, Problem
from people.imports.matching import match_lines
from people.imports.reading import Book
from people.imports.remembering import remembered
from people.imports.row_reading import RowReader
from people.imports.understanding import Understood, understand
from people.imports.values import Dictionary

# Fields whose column must mostly hold what its heading says; other words are mapped one by one.
TELLTALE = ("email", "phone", "sex", "age_band", "person_region")
FEW = 3  # cells that are not enough to say a column holds something else


@dataclass(frozen=True)
class Judged:
    """The lines in their order; `wrong_columns`: columns that do not hold what their heading says; whether the list
    has a
    column of names at all; what becomes of refused rows."""

    lines: list[Line]
    wrong_columns: list[Problem]
    has_name: bool
    policy: str

    @property
    def counts(self) -> Counter[str]:
        return Counter(line.status for line in self.lines)

    @property
    def is_blocked(self) -> bool:
        """Whether nothing may be written: a row is refused that is not to be left out, or there is nobody."""
        return not self.has_name or (self.policy != LEAVE_OUT and any(line.status == REFUSED for line in self.lines))

    @property
    def taken(self) -> list[Line]:
        """Those whom the list brings: new ones and those the register has."""
        return [line for line in self.lines if line.status in (NEW, SAME, CHANGED)]

    def problems(self) -> list[tuple[int | None, Problem]]:
        """What was refused or left empty, by row; a column that holds something else is named once, without a row."""
        wrong = {problem.column for problem in self.wrong_columns}
        found: list[tuple[int | None, Problem]] = [(None, problem) for problem in self.wrong_columns]
        for line in self.lines:
            found += [
                (line.number, problem) for problem in (*line.problems, *line.emptied)
                if line.status != LEFT_OUT and problem.column not in wrong
            ]  # fmt: skip
        return found


@dataclass(frozen=True)
class Reading:
    """A list as it is understood and judged with some choices."""

    understood: Understood
    judged: Judged


def read_book(book: Book, choices: Choices, place: Place) -> Reading:
    """Understand and judge a list; what the NGO answered before counts."""
    answers, today = remembered(), timezone.localdate()
    understood = understand(book, choices, remembered=answers, today=today)
    judged = judge(understood, choices, place, remembered=answers, today=today)
    understood.people.clear()  # the cells of a long list, which stand in its lines by now
    return Reading(understood, judged)


def judge(
    understood: Understood, choices: Choices, place: Place, *, remembered: Mapping[str, Mapping[str, str]],
    today: datetime.date,
) -> Judged:  # fmt: skip
    """Judge every row; one query, whatever their number."""
    reader = RowReader(understood.columns, choices, Dictionary(remembered, today), place)
    if not reader.parts.keys() - {"title"}:
        return Judged([], [], has_name=False, policy=choices.refused)
    reader.learn_names(understood.people)
    lines = [reader.read(row) for row in understood.people]
    match_lines(lines)
    return Judged(lines, _wrong_columns(understood, lines), has_name=True, policy=choices.refused)


def _wrong_columns(understood: Understood, lines: list[Line]) -> list[Problem]:
    """Columns of which most cells are refused: another list's column, or one in the wrong place."""
    failed: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for line in lines:
        for problem in (*line.problems, *line.emptied):
            failed[problem.field] += 1
            examples.setdefault(problem.field, problem.value)
    found = []
    for column in understood.columns:
        count = failed[column.field] if column.field in TELLTALE else 0
        filled = column.filled
        if count > FEW and count > filled / 2:
            why = _("Of %(filled)s cells under “%(column)s”, %(count)s hold something else.")
            found.append(Problem(
                why % {"filled": filled, "column": column.heading, "count": count},
                _("Say what this column is, or leave it aside."), column.heading, column.field, examples[column.field],
            ))  # fmt: skip
    return found
