"""Whether a tenant is the same before and after: every row of every table, where numbers go on, its figures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from core.registry import Registry
from tenants.archive.tables import quoted, rows, sequences_of
from tenants.models import Tenant

HASHED = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM {} AS t"
NEXT = "SELECT last_value + is_called::int FROM {}"
LARGEST = 'SELECT max("{}") FROM {}'
Figures = Callable[[Tenant], object]
# What the apps above count of a tenant, which must be the same wherever it lives.
_FIGURES: Registry[Figures] = Registry("tenants.scale.comparing: figures of a tenant that must not change")


@dataclass(frozen=True)
class State:
    """Table -> rows and the sum of their hashes; sequence -> its next number; what the apps above count."""

    rows: dict[str, tuple[int, int]]
    sequences: dict[str, int]
    figures: tuple[Any, ...] = ()


class DifferenceError(Exception):
    """A tenant is not what it was; the message names tables and sequences."""


def register_figures(count: Figures) -> None:
    """`count(tenant)` gives what can be compared by `==`."""
    _FIGURES.add(count)


def all_tables(schema: str) -> list[str]:
    """Every table of the schema, migrations and sessions too."""
    found = rows("SELECT relname::text FROM pg_class WHERE relnamespace = to_regnamespace(quote_ident(%s))"
                 " AND relkind = 'r' ORDER BY 1", schema)  # fmt: skip
    return [name for (name,) in found]


def rows_of(schema: str, tables: Sequence[str]) -> dict[str, tuple[int, int]]:
    """One statement a table: of a distributed one the rows are hashed where they are."""
    found = {}
    for table in tables:
        [(count, total)] = rows(HASHED.format(quoted(schema, table)))
        found[table] = (count, int(total))
    return found


def next_numbers(schema: str) -> dict[str, int]:
    """Sequence -> the number that it will give next."""
    return {name: _next(name) for _table, _column, name in sequences_of(schema)}


def _next(name: str) -> int:
    [(number,)] = rows(NEXT.format(name))  # a name as the catalogue quotes it
    return int(number)


def behind(schema: str) -> list[str]:
    """Sequences that would give a number that a row has: every insert would fail."""
    found = []
    for table, column, name in sequences_of(schema):
        [(largest,)] = rows(LARGEST.format(column, quoted(schema, table)))
        if largest is not None and _next(name) <= largest:
            found.append(name)
    return found


def state_of(tenant: Tenant, *, figures: bool = True) -> State:
    schema = tenant.schema_name
    counted = tuple(count(tenant) for count in _FIGURES) if figures else ()
    return State(rows_of(schema, all_tables(schema)), next_numbers(schema), counted)


def refuse_difference(before: State, after: State) -> None:
    """Raises DifferenceError where the two are not one."""
    other = [name for name in before.rows.keys() | after.rows.keys() if before.rows.get(name) != after.rows.get(name)]
    other += [name for name, last in before.sequences.items() if after.sequences.get(name) != last]
    if before.figures != after.figures:
        other.append("figures")
    if other:
        raise DifferenceError(", ".join(sorted(other)))
