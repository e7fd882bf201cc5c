"""Published tables as an attacker sees them: cells, and equations that say which of them add up to which."""

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
    `fixed` are cells of earlier publications: what was shown cannot be hidden any more. `costs` of hiding a cell
    replace the usual ones (a part its count, a total far more than any part). `unseen` are cells that no table shows,
    and that follow from no shown one alone: a project's, by what is told of the whole.
    """

    cells: dict[Key, int]
    equations: list[Equation] = field(default_factory=list)
    fixed: set[Key] = field(default_factory=set)
    costs: dict[Key, float] = field(default_factory=dict)
    unseen: set[Key] = field(default_factory=set)

    def __or__(self, other: "Table") -> "Table":
        return Table(
            self.cells | other.cells,
            self.equations + other.equations,
            self.fixed | other.fixed,
            self.costs | other.costs,
            self.unseen | other.unseen,
        )

    def is_protected(self, key: Key, k: int) -> bool:
        """Whether a cell that is not told must not be worked out: what nobody wanted to hide may be, where it tells of
        nobody or of many."""
        return key not in self.unseen or 0 < self.cells[key] < k

    def may_hide(self, key: Key) -> bool:
        """Whether the cell can be given as company: not a zero, which everybody knows, and not what is out already."""
        return self.cells[key] > 0 and key not in self.fixed


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
