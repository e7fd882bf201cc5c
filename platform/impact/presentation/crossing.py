"""Two axes crossed, as a table: a row to a value of one, a column to one of the other (definitions.md, 8, 4)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.codes import UNKNOWN
from core.dates import number
from core.tables import Column, DataTable, Link, data_table
from impact.facts.definitions import BESIDE, CROSSED, is_axis, parts_of, splits_people
from impact.presentation.extent import Extent
from impact.presentation.naming import AXES, name_of
from impact.presentation.values import in_words

Cells = Mapping[str, Mapping[str, int]]
# What may be crossed: what a person is, and where a session was.
CHOICES = (
    "category_group", "category", "sex", "age_group", "age_band", "disability", "institution_type", "person_region",
    "region", "modality",
)  # fmt: skip
ALIKE = gettext_lazy("Choose two different facts to cross.")


@dataclass(frozen=True)
class Crossing:
    """What is asked: `by` is empty until two axes are chosen; `wrong` says what is wrong with the choice."""

    rows: str
    columns: str
    by: str = ""
    wrong: Promise | str = ""
    offered: tuple[str, ...] = CHOICES

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The axes in words."""
        return [(axis, str(AXES[axis])) for axis in self.offered]

    @property
    def title(self) -> str:
        return name_of(self.by) if self.by else ""

    @property
    def adds_up(self) -> bool:
        """Whether everybody is in one cell; where a session is in it somebody may be in several."""
        return bool(self.by) and splits_people(self.by)


def read_crossing(query: Mapping[str, Any], extent: Extent) -> Crossing:
    """From `rows` and `columns`; what is no axis is not asked, nor what the NGO does not ask people."""
    offered = tuple(axis for axis in CHOICES if extent.offers(axis))
    rows, columns = (query.get(name, "") for name in ("rows", "columns"))
    rows, columns = (axis if axis in offered else "" for axis in (rows, columns))
    if not rows or not columns:
        return Crossing(rows or "category_group", columns or "sex", offered=offered)
    by = f"{rows}{CROSSED}{columns}"
    if not is_axis(by):
        return Crossing(rows, columns, wrong=ALIKE, offered=offered)
    return Crossing(rows, columns, by, offered=offered)


def cross_table(asked: Crossing, cells: Cells, behind: Callable[[str, str], str] | None) -> DataTable:
    """People reached, a row and a column to each value that anybody has, the unknown last; sums where they add up.
    `behind` gives the address of the evidence of a row and a column."""
    counted = {tuple(name.split(BESIDE, 1)): cell["REACH"] for name, cell in cells.items() if cell["REACH"]}
    rows, columns = (_values(counted, at) for at in (0, 1))
    heads = [Column(str(AXES[asked.rows])), *(Column(in_words(asked.columns, one), numeric=True) for one in columns)]
    if asked.adds_up:
        heads.append(Column(_("Total"), numeric=True))
    table = []
    for row in rows:
        counts = [counted.get((row, column), 0) for column in columns]
        told = [_cell(count, behind, row, column) for count, column in zip(counts, columns, strict=True)]
        table.append((in_words(asked.rows, row), *told, *([number(sum(counts))] if asked.adds_up else [])))
    if asked.adds_up and table:
        sums = [sum(counted.get((row, column), 0) for row in rows) for column in columns]
        table.append((_("Total"), *map(number, sums), number(sum(sums))))
    return data_table("", heads, table)


@dataclass(frozen=True)
class Crossed:
    """A published table of two axes: a row to each value of the second, a column to each of the first that anybody has,
    by code. `counts[code][row][column]` is None where it is hidden."""

    columns: tuple[str, ...]
    rows: tuple[str, ...]
    counts: Mapping[str, tuple[tuple[int | None, ...], ...]]


def crossed_of(axis: str, cells: Mapping[str, Mapping[str, int | None]]) -> Crossed:
    """From the cells of a table as they are shown, in words. A cell that has no row there has nobody in it."""
    by = {tuple(name.split(BESIDE, 1)): cell for name, cell in cells.items()}
    told = {pair: cell for pair, cell in by.items() if any(count != 0 for count in cell.values())}
    columns, rows = (_values(told, at) for at in (0, 1))
    of_columns, of_rows = parts_of(axis)
    return Crossed(
        tuple(in_words(of_columns, one) for one in columns),
        tuple(in_words(of_rows, one) for one in rows),
        {
            code: tuple(tuple(by.get((column, row), {code: 0})[code] for column in columns) for row in rows)
            for code in next(iter(by.values()))
        },
    )


def draw_crossing(axis: str, cells: Mapping[str, Mapping[str, int | None]]) -> DataTable:
    """People reached by two axes as published."""
    crossed = crossed_of(axis, cells)
    heads = [Column(name_of(parts_of(axis)[1])), *(Column(one, numeric=True) for one in crossed.columns)]
    told = [
        (row, *(_("not shown") if count is None else number(count) for count in counts))
        for row, counts in zip(crossed.rows, crossed.counts["REACH"], strict=True)
    ]
    return data_table(_("People reached: %(axis)s") % {"axis": name_of(axis)}, heads, told)


def _values(counted: Iterable[tuple[str, ...]], at: int) -> list[str]:
    return sorted({pair[at] for pair in counted}, key=lambda value: (value == UNKNOWN, value))


def _cell(count: int, behind: Callable[[str, str], str] | None, row: str, column: str) -> object:
    return Link(number(count), behind(row, column)) if count and behind else number(count)
