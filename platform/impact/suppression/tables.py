"""Published tables as what an attacker sees: cells, and equations that say which of them add up to which."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

Key = Hashable
TOTAL = "total"


@dataclass(frozen=True)
class Equation:
    """The parts add up to the total."""

    total: Key
    parts: tuple[Key, ...]

    @property
    def members(self) -> tuple[Key, ...]:
        return (*self.parts, self.total)


@dataclass
class Table:
    """Cells with their counts, and every equation between them that a reader could know of.

    Several tables that share cells (an NGO's and the network's) are one table with the equations of both.
    """

    cells: dict[Key, int]
    equations: list[Equation] = field(default_factory=list)

    def __or__(self, other: "Table") -> "Table":
        return Table(self.cells | other.cells, self.equations + other.equations)


def listed(cells: Mapping[Key, int], name: Key = "") -> Table:
    """One axis whose cells add up to their published total."""
    keyed: dict[Key, int] = {(name, key): value for key, value in cells.items()}
    return Table({**keyed, (name, TOTAL): sum(cells.values())}, [Equation((name, TOTAL), tuple(keyed))])


def crossed(rows: Sequence[Key], columns: Sequence[Key], values: Mapping[tuple[Key, Key], int]) -> Table:
    """Two axes crossed, with the totals of rows and columns and the grand total."""
    cells: dict[Key, int] = {(row, column): values.get((row, column), 0) for row in rows for column in columns}
    equations = []
    for row in rows:
        cells[row, TOTAL] = sum(cells[row, column] for column in columns)
        equations.append(Equation((row, TOTAL), tuple((row, column) for column in columns)))
    for column in (*columns, TOTAL):
        cells[TOTAL, column] = sum(cells[row, column] for row in rows)
        equations.append(Equation((TOTAL, column), tuple((row, column) for row in rows)))
    equations.append(Equation((TOTAL, TOTAL), tuple((TOTAL, column) for column in columns)))
    return Table(cells, equations)
