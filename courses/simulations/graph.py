"""The graph of a simulation's scenes, as values: where it starts, what can be reached, what a path scores.

Rules. The case starts at the scene of the lowest number. The scores for safety, consent and information are the sums
of the effects along the path, never below 0; once a decision endangers somebody, safety is 0 whatever else is done.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, combinations
from typing import Any

from core.languages import ORDER
from courses.models import CRITERIA

SAFETY = CRITERIA[0]


@dataclass(frozen=True)
class Decision:
    """A decision: the number of the scene it leads to, its effects in the order of CRITERIA, where it is written."""

    leads_to: int
    effects: tuple[int, ...] = (0, 0, 0)
    endangers: bool = False
    languages: frozenset[str] = frozenset(ORDER)


@dataclass(frozen=True)
class Node:
    """A scene. `languages` are those of its text, `ruled` those of its rule; `sourced`: the rule has a source."""

    number: int
    decisions: tuple[Decision, ...] = ()
    is_ending: bool = False
    languages: frozenset[str] = frozenset(ORDER)
    ruled: frozenset[str] = frozenset(ORDER)
    sourced: bool = True


def written(thing: Mapping[str, Any], field_name: str) -> frozenset[str]:
    """The languages in which a translated field has a text."""
    return frozenset(code for code in ORDER if (thing.get(f"{field_name}_{code}") or "").strip())


def decision_of(option: Mapping[str, Any]) -> Decision:
    """An option, given by the names of its fields, as a decision."""
    return Decision(
        leads_to=option.get("leads_to") or 0,
        effects=tuple(option.get(name) or 0 for name in CRITERIA),
        endangers=bool(option.get("endangers")),
        languages=written(option, "text"),
    )


def node(scene: Mapping[str, Any], options: Iterable[Mapping[str, Any]]) -> Node:
    """A scene and its options, given by the names of their fields, as a node."""
    return Node(
        number=scene.get("number") or 0,
        decisions=tuple(decision_of(option) for option in options),
        is_ending=bool(scene.get("outcome")),
        languages=written(scene, "text"),
        ruled=written(scene, "rule"),
        sourced=bool(written(scene, "source")),
    )


Described = list[tuple[Mapping[str, Any], list[Mapping[str, Any]]]]  # scenes with their options, by names of fields


def described(scenes: Iterable[Any]) -> Described:
    """Model scenes in their order, by the names of their fields."""
    return [(vars(scene), [vars(option) for option in scene.options.all()]) for scene in scenes]


def nodes_of(scenes: Described) -> tuple[Node, ...]:
    """The nodes of scenes, in their order."""
    return tuple(node(scene, options) for scene, options in scenes)


@dataclass(frozen=True)
class Scores:
    """What a path earns: a whole number of 0 or more per criterion."""

    points: tuple[int, ...]
    endangered: bool = False

    @property
    def total(self) -> int:
        return sum(self.points)


def score(decisions: Iterable[Decision]) -> Scores:
    """The scores of the decisions taken."""
    taken = list(decisions)
    points = {name: max(0, sum(decision.effects[place] for decision in taken)) for place, name in enumerate(CRITERIA)}
    endangered = any(decision.endangers for decision in taken)
    if endangered:
        points[SAFETY] = 0
    return Scores(tuple(points.values()), endangered)


@dataclass(frozen=True)
class Graph:
    """The scenes by number; of two with the same number the first counts. It may be unsound: see `problems`."""

    nodes: tuple[Node, ...]
    by_number: dict[int, Node] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_number", {node.number: node for node in reversed(self.nodes)})

    @property
    def start(self) -> int | None:
        """The lowest number."""
        return min(self.by_number, default=None)

    def targets(self, number: int) -> list[int]:
        """Where the decisions of a scene lead, each scene once, those that exist; an ending leads nowhere."""
        leaving = self.by_number[number]
        if leaving.is_ending:
            return []
        return [to for to in dict.fromkeys(decision.leads_to for decision in leaving.decisions) if to in self.by_number]

    @cached_property
    def reachable(self) -> frozenset[int]:
        """The numbers of the scenes that some path from the start comes to."""
        if self.start is None:
            return frozenset()
        found, waiting = {self.start}, [self.start]
        while waiting:
            fresh = [to for to in self.targets(waiting.pop()) if to not in found]
            found.update(fresh)
            waiting.extend(fresh)
        return frozenset(found)

    @cached_property
    def circles(self) -> tuple[tuple[int, ...], ...]:
        """Circles, each as the numbers on it in order from its lowest; every edge that closes one shows in one."""
        return tuple(sorted(set(self._walk()[1])))

    @cached_property
    def backwards(self) -> tuple[int, ...]:
        """All numbers, each after those it leads to; where there are circles, as far as that is possible."""
        return tuple(self._walk()[0])

    def _walk(self) -> tuple[list[int], list[tuple[int, ...]]]:
        """Depth first, without recursion: the numbers in the order they were left, and the circles closed."""
        left: dict[int, None] = {}
        circles: list[tuple[int, ...]] = []
        for root in sorted(self.by_number):
            if root in left:
                continue
            trail: dict[int, Iterator[int]] = {root: iter(self.targets(root))}
            while trail:
                number, following = next(reversed(trail.items()))
                to = next(following, None)
                if to is None:
                    trail.popitem()
                    left[number] = None
                elif to in trail:
                    circles.append(_from_lowest(list(trail)[list(trail).index(to) :]))
                elif to not in left:
                    trail[to] = iter(self.targets(to))
        return list(left), circles

    @cached_property
    def maxima(self) -> Scores:
        """The most that each criterion can earn on some path from the start to an ending.

        The graph must be without circles; ValueError otherwise.
        """
        places = range(len(CRITERIA))
        return Scores(tuple(self._best((place,)) for place in places))

    @cached_property
    def maximum(self) -> int:
        """The most that a single path can earn in all.

        A sum of numbers kept at 0 or more is the largest of the plain sums over any of them, so the longest path is
        sought once for each set of criteria; a set with safety in it keeps to paths that endanger nobody.
        """
        places = range(len(CRITERIA))
        sets = chain.from_iterable(combinations(places, size) for size in range(len(CRITERIA) + 1))
        return max(self._best(chosen) for chosen in sets)

    def _best(self, chosen: Sequence[int]) -> int:
        """The largest sum of the chosen effects on a path from the start to an ending, or 0."""
        if self.circles:
            raise ValueError("a graph with a circle has paths without end")
        safely = CRITERIA.index(SAFETY) in chosen
        best: dict[int, int | None] = {}
        for number in self.backwards:
            leaving = self.by_number[number]
            if leaving.is_ending:
                best[number] = 0
                continue
            sums = [
                onward + sum(decision.effects[place] for place in chosen)
                for decision in leaving.decisions
                if not (safely and decision.endangers) and (onward := best.get(decision.leads_to)) is not None
            ]
            best[number] = max(sums, default=None)
        return max(0, (best.get(self.start) if self.start is not None else None) or 0)


def _from_lowest(circle: list[int]) -> tuple[int, ...]:
    """The same circle, begun at its lowest number."""
    place = circle.index(min(circle))
    return tuple(circle[place:] + circle[:place])
