"""Compares a publication of a period with earlier ones: what moved between two must not tell of few people.

Source: definitions.md, section 8, 1.

The numbers of a moment obey the same equations as those of another, and nothing else binds them. So what moved between
two publications is known of a cell if its number is known at both moments, and of a sum if it is known at both: a cell
that moved by 1 to k - 1 is hidden like a small one, with its complements, and what is hidden or stands in one equation
moved by nothing in all, or by k at least.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.codes import UNKNOWN
from impact.disclosure.equations import table_of
from impact.disclosure.layout import IN_NONE, content_at, unknown_at
from impact.disclosure.tables import Equation, Key, Table


def is_few(difference: float, k: int) -> bool:
    """Whether so many people, more or fewer, are too few to be told."""
    return 0 < abs(difference) < k


@dataclass(frozen=True)
class Edition:
    """A publication: the numbers of its moment, and the cells of which readers were not told them."""

    cells: Mapping[Key, int]
    unknown: frozenset[Key]

    @classmethod
    def of(cls, content: Mapping[str, Any], prefix: str, k: int) -> "Edition":
        """With the names of the cells under the prefix."""
        content = content_at(content, k)
        if not content.get("projects"):  # then everything was in none
            content = {**content, "projects": {UNKNOWN: content}}
            unknown = {UNKNOWN + cell for cell in unknown_at(content, k)}
        else:
            unknown = set()
        unknown |= unknown_at(content, k)
        table = table_of(content, prefix)
        return cls(table.cells, frozenset(f"{prefix}|{cell}" for cell in unknown) | table.unseen)

    def beside(self, cells: Mapping[Key, int], unknown: Iterable[Key]) -> "Edition":
        """Together with what others had published by then."""
        return Edition({**self.cells, **cells}, self.unknown | frozenset(unknown))

    @property
    def shown(self) -> dict[Key, int]:
        """What was told anew."""
        return {key: value for key, value in self.cells.items() if key not in self.unknown}

    def leaves_out(self, key: Key) -> bool:
        """Whether the number was not told. What is in no project is not, ever."""
        return key in self.unknown or IN_NONE in str(key)

    def is_near(self, key: Key, value: int, k: int) -> bool:
        """Whether a number lies 1 to k - 1 from the one that was told."""
        is_told = key in self.cells and not self.leaves_out(key)
        return is_told and is_few(self.moved(key, value), k)

    def moved(self, key: Key, value: int) -> int:
        """By how much a cell has moved since; a cell that was not in the tables yet was empty."""
        return value - self.cells.get(key, 0)


def too_close(table: Table, own: str, editions: Iterable[Edition], k: int) -> set[Key]:
    """The cells of the period `own` that lie 1 to k - 1 from a number which is out."""
    cells = [key for key in table.cells if str(key).startswith(f"{own}|") and key not in table.fixed]
    return {key for edition in editions for key in cells if edition.is_near(key, table.cells[key], k)}


def told_in_sum(
    table: Table, equations: Iterable[Equation], hidden: set[Key], editions: Iterable[Edition], k: int
) -> set[Key]:
    """What must be hidden too because what is hidden or stands in one equation moved by 1 to k - 1 in all: the part
    that moved least, else the total. Empty when nothing is told."""
    for equation in equations:
        if equation.total in hidden:
            continue
        for edition in editions:
            if equation.total not in edition.cells or equation.total in edition.unknown:
                continue
            unseen = {part for part in equation.parts if part in hidden or edition.leaves_out(part)}
            few = is_few(sum(edition.moved(part, table.cells[part]) for part in unseen), k)
            if few and (more := _next(table, equation, edition, unseen)):
                return more
    return set()


def _next(table: Table, equation: Equation, edition: Edition, unseen: set[Key]) -> set[Key]:
    moved = {key: abs(edition.moved(key, table.cells[key])) for key in equation.parts if key not in unseen}
    free = [(by, str(key), key) for key, by in moved.items() if by and key not in table.fixed]
    return {min(free)[2]} if free else {equation.total} - table.fixed
