"""Lays out the graph of a simulation as a diagram: a layer for each decision, from the top; only geometry.

A scene lies below every scene that leads to it. A decision that skips layers is led through them by a bend in each,
so that it passes beside the scenes between. In Arabic the drawing is mirrored. Measures are whole pixels.
"""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import wrap

from courses.simulations.graph import Graph

BOX, HEIGHT, BEND = 240, 78, 34  # widths of a scene and of a bend, height of a scene
GAP, DROP, EDGE = 22, 58, 14  # between neighbours, between layers, around the drawing
LINE, LETTERS = 19, 31  # height of a line of text, letters in it
SWEEPS = 6
Spot = tuple[int, ...]  # (scene,) or a bend: (from, to, layer)


@dataclass(frozen=True)
class Box:
    """A scene: where it is and the lines of its heading."""

    number: int
    place: int
    x: int
    y: int
    lines: tuple[str, ...]
    width: int = BOX
    height: int = HEIGHT

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    def baselines(self) -> list[tuple[int, str]]:
        """Each line of the heading with the height it stands at."""
        return [(self.y + 2 * LINE + 4 + row * LINE, line) for row, line in enumerate(self.lines)]


@dataclass(frozen=True)
class Wire:
    """Decisions of one scene that lead to one other: a line, and their numbers beside its start."""

    line: str
    label: str
    label_x: int
    label_y: int
    is_back: bool


@dataclass(frozen=True)
class Diagram:
    """`apart`: the height at which the scenes begin that cannot be reached, or None."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...]
    apart: int | None


def lay_out(graph: Graph, headings: Mapping[int, str], *, mirrored: bool = False) -> Diagram:
    """Lay the graph out. `headings`: by the scene's place in the list."""
    layers, forth = _layers(graph)
    middles, width = _middles(layers, forth)
    places = {node.number: place for place, node in reversed(list(enumerate(graph.nodes)))}
    apart = [p for p, node in enumerate(graph.nodes) if node.number not in graph.reachable or places[node.number] != p]
    width = max(width, min(len(apart), 4) * (BOX + GAP) - GAP + 2 * EDGE)
    if mirrored:
        middles = {spot: width - x for spot, x in middles.items()}
    tops = {spot: EDGE + layer * (HEIGHT + DROP) for layer, spots in enumerate(layers) for spot in spots}

    def box(place: int, middle: int, top: int) -> Box:
        return Box(graph.nodes[place].number, place, middle - BOX // 2, top, _lines(headings.get(place, "")))

    boxes = [box(places[spot[0]], middles[spot], tops[spot]) for spots in layers for spot in spots if len(spot) == 1]
    bottom = EDGE + len(layers) * (HEIGHT + DROP) - DROP + EDGE
    below = bottom + 2 * LINE
    for row, place in enumerate(apart):
        middle = EDGE + BOX // 2 + row % 4 * (BOX + GAP)
        top = below + row // 4 * (HEIGHT + GAP)
        boxes.append(box(place, width - middle if mirrored else middle, top))
    height = below + (len(apart) + 3) // 4 * (HEIGHT + GAP) if apart else bottom
    wires = _wires(graph, forth, middles, tops)
    return Diagram(width, height, tuple(boxes), tuple(wires), bottom + LINE if apart else None)


def _layers(graph: Graph) -> tuple[list[list[Spot]], dict[tuple[int, int], list[Spot]]]:
    """The scenes that can be reached with the bends between them, by layer; and each wire downwards as its spots."""
    order = [number for number in reversed(graph.backwards) if number in graph.reachable]
    rank = {number: place for place, number in enumerate(order)}
    layer = dict.fromkeys(order, 0)
    downwards = [(at, to) for at in order for to in graph.targets(at) if rank[to] > rank[at]]
    for at, to in downwards:
        layer[to] = max(layer[to], layer[at] + 1)
    layers: list[list[Spot]] = [[] for _layer in range(max(layer.values(), default=-1) + 1)]
    for number in sorted(order):
        layers[layer[number]].append((number,))
    forth: dict[tuple[int, int], list[Spot]] = {}
    for at, to in downwards:
        bends: list[Spot] = [(at, to, between) for between in range(layer[at] + 1, layer[to])]
        for bend in bends:
            layers[bend[2]].append(bend)
        forth[at, to] = [(at,), *bends, (to,)]
    return layers, forth


def _middles(layers: list[list[Spot]], forth: dict[tuple[int, int], list[Spot]]) -> tuple[dict[Spot, int], int]:
    """The x of each spot's middle and the drawing's width; layers are sorted so that few wires cross."""
    pairs = [pair for spots in forth.values() for pair in itertools.pairwise(spots)]
    above: dict[Spot, list[Spot]] = {}
    below: dict[Spot, list[Spot]] = {}
    for upper, lower in pairs:
        below.setdefault(upper, []).append(lower)
        above.setdefault(lower, []).append(upper)
    for sweep in range(SWEEPS):
        near, rows = (above, layers) if sweep % 2 == 0 else (below, layers[::-1])
        for row in rows:
            at = {spot: place / len(spots) for spots in layers for place, spot in enumerate(spots)}
            row.sort(key=lambda spot: sum(at[n] for n in near[spot]) / len(near[spot]) if spot in near else at[spot])
    widths = [sum(_width(spot) + GAP for spot in spots) - GAP for spots in layers]
    width = max(widths, default=0) + 2 * EDGE
    middles: dict[Spot, int] = {}
    for spots, taken in zip(layers, widths, strict=True):
        x = (width - taken) // 2
        for spot in spots:
            middles[spot] = x + _width(spot) // 2
            x += _width(spot) + GAP
    return middles, width


def _width(spot: Spot) -> int:
    return BOX if len(spot) == 1 else BEND


def _wires(
    graph: Graph, forth: dict[tuple[int, int], list[Spot]], middles: dict[Spot, int], tops: dict[Spot, int]
) -> list[Wire]:
    wires = []
    for at in sorted(graph.reachable):
        targets = graph.targets(at)
        for to in targets:
            spots = forth.get((at, to))
            label = ", ".join(str(n) for n, d in enumerate(graph.by_number[at].decisions, 1) if d.leads_to == to)
            # Decisions leave side by side, in the order of where they go.
            rank = sorted(targets, key=lambda t: middles[forth[at, t][1] if (at, t) in forth else (t,)]).index(to)
            start = middles[at,] - BOX // 2 + BOX * (rank + 1) // (len(targets) + 1)
            top = tops[at,] + HEIGHT
            line = _down(spots, start, top, middles, tops) if spots else _up(start, top, middles[to,], tops[to,])
            wires.append(Wire(line, label, start, top + 15, spots is None))
    return wires


def _down(spots: list[Spot], x: int, y: int, middles: dict[Spot, int], tops: dict[Spot, int]) -> str:
    """A smooth line from the foot of a scene through its bends to the top of another."""
    line = f"M{x} {y}"
    for spot in spots[1:]:
        to_x, to_y = middles[spot], tops[spot]
        half = (y + to_y) // 2
        line += f" C{x} {half} {to_x} {half} {to_x} {to_y}"
        x, y = to_x, to_y
        if len(spot) > 1:
            y += HEIGHT
            line += f" L{x} {y}"
    return line


def _up(x: int, y: int, to_x: int, to_y: int) -> str:
    """A line back to a scene above, or to the same one."""
    return f"M{x} {y} C{x} {y + DROP} {to_x + BOX} {to_y + HEIGHT} {to_x + BOX // 2} {to_y + HEIGHT // 2}"


def _lines(heading: str) -> tuple[str, ...]:
    """At most two lines, the second cut short with an ellipsis where it must be."""
    lines = wrap(heading, LETTERS)
    if len(lines) > 2:
        lines = [lines[0], f"{lines[1][: LETTERS - 1].rstrip()}…"]
    return tuple(lines)
