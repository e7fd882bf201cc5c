"""Remembers NGOs that have left: their parts of a period, and how unique people are told without their contacts.

Tokens are kept nowhere (docs/decisions/0012), so who is who between an NGO that has left and another was settled when
the period was last counted whole. While the same people meet the condition, that count stands. Where others came to
meet it since, or some no longer do, only bounds are known (docs/decisions/0025). What is kept lies in the network's
tables: it plugs in here.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.registry import Registry
from impact.counting.linking import Groups, unique_people
from impact.counting.parts import Part
from impact.facts.period import Period

CONDITIONS = {"REACH": "reached", "TRAINED": "trained"}  # indicator -> the flag of a member, the number in a part's row
Met = Mapping[str, Mapping[str, frozenset[int]]]


@dataclass(frozen=True)
class LastCount:
    """The last count of a period over the whole network: unique people by indicator, and which records of each tenant
    (by UUID) met each condition; `full_on`, the day when all of them could still be linked."""

    people: Mapping[str, dict[str, Any]]
    met: Met
    full_on: datetime.date


@dataclass(frozen=True)
class Memory:
    """Of a period, once NGOs have left: their parts, and the last count; without one they had nothing in it.

    `snapshots`: what they had published of it, each with `tenant`, `number`, `digest` and `data`, those of one NGO
    together, in the order of `parts`. `lost_on`: the day from which on the period cannot be counted any more, since an
    NGO left of which no part of these dates was kept.
    """

    parts: tuple[Part, ...] = ()
    snapshots: tuple[Any, ...] = ()
    last: LastCount | None = None
    lost_on: datetime.date | None = None


NOTHING = Memory()
_memories: Registry[Callable[[Period, bool], Memory]] = Registry(
    "impact.counting.memory: what is kept of NGOs that left"
)


def register_memory(recall: Callable[[Period, bool], Memory]) -> None:
    """`recall(period, published)` gives what is kept: of the live figures, or of what NGOs had published."""
    _memories.add(recall, key="memory")


def recall(period: Period, *, published: bool = False) -> Memory:
    """What is kept of the NGOs that are no longer there."""
    return next((memory(period, published) for memory in _memories), NOTHING)


def people_of(code: str, live: Iterable[Part], memory: Memory) -> dict[str, Any]:
    """Unique people who were reached (REACH) or trained (TRAINED): counted, as counted last, or within bounds."""
    live = list(live)
    if memory.last is None:
        return unique_people((part.people for part in live), CONDITIONS[code])
    return _since(memory.last, code, live, memory.parts)


def _since(last: LastCount, code: str, live: list[Part], left: Iterable[Part]) -> dict[str, Any]:
    """The last count where the same people meet the condition; else how far it can have moved.

    Who came is one more at most, and none where a contact links them to somebody who was counted. Who went, or was
    merged into another, is one fewer at most.
    """
    condition, groups = CONDITIONS[code], Groups()
    joined = [[groups.join(member.tokens) for member in part.people] for part in live]
    stayed, new, went, met_now = set[str](), set[str](), 0, 0
    for part, own in zip(live, joined, strict=True):
        before = last.met.get(part.tenant, {}).get(condition, frozenset())
        then = {part.merged.get(one, one) for one in before}
        now = {member.pk for member in part.people if getattr(member, condition)}
        for member, group in zip(part.people, own, strict=True):
            if member.pk in now:
                (stayed if member.pk in then else new).add(groups.find(group))
        went += len(then - now) + sum(one in part.merged for one in before)
        met_now += len(now)
    summed = met_now + sum(part.row.get(condition, 0) for part in left)
    return _bounds(last.people[code], came=len(new - stayed), went=went, summed=summed)


def _bounds(figure: Mapping[str, Any], *, came: int, went: int, summed: int) -> dict[str, Any]:
    """The figure itself where nobody came who is not known to be one of those counted, and nobody went."""
    value = figure["value"]
    if not came and not went:
        return {**figure, "sum": summed, "overlap": None if value is None else summed - value}
    low, high = max(figure["low"] - went, min(1, summed)), min(figure["high"] + came, summed)
    return {"value": None, "sum": summed, "overlap": None, "low": low, "high": high, "additive": False}
