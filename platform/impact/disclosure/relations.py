"""Equations between publications: additive figures add up over periods of one NGO, and over the NGOs of the network."""

import datetime
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from impact.disclosure.editions import is_few
from impact.disclosure.layout import SUMMED, period_name
from impact.disclosure.tables import Equation, Key, Table
from impact.facts.period import Period

Contents = Mapping[str, Mapping[str, Any]]  # by the prefix of their cells' names
Shown = Mapping[Key, int]


@dataclass(frozen=True)
class Relation:
    """Parts of other publications that add up to a total; `rest` names what is left, which nobody has published but
    everybody can subtract. Without it nothing is left, unless records came between the publications."""

    total: str
    parts: tuple[str, ...]
    rest: str = ""

    @property
    def members(self) -> tuple[str, ...]:
        return (self.total, *self.parts)

    def left(self, cells: Shown) -> int:
        """What a reader gets by subtracting. A part that was never published is nothing."""
        return cells[self.total] - sum(cells.get(part, 0) for part in self.parts)


def link_members(table: Table, own: str, members: Contents) -> list[Equation]:
    """Additive figures of the network are the sums of those of its NGOs, cell by cell where all give their cells."""
    found = []
    all_cells = all(member["has_tables"] for member in members.values())
    for cell in [key for key in table.cells if str(key).startswith(f"{own}||")]:
        rest = str(cell).removeprefix(own)
        is_total = rest.count("|") == 2
        if members and rest.split("|")[2] in SUMMED and (is_total or all_cells):
            parts = tuple(f"{prefix}{rest}" for prefix in members if f"{prefix}{rest}" in table.cells)
            found.append(Equation(cell, parts))
    table.equations += found
    return found


def link_periods(table: Table, contents: Contents) -> list[Relation]:
    """Additive figures of a period are the sums of those of the published periods in it and of its other days; of its
    months, where a period of whole months lies in one that gave them."""
    found = list(_of_periods(table, contents)) + list(_of_months(table, contents))
    for relation in found:
        left = relation.left(table.cells)
        if left < 0 or (left and not relation.rest):  # of different moments: see `told_between`
            continue
        parts = tuple(part for part in relation.parts if part in table.cells)
        if relation.rest:
            table.cells[relation.rest] = left
            parts = (*parts, relation.rest)
        table.equations.append(Equation(relation.total, parts))
    return found


def _of_periods(table: Table, contents: Contents) -> Iterator[Relation]:
    spans = {period_name(one): _span(one) for one in contents.values()}
    for whole, span in spans.items():
        for parts in _packings(*span, {key: other for key, other in spans.items() if key != whole}):
            days = sum(_days(*spans[part]) for part in parts)
            rest = "" if days == _days(*span) else f"{whole} without {' '.join(parts)}"
            for cell in [key for key in table.cells if str(key).startswith(f"{whole}|")]:
                in_period = str(cell).removeprefix(whole)
                found = tuple(f"{part}{in_period}" for part in parts if f"{part}{in_period}" in table.cells)
                if found and in_period.split("|")[2] in SUMMED:
                    yield Relation(str(cell), found, f"{rest}{in_period}" if rest else "")


def _of_months(table: Table, contents: Contents) -> Iterator[Relation]:
    periods = {prefix: Period(*_span(content)) for prefix, content in contents.items()}
    for (long, whole), (short, inner) in itertools.permutations(periods.items(), 2):
        if not contents[long]["has_tables"] or not inner.has_whole_months:
            continue
        if not (whole.start <= inner.start and inner.end <= whole.end):
            continue
        for section in ("", *contents[short].get("projects", {})):
            total = f"{short}|{section}|ATT"
            if total in table.cells and f"{long}|{section}|ATT" in table.cells:
                yield Relation(total, tuple(f"{long}|{section}|ATT|month|{month}" for month in inner.months()))


def told_between(
    own: str, relations: Iterable[Relation], now: Shown, hidden: set[Key], before: Mapping[str, Sequence[Shown]], k: int
) -> set[str]:
    """Cells of the period `own` that would tell few people by subtraction from other periods: what is left moved by
    1 to k - 1 since an earlier time, or is that much where nothing can be left. `now`: the newest numbers shown, those
    of `own` as they would be; `before`: of each period what was shown at every publication, the newest last."""
    found: set[str] = set()
    for relation in relations:
        mine = [member for member in relation.members if member.startswith(f"{own}|")]
        if not mine or not _is_known(relation, now, hidden):
            continue
        left = relation.left(now)
        others = [0] if not relation.rest else []
        others += [relation.left(then) for then in _moments(relation, before)]
        if any(is_few(left - other, k) for other in others):
            found |= {member for member in mine if member in now}
    return found


def _is_known(relation: Relation, now: Shown, hidden: set[Key]) -> bool:
    return not any(member in hidden for member in relation.members) and relation.total in now


def _moments(relation: Relation, before: Mapping[str, Sequence[Shown]]) -> Iterator[Shown]:
    """Every way to take a publication of each period that the relation is about, where all its numbers were shown."""
    prefixes = [prefix for prefix in before if any(one.startswith(f"{prefix}|") for one in relation.members)]
    for chosen in itertools.product(*(before[prefix] for prefix in prefixes)):
        cells: dict[Key, int] = {}
        for one in chosen:
            cells |= one
        if relation.total in cells and all(part in cells for part in relation.parts if "|month|" not in part):
            yield cells


def _span(content: Mapping[str, Any]) -> tuple[datetime.date, datetime.date]:
    return datetime.date.fromisoformat(content["from"]), datetime.date.fromisoformat(content["to"])


def _days(first: datetime.date, last: datetime.date) -> int:
    return (last - first).days + 1


def _packings(
    start: datetime.date, end: datetime.date, spans: Mapping[str, tuple[datetime.date, datetime.date]]
) -> Iterable[list[str]]:
    """Every way to put periods one after the other into the whole, so that no other has room between them."""
    inside = {key: span for key, span in spans.items() if span[0] >= start and span[1] <= end}
    if not inside:
        yield []
        return
    soonest = min(last for _first, last in inside.values())
    for key, (first, last) in inside.items():
        if first <= soonest:
            for following in _packings(last + datetime.timedelta(days=1), end, inside):
                yield [key, *following]
