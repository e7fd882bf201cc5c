"""Chooses the cells of a table to hide: the small ones, and those from which a small one could be computed.

1. Every count from 1 to k - 1 is hidden (primary); zero is shown.
2. No hidden count can be computed from those shown: a cell fixed by the equations gets company (complementary). In a
   table of one or two axes the company is the cheapest ring of cells, the sum of what is hidden being the price.
3. What is hidden in one equation is never a small number in all: its sum is at least k, or it could be told.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from itertools import count

from impact.disclosure.tables import Equation, Key, Table

FUNDER_K, PUBLIC_K = 5, 10
TOTALS_LAST = 10**9  # a total is worth more to readers than any cell


def hide(table: Table, k: int, also: Iterable[Key] = ()) -> set[Key]:
    """The cells to hide. `also`: those hidden before, in an earlier snapshot of the same layout."""
    table.costs |= _usual_costs(table)
    hidden = {key for key, value in table.cells.items() if 0 < value < k and key not in table.fixed} | table.unseen
    hidden |= set(also) & set(table.cells)
    while (company := _next_company(table, hidden, k)) is not None:
        hidden |= company
    return hidden


def _next_company(table: Table, hidden: set[Key], k: int) -> set[Key] | None:
    """What must be hidden too, or None when nothing can be told any more."""
    for equation in table.equations:
        if company := _too_little(table, hidden, equation, k):
            return company
    found = [key for key in determined(table, hidden) if table.is_protected(key, k)]
    told = sorted(found, key=lambda key: (table.cells[key], str(key)))
    for key in told:
        if company := _ring(table, hidden, key) or _neighbour(table, hidden, key):
            return company
    return None


def _too_little(table: Table, hidden: set[Key], equation: Equation, k: int) -> set[Key]:
    """The cheapest part that makes the hidden parts of an equation at least k in all, where their sum can be told."""
    parts = [key for key in equation.parts if key in hidden]
    if not parts or equation.total in hidden or (len(parts) > 1 and sum(table.cells[key] for key in parts) >= k):
        return set()
    if not any(table.is_protected(key, k) for key in parts):
        return set()
    if len(parts) == 1:  # fixed: a ring protects it at the least price
        ring = _ring(table, hidden, parts[0])
        if ring:
            return ring
    return _cheapest(table, hidden, [equation])


def _neighbour(table: Table, hidden: set[Key], key: Key) -> set[Key]:
    return _cheapest(table, hidden, [equation for equation in table.equations if key in equation.members])


def _cheapest(table: Table, hidden: set[Key], equations: list[Equation]) -> set[Key]:
    """One more cell of the equations: a part before a total, the smallest first; zeros stay, everybody knows them."""
    free = [
        (table.costs[key], str(key), key)
        for equation in equations
        for key in equation.members
        if key not in hidden and table.may_hide(key)
    ]
    return {min(free)[2]} if free else set()


def _usual_costs(table: Table) -> dict[Key, float]:
    """Of the cells that have no cost yet."""
    totals = {equation.total for equation in table.equations}
    return {
        key: value + (TOTALS_LAST if key in totals else 0)
        for key, value in table.cells.items()
        if key not in table.costs
    }


def _ring(table: Table, hidden: set[Key], start: Key) -> set[Key]:
    """The cheapest ring of cells through `start`, where each is in two equations at most; hidden ones cost nothing.

    Along a ring counts can be moved by one, up and down in turn, so none of them is fixed.
    """
    places: dict[Key, list[int | None]] = defaultdict(list)
    for number, equation in enumerate(table.equations):
        for key in equation.members:
            if key == start or key in hidden or (table.may_hide(key) and table.costs[key] < TOTALS_LAST):
                places[key].append(number)
    if len(places[start]) > 2:
        return set()
    places = {key: found for key, found in places.items() if len(found) <= 2}
    for found in places.values():
        found.extend([None] * (2 - len(found)))  # of one axis: all cells end at the same place
    edges: dict[int | None, list[tuple[int | None, Key]]] = defaultdict(list)
    for key, (one, other) in places.items():
        if key != start:
            edges[one].append((other, key))
            edges[other].append((one, key))
    return _cheapest_way(table, hidden, edges, *places[start])


def _cheapest_way(
    table: Table, hidden: set[Key], edges: dict[int | None, list[tuple[int | None, Key]]],
    start: int | None, end: int | None,
) -> set[Key]:  # fmt: skip
    """Dijkstra; what is to be hidden newly on the way."""
    turn = count()
    queue: list[tuple[float, int, int | None, frozenset[Key]]] = [(0, next(turn), start, frozenset())]
    done = set()
    while queue:
        price, _turn, place, way = heapq.heappop(queue)
        if place == end:
            return set(way) - hidden
        if place in done:
            continue
        done.add(place)
        for following, key in edges[place]:
            if following not in done:
                cost = 0 if key in hidden else table.costs[key]
                heapq.heappush(queue, (price + cost, next(turn), following, way | {key}))
    return set()


def determined(table: Table, hidden: set[Key]) -> set[Key]:
    """The hidden cells that the shown ones fix: whose unit vector lies in the row space of the equations."""
    columns = {key: number for number, key in enumerate(sorted(hidden, key=str))}
    reduced = _reduce(_rows(table, columns))
    keys = {number: key for key, number in columns.items()}
    return {keys[pivot] for pivot, row in reduced.items() if set(row) == {pivot}}


def _rows(table: Table, columns: dict[Key, int]) -> list[dict[int, Fraction]]:
    rows = []
    for equation in table.equations:
        row: dict[int, Fraction] = defaultdict(Fraction)
        for key in equation.parts:
            if key in columns:
                row[columns[key]] += 1
        if equation.total in columns:
            row[columns[equation.total]] -= 1
        rows.append({column: value for column, value in row.items() if value})
    return rows


def _reduce(rows: list[dict[int, Fraction]]) -> dict[int, dict[int, Fraction]]:
    """Reduced row echelon form, pivot column -> row: a row with its pivot alone fixes that cell."""
    reduced: dict[int, dict[int, Fraction]] = {}
    for given in rows:
        row = dict(given)
        for pivot, known in reduced.items():
            if pivot in row:
                row = _minus(row, known, row[pivot])
        if not row:
            continue
        pivot = min(row)
        row = {column: value / row[pivot] for column, value in row.items()}
        for other, known in list(reduced.items()):
            if pivot in known:
                reduced[other] = _minus(known, row, known[pivot])
        reduced[pivot] = row
    return reduced


def _minus(row: dict[int, Fraction], other: dict[int, Fraction], factor: Fraction) -> dict[int, Fraction]:
    result = dict(row)
    for column, value in other.items():
        result[column] = result.get(column, Fraction(0)) - factor * value
    return {column: value for column, value in result.items() if value}
