"""Tables of data: columns, rows and what a cell may be. `templates/components/table.html` draws every table we have.

A view makes one with `data_table`; a template writes one with the tags of `core.templatetags.tables`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter


@dataclass(frozen=True, slots=True)
class Sort:
    """A head that orders the rows: a link to `url`, or, where that is empty, a button that posts `form` with `value` as
    the order. `state`: how the rows stand by it now, in the words of aria-sort; empty: they do not."""

    value: str
    url: str
    form: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a table's column. Numeric ones are aligned at their end; a hidden label is for screen readers, a
    bare column's cells go without it on a phone, where each stands behind its label."""

    label: str
    numeric: bool = False
    hidden: bool = False
    bare: bool = False
    sort: Sort | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A table's value that leads somewhere."""

    value: object
    url: str


@dataclass(frozen=True, slots=True)
class Badge:
    """A table's value that is a state; ``kind`` as in ``badge.html``."""

    value: object
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """No value where there may be one; on a phone its line is left out."""

    value: object = "–"


@dataclass(frozen=True, slots=True)
class Cell:
    """One value in its column. ``badge`` is None unless the value is a state."""

    column: Column
    value: object
    url: str = ""
    badge: str | None = None
    is_missing: bool = False

    @property
    def classes(self) -> str:
        return " ".join(name for name, on in (("num", self.column.numeric), ("none", self.is_missing)) if on)


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table ready for ``table.html``; the first cell of each row names the row. `heads`: what each row stands under,
    where rows are in groups."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    heads: tuple[str, ...] = ()

    @property
    def groups(self) -> list[tuple[str, list[Row]]]:
        """The rows in their order under their heads; one group without a head where there are none."""
        heads = self.heads or ("",) * len(self.rows)
        found = groupby(zip(heads, self.rows, strict=True), key=itemgetter(0))
        return [(head, [row for _head, row in pairs]) for head, pairs in found]


def data_table(
    caption: str, columns: Sequence[Column], rows: Iterable[Sequence[object]], heads: Iterable[str] = ()
) -> DataTable:
    """Pair every value (plain, `Link`, `Badge`, `Missing`) with its column; ValueError if a row has another length."""
    return DataTable(
        caption=caption,
        columns=tuple(columns),
        rows=tuple(tuple(_cell(c, v) for c, v in zip(columns, row, strict=True)) for row in rows),
        heads=tuple(heads),
    )


def _cell(column: Column, value: object) -> Cell:
    if isinstance(value, Link):
        return Cell(column, value.value, url=value.url)
    if isinstance(value, Badge):
        return Cell(column, value.value, badge=value.kind)
    if isinstance(value, Missing):
        return Cell(column, value.value, is_missing=True)
    return Cell(column, value)
