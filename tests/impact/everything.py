"""The reader who keeps everything: publications of several NGOs, periods and moments, the network's, and logframes.

Each shown number is an equation over the smallest groups that people are counted in (project, sex, profession, age
band), so that levels, crossings, totals, projects, periods and partners need no equations of their own: nothing here is
taken from the program that hides. `Everything.bounds` gives the least and the most that a number may be, by linear
programming (HiGHS in scipy) over all of them at once.

What is shown in the place of a number of its moment (a restatement's standing numbers) tells nothing of that moment.
"""

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

import numpy
from scipy.optimize import linprog  # type: ignore[import-untyped]
from scipy.sparse import csr_array  # type: ignore[import-untyped]

from core.codes import GROUP_OF_AGE, GROUP_OF_CATEGORY, NOT_PROFESSIONAL
from impact.publishing import Shown
from tests.impact.publications import MONTHS, ONLINE, VALUES, section

UNIQUE, SUMMED = ("REACH", "TRAINED"), ("ATT", "HDP", "CMP", "CERT")
ATOMS = list(itertools.product(VALUES["sex"], VALUES["category"], VALUES["age_band"]))
WHOLE_OF = {"category_group": ("category", GROUP_OF_CATEGORY), "age_group": ("age_band", GROUP_OF_AGE)}
AXES = ("sex", "category", "category_group", "age_band", "age_group", "region", "country", "month")
CROSSED = ("sex,category", "sex,category_group", "sex,age_band", "sex,age_group")
IN_TIME = ("region", "country", "month")  # of sessions: attendances alone
Sum = dict[Any, float]  # what adds up to a number: group -> how often


def fact(atom: tuple[str, str, str], axis: str) -> str:
    """What the people of a group are by an axis."""
    known = dict(zip(("sex", "category", "age_band"), atom, strict=True))
    if axis in WHOLE_OF:
        finer, groups = WHOLE_OF[axis]
        return groups.get(known[finer], "unknown")
    return known[axis]


def is_in(atom: tuple[str, str, str], axis: str, value: str) -> bool:
    axes = axis.split(",")
    return all(fact(atom, one) == part for one, part in zip(axes, value.split("|"), strict=len(axes) > 1))


class Ngo:
    """An NGO at a moment: its name, what happened, and what it has published, by span."""

    def __init__(self, name: str, happened: Any, contents: Mapping[Any, Any]) -> None:
        self.name, self.happened, self.contents = name, happened, contents
        self.counted: dict[Any, Any] = {}

    def truth(self, span: Any, project: str, code: str, axis: str = "", value: str = "") -> int:
        """What a number is."""
        people, attendances = self.happened
        if (span, project) not in self.counted:
            some = [one for one in attendances if not project or one[3] == project]
            self.counted[span, project] = section(people, some, *span)
        counted = self.counted[span, project]
        if not axis:
            return {**counted["indicators"], **counted["beside"]}[code]["value"]
        if axis == "country":
            return sum(cell[code] for one, cell in counted["by"]["region"].items() if country(one) == value)
        if axis in IN_TIME:
            return counted["by"][axis].get(value, {code: 0})[code]
        return sum(
            self._cell(counted, code, axis, one) for one in _finest(axis, counted) if _rolled(axis, one) == value
        )

    def _cell(self, counted: Any, code: str, axis: str, value: str) -> int:
        return counted["by"][_finest_axis(axis)][value][code]


def country(region: str) -> str:
    return region.split("-")[0]


def _finest_axis(axis: str) -> str:
    return ",".join(WHOLE_OF[one][0] if one in WHOLE_OF else one for one in axis.split(","))


def _finest(axis: str, counted: Any) -> list[str]:
    return list(counted["by"][_finest_axis(axis)])


def _rolled(axis: str, value: str) -> str:
    parts = zip(axis.split(","), value.split("|"), strict=True)
    return "|".join(WHOLE_OF[one][1].get(part, "unknown") if one in WHOLE_OF else part for one, part in parts)


class Everything:
    """All that readers of a k know: those of k = 5 may read what the public reads."""

    def __init__(self, ngos: list[Ngo], k: int) -> None:
        self.ngos, self.k = ngos, k
        self.columns: dict[Any, int] = {}
        self.equal: list[tuple[Sum, float]] = []
        self.most: list[tuple[Sum, float]] = []  # a sum is no more than
        self.possible: list[numpy.ndarray] = []  # what the groups may be: every solution found, of whichever question
        self._told = (0, 0)
        for ngo in ngos:
            for span, content in ngo.contents.items():
                self._what_everybody_knows(ngo, span, content)
                self._read(ngo, span, content)

    # The sums that numbers are.

    def number(self, ngo: Ngo, span: Any, project: str, code: str, axis: str = "", value: str = "") -> Sum:
        if code in SUMMED:
            return self._summed(ngo, span, project, code, axis, value)
        return {
            (ngo.name, span, project, code, atom): 1 for atom in ATOMS if not axis or is_in(atom, axis, value)
        }  # fmt: skip

    def _summed(self, ngo: Ngo, span: Any, project: str, code: str, axis: str, value: str) -> Sum:
        projects = (project,) if project else (*VALUES["project"], *((ONLINE,) if code in ("CMP", "CERT") else ()))
        months = [month for month in map(_month, sorted(MONTHS)) if _month(span[0]) <= month <= _month(span[1])]
        if axis in ("", "month"):
            some = [month for month in months if not axis or month == value]
            return {(ngo.name, one, code, month): 1 for one in projects for month in some}
        if axis in IN_TIME:
            regions = [one for one in VALUES["region"] if (one if axis == "region" else country(one)) == value]
            return {(ngo.name, span, one, "at", region): 1 for one in projects for region in regions}
        return {
            (ngo.name, span, one, "ATT", atom): 1 for one in projects for atom in ATOMS if is_in(atom, axis, value)
        }  # fmt: skip

    # What is known.

    def _what_everybody_knows(self, ngo: Ngo, span: Any, content: Any) -> None:
        """Of any numbers, whatever they are."""
        sections = ("", *VALUES["project"])
        for one in VALUES["project"]:
            whole = self._summed(ngo, span, one, "ATT", "", "")
            for axis, parts in (("sex", VALUES["sex"]), ("region", VALUES["region"])):
                every = [self._summed(ngo, span, one, "ATT", axis, part) for part in parts]
                self.equal.append((_minus(_plus(every), whole), 0))
        for atom in ATOMS:
            reach = {one: {(ngo.name, span, one, "REACH", atom): 1} for one in sections}
            done = {one: {(ngo.name, span, one, "TRAINED", atom): 1} for one in sections}
            came = {one: {(ngo.name, span, one, "ATT", atom): 1} for one in VALUES["project"]}
            came[""] = _plus(list(came.values()))
            for one in sections:
                self.most += [(_minus(done[one], reach[one]), 0), (_minus(reach[one], came[one]), 0)]
            for unique in (reach, done):
                self.most += [(_minus(unique[one], unique[""]), 0) for one in VALUES["project"]]
                self.most.append((_minus(unique[""], _plus([unique[one] for one in VALUES["project"]])), 0))
        for one in sections:
            done_there = self.number(ngo, span, one, "TRAINED")
            self.most.append((_minus(done_there, self.number(ngo, span, one, "CMP")), 0))
            new = [{(ngo.name, span, one, code): 1} for code in ("NEW", "RET")]
            self.equal.append((_minus(_plus(new), done_there), 0))

    def _read(self, ngo: Ngo, span: Any, content: Any) -> None:
        for k in {self.k, 10}:
            for project in ("", *content["projects"]):
                self._read_section(ngo, span, content, Shown(content, k, project))

    def _read_section(self, ngo: Ngo, span: Any, content: Any, shown: Shown) -> None:
        standing = content["standing"].get(str(shown.k), {}).get("numbers", {})
        for code, figure in shown.indicators.items():
            if shown.stands(code):
                continue
            if code in (*SUMMED, *UNIQUE) and figure["value"] is not None:
                self.tell(self.number(ngo, span, shown.project, code), figure["value"])
            if code in ("NEW", "RET") and figure["value"] is not None:
                self.tell({(ngo.name, span, shown.project, code): 1}, figure["value"])
            if code == "PRO" and figure["n"] is not None:
                self._read_share(ngo, span, shown.project, figure)
        for axis, value, code, count in cells(shown):
            if f"{shown.project}|{code}|{axis}|{value.replace('|', ',')}" not in standing:
                self.tell(self.number(ngo, span, shown.project, code, axis, value), count)

    def _read_share(self, ngo: Ngo, span: Any, project: str, figure: Any) -> None:
        def of(values: Any) -> Sum:
            return _plus([self.number(ngo, span, project, "REACH", "category", value) for value in values])

        known = [value for value in VALUES["category"] if value != "unknown"]
        self.tell(of([value for value in known if value not in NOT_PROFESSIONAL]), figure["n"])
        self.tell(of(known), figure["N"])
        self.tell(of(VALUES["category"]), figure["of"])

    def tell(self, number: Sum, value: float) -> None:
        """That a number is shown, wherever."""
        self.equal.append((number, value))

    # What follows.

    def bounds(self, number: Sum, value: float | None = None) -> tuple[float, float]:
        """The least and the most that a number may be. With `value`, what it is: where solutions already found lie on
        both sides of it and apart by one, those, since the bounds are no narrower."""
        wanted = self._wanted(number)
        seen = [float(wanted[: len(one)] @ one) for one in self.possible]
        if value is not None and seen and min(seen) <= value <= max(seen) and max(seen) - min(seen) >= 1:
            return min(seen), max(seen)
        found = []
        for sign in (1, -1):
            result = linprog(sign * wanted, **self._known, bounds=(0, 10**6), method="highs")
            assert result.status == 0, result.message
            found.append(sign * result.fun)
            self.possible.append(result.x)
        return found[0], found[1]

    def _wanted(self, number: Sum) -> numpy.ndarray:
        known = (len(self.equal), len(self.most))
        if self._told != known:
            self._told, self.possible = known, []
            for total, _value in (*self.equal, *self.most):
                for group in total:
                    self.columns.setdefault(group, len(self.columns))
        for group in number:
            self.columns.setdefault(group, len(self.columns))
        wanted = numpy.zeros(len(self.columns))
        for group, times in number.items():
            wanted[self.columns[group]] = times
        return wanted

    @property
    def _known(self) -> dict[str, Any]:
        size = (len(self.columns), len(self.equal), len(self.most))
        if getattr(self, "_size", None) != size:
            self._size = size
            self._matrices = {
                f"{kind}_{side}": value
                for side, said in (("eq", self.equal), ("ub", self.most))
                for kind, value in (("A", self._matrix(said)), ("b", numpy.array([value for _sum, value in said])))
            }
        return self._matrices

    def _matrix(self, said: list[tuple[Sum, float]]) -> csr_array:
        entries = [(row, self.columns[group], times) for row, (total, _value) in enumerate(said)
                   for group, times in total.items()]  # fmt: skip
        rows, columns, values = zip(*entries, strict=True)
        return csr_array((values, (rows, columns)), shape=(len(said), len(self.columns)))

    def small(self) -> Iterator[tuple[str, Sum, int]]:
        """Numbers of 1 to k - 1, with their names: totals and cells of every axis, level and crossing."""
        for ngo in self.ngos:
            for span, content in ngo.contents.items():
                for project in ("", *content["projects"]):
                    for code, axis, value in _names(content, self.k, project):
                        number = ngo.truth(span, project, code, axis, value)
                        if 0 < number < self.k:
                            name = f"{ngo.name} {span[0]}/{span[1]}|{project}|{code}|{axis}|{value}"
                            yield name, self.number(ngo, span, project, code, axis, value), number


def _names(content: Any, k: int, project: str) -> Iterator[tuple[str, str, str]]:
    yield from ((code, "", "") for code in (*SUMMED, *UNIQUE))
    if not content["has_tables"]:
        return
    shown = Shown(content, k, project)
    seen = {*shown.tables(), *Shown(content, k).tables()}
    for axis in (*AXES, *(one for pair in (CROSSED[:2], CROSSED[2:]) if seen & {*pair} for one in pair)):
        if axis in IN_TIME:
            values = {"region": VALUES["region"], "country": ("MA", "unknown"), "month": map(_month, MONTHS)}[axis]
        else:
            parts = [sorted({fact(atom, one) for atom in ATOMS}) for one in axis.split(",")]
            values = ["|".join(some) for some in itertools.product(*parts)]
        for value in values:
            yield from ((code, axis, value) for code in ("ATT", *(UNIQUE if axis not in IN_TIME else ())))


def cells(shown: Shown) -> Iterator[tuple[str, str, str, int]]:
    """What the tables show."""
    for axis, rows in shown.tables().items():
        for value, cell in rows.items():
            for code, count in cell.items():
                if count is not None:
                    yield axis, value, code, count


def _month(day: Any) -> str:
    return f"{day:%Y-%m}"


def _plus(sums: list[Sum]) -> Sum:
    found: Sum = {}
    for one in sums:
        for group, times in one.items():
            found[group] = found.get(group, 0) + times
    return found


def _minus(one: Sum, other: Sum) -> Sum:
    return _plus([one, {group: -times for group, times in other.items()}])
