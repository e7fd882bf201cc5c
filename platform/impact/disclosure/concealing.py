"""Finds the cells of a snapshot to hide from readers, for k = 5 and k = 10, given everything published before."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from impact.disclosure.editions import Edition, told_in_sum, too_close
from impact.disclosure.equations import shown_table, table_of
from impact.disclosure.hiding import FUNDER_K, PUBLIC_K, determined, hide
from impact.disclosure.layout import (
    FIRST_TIMES,
    IN_CELLS,
    IN_NONE,
    TOTAL_PARTS,
    content_at,
    period_name,
)
from impact.disclosure.relations import link_members, link_periods, told_between
from impact.disclosure.tables import Equation, Key, Table

DERIVED_COST = 10**6  # what follows from other figures is hidden before a total that everybody asks for
AT_LEAST = {"ATT": "REACH", "CMP": "TRAINED"}  # of a figure that adds up, the people who are no more than it
Content = Mapping[str, Any]


def newest_of_each_period(published: Iterable[Content]) -> list[Content]:
    """Of everything published, in order, the last of every period."""
    return list({period_name(content): content for content in published}.values())


def concealed_cells(
    content: Content, published: Iterable[Content], members: Sequence[Iterable[Content]] = ()
) -> dict[int, set[str]]:
    """Names of the cells of which readers are not told the number of this moment, by k. `published`: the snapshots
    before it, oldest first. `members`: of a network's snapshot, what its NGOs show, at each of its publications of the
    period and, last, now. What these show cannot be hidden any more, what they hide stays hidden. What funders do not
    see the public does not: whoever has both tables must not derive a cell hidden in either."""
    published, then = list(published), [_by_scope(some) for some in members]
    for_funders = _Concealing(content, published, then, FUNDER_K).cells(set())
    return {FUNDER_K: for_funders, PUBLIC_K: _Concealing(content, published, then, PUBLIC_K).cells(for_funders)}


def hidden_cells(
    content: Content, published: Iterable[Content], members: Sequence[Iterable[Content]] = ()
) -> dict[str, list[str]]:
    """The same of a first publication, as a snapshot lists them."""
    return {str(k): sorted(cells) for k, cells in concealed_cells(content, published, members).items()}


def _by_scope(members: Iterable[Content]) -> dict[str, Content]:
    return {f"{member['scope']} {period_name(member)}": member for member in members}


class _Concealing:
    """Everything that is out, as one table; of one k."""

    def __init__(
        self, content: Content, published: list[Content], members: list[dict[str, Content]], k: int
    ) -> None:  # fmt: skip
        self.k, self.own = k, period_name(content)
        history = [one for one in published if period_name(one) == self.own]
        self.editions = [Edition.of(one, self.own, k) for one in history]
        for number, then in enumerate(members[:-1]):
            self.editions[number] = self._beside(self.editions[number], then)
        self.table = table_of(content_at(content, k), self.own)
        self.equations: list[Equation] = list(self.table.equations)
        self.also: set[Key] = {f"{self.own}|{cell}" for one in history[-1:] for cell in one["hidden"][str(k)]}
        others = {period_name(one): one for one in published if period_name(one) != self.own}
        parts = members[-1] if members else {}
        for prefix, other in (others | parts).items():
            self._add(prefix, other)
        self.relations = link_periods(self.table, {self.own: content} | others)
        self.equations += link_members(self.table, self.own, parts)
        self.before = self._shown_before(published)
        self.table.costs |= {
            cell: DERIVED_COST + value for cell, value in self.table.cells.items() if _is_derived(cell)
        }

    def _beside(self, edition: Edition, members: dict[str, Content]) -> Edition:
        """An edition of the network's with what its NGOs showed then."""
        for prefix, member in members.items():
            hidden = (f"{prefix}|{cell}" for cell in member["hidden"][str(self.k)])
            edition = edition.beside(shown_table(member, prefix, self.k).cells, hidden)
        return edition

    def _add(self, prefix: str, other: Content) -> None:
        before = shown_table(other, prefix, self.k)
        out = {key for key in before.cells.keys() - before.unseen if IN_NONE not in str(key)}
        self.table |= Table(before.cells, before.equations, out, unseen=before.unseen)
        self.also |= {f"{prefix}|{cell}" for cell in other["hidden"][str(self.k)]}

    def _shown_before(self, published: list[Content]) -> dict[str, list[dict[Key, int]]]:
        """Of each period the numbers that were shown, publication by publication."""
        found: dict[str, list[dict[Key, int]]] = {}
        for content in published:
            prefix = period_name(content)
            table = shown_table(content, prefix, self.k)
            hidden = {f"{prefix}|{cell}" for cell in content["hidden"][str(self.k)]} | table.unseen
            found.setdefault(prefix, []).append({key: value for key, value in table.cells.items() if key not in hidden})
        return found

    def cells(self, from_others: set[str]) -> set[str]:
        """The names of the cells that are not told. `from_others`: those that readers of a smaller k are not told."""
        table, k = self.table, self.k
        also = self.also | {f"{self.own}|{cell}" for cell in from_others}
        if table.fixed:  # what adds up to it is out: so is it
            table.fixed |= determined(table, table.cells.keys() - (table.fixed - also))
        hidden = hide(table, k, also | too_close(table, self.own, self.editions, k))
        while told := self._told(hidden):
            hidden = hide(table, k, hidden | told)
        own = [str(key) for key in hidden - table.unseen if str(key).startswith(f"{self.own}|")]
        return {key.removeprefix(f"{self.own}|") for key in own}

    def _told(self, hidden: set[Key]) -> set[Key]:
        """What has to be hidden too."""
        found: set[Key] = set(_told_by_others(self.table, hidden))
        found |= told_in_sum(self.table, self.equations, hidden, self.editions, self.k)
        between = told_between(self.own, self.relations, self.table.cells, hidden, self.before, self.k)
        return found | {key for key in between if key not in self.table.fixed and key not in hidden}


def _is_derived(cell: Key) -> bool:
    parts = str(cell).split("|")
    return len(parts) == TOTAL_PARTS and parts[2] in (*FIRST_TIMES, "PRO_n", "PRO_rest", "PRO_unknown")


def _told_by_others(table: Table, hidden: set[Any]) -> set[str]:
    """TRAINED <= REACH <= ATT, everybody knows. By an axis of people the three hide the same cells: what one of them
    shows bounds the others, and is theirs where totals are equal. Of totals, the two outer ones tell the one between
    where they are shown and equal; and as many people as attendances, or trained as completions (`AT_LEAST`), tell that
    these are no fewer, which is what they are where the whole less the other projects tells that they are no more. What
    no table shows hides nothing of theirs: where it is theirs and small, they are as small."""
    found = set()
    for cell in hidden - table.unseen:
        parts = str(cell).split("|")
        others = ["|".join([*parts[:2], code, *parts[3:]]) for code in IN_CELLS if code != parts[2]]
        if len(parts) > TOTAL_PARTS:
            if parts[2] in IN_CELLS:
                found |= {key for key in others if key in table.cells and key not in hidden and table.may_hide(key)}
        elif parts[2] == "REACH" and all(key in table.cells and key not in hidden for key in others):
            attendances, trained = others
            if table.cells[attendances] == table.cells[trained] and table.may_hide(trained):
                found.add(trained)
        elif parts[2] in AT_LEAST:
            people = "|".join([*parts[:2], AT_LEAST[parts[2]]])
            if people in table.cells and people not in hidden and table.cells[people] == table.cells[cell]:
                found |= {people} if table.may_hide(people) else set()
    return found
