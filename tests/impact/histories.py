"""Random histories of a small NGO after its first publication: late people, merged records, voided rows,
corrected professions; and the reader who keeps every publication.

`Keeper.moved` gives the least and the most that a cell may have moved between two publications, by linear programming
over all of them at once (HiGHS in scipy), which shares nothing with the program that hides.
"""

from functools import cached_property

import numpy
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]
from scipy.sparse import csc_array  # type: ignore[import-untyped]

from impact.disclosure.equations import table_of
from impact.disclosure.layout import IN_NONE, content_at, unknown_at
from tests.impact.publications import MONTHS, PERSON, VALUES


@st.composite
def later(draw, ngo, kinds=("late", "late", "merge", "void", "correct")):
    """The NGO some time later: up to a dozen things happened, many of one kind."""
    people, attendances = [dict(one) for one in ngo[0]], list(ngo[1])
    random = numpy.random.default_rng(draw(st.integers(0, 2**32)))
    kind = draw(st.sampled_from(kinds))
    usual = {axis: str(random.choice(values)) for axis, values in VALUES.items()}  # who comes late comes together

    def some(axis):
        return usual[axis] if random.random() < 0.6 else str(random.choice(VALUES[axis]))

    for _number in range(draw(st.sampled_from((1, 1, 2, 3, 5, 8, 12)))):
        if random.random() < 0.2:
            kind = str(random.choice(kinds))
        who = int(random.integers(len(people)))
        if kind == "late":
            people.append({axis: some(axis) for axis in PERSON})
            attendances.append((len(people) - 1, MONTHS[int(random.integers(len(MONTHS)))], some("region"),
                                some("project"), bool(random.random() < 0.7)))  # fmt: skip
        elif kind == "merge":
            kept = int(random.integers(len(people)))
            attendances = [(kept if one[0] == who else one[0], *one[1:]) for one in attendances]
        elif kind == "void" and attendances:
            attendances.pop(int(random.integers(len(attendances))))
        elif kind == "correct":
            people[who]["category"] = some("category")
    return people, attendances


class Keeper:
    """Everything published of one period, publication by publication, for a reader of k. Of each moment the numbers
    that were told anew are known, and that a cell is not new; `only_more` says that nothing but late people came."""

    def __init__(self, contents, k, *, only_more=False):
        self.tables = [table_of(content_at(content, k), "x") for content in contents]
        self.unknown = [
            {f"x|{cell}" for cell in unknown_at(content, k)}
            | {key for key in table.cells if IN_NONE in key}
            | table.unseen
            for table, content in zip(self.tables, contents, strict=True)
        ]  # what is in no project, nobody has published
        self.columns = {}
        for number, (table, unknown) in enumerate(zip(self.tables, self.unknown, strict=True)):
            for key in sorted(unknown & table.cells.keys(), key=str):
                self.columns[number, key] = len(self.columns)
        self.said = []
        for number, table in enumerate(self.tables):
            for equation in table.equations:
                self._say([*(((number, part), 1) for part in equation.parts), ((number, equation.total), -1)], 0, 0)
        if only_more:
            for number in range(1, len(self.tables)):
                for key in self.tables[number].cells:
                    if key in self.tables[number - 1].cells:
                        self._say([((number, key), 1), ((number - 1, key), -1)], 0, numpy.inf)

    def _say(self, signed, low, high):
        """That a signed sum of cells lies between two numbers."""
        row, known = self._row(signed)
        if row.any():
            self.said.append((row, low - known, high - known))

    @cached_property
    def constraints(self):
        """All that is known at once: scipy takes row by row fifty times longer than HiGHS needs to answer."""
        rows, low, high = zip(*self.said, strict=True) if self.said else ([], [], [])
        return [LinearConstraint(csc_array(numpy.array(rows)), low, high)] if rows else []

    def _row(self, signed):
        row, known = numpy.zeros(len(self.columns)), 0
        for (number, key), sign in signed:
            if (number, key) in self.columns:
                row[self.columns[number, key]] += sign
            else:
                known += sign * self.tables[number].cells[key]
        return row, known

    def moved(self, one, other, key):
        """Between publications `one` and `other`. A cell that was not there was empty."""
        signed = [((other, key), 1)]
        if key in self.tables[one].cells:
            signed.append(((one, key), -1))
        row, known = self._row(signed)
        if not row.any():
            return known, known
        found = []
        for sign in (1, -1):
            result = milp(sign * row, constraints=self.constraints, bounds=Bounds(0, 10**6))
            assert result.status == 0, result.message
            found.append(sign * result.fun + known)
        return tuple(found)

    def truly(self, one, other, key):
        return self.tables[other].cells[key] - self.tables[one].cells.get(key, 0)

    def told_in_sums(self, k):
        """Equations of which the total is known at two moments, and with it by how few what is not known moved in
        all."""
        for other in range(1, len(self.tables)):
            for one in range(other):
                for equation in self.tables[other].equations:
                    totals = {(one, equation.total), (other, equation.total)}
                    if totals & self.columns.keys() or equation.total not in self.tables[one].cells:
                        continue
                    unseen = {part for part in equation.parts if {(one, part), (other, part)} & self.columns.keys()}
                    if 0 < abs(sum(self.truly(one, other, part) for part in unseen)) < k:
                        yield one, other, equation
