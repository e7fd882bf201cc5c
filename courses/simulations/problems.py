"""Finds what keeps a simulation from being played, or a language from being read: each with place and remedy."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.languages import NAMES, ORDER
from courses.simulations.graph import Graph, Node

MISSING_TEXT = {
    "scene": _("Scene %(scene)s has no text in %(language)s, in which other scenes are written. Write it, or leave "
               "this language out everywhere."),
    "decision": _("This decision of scene %(scene)s has no text in %(language)s, in which other scenes are written. "
                  "Write it, or leave this language out everywhere."),
    "rule": _("The ending of scene %(scene)s has no rule in %(language)s, in which other scenes are written. Write it, "
              "or leave this language out everywhere."),
}  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """A problem at a field of the scene (and decision) at these places in the list, from 0; without a scene: of all.

    `breaks`: the case cannot be played as it is, as opposed to being incomplete in its texts.
    """

    message: str | Promise
    values: dict[str, object] = field(default_factory=dict)
    scene: int | None = None
    decision: int | None = None
    at: str = "number"
    breaks: bool = True

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, in the reader's language."""
        return str(self.message) % {key: str(value) for key, value in self.values.items()}


def find_problems(nodes: tuple[Node, ...]) -> list[Problem]:
    """Every problem, in the order of the scenes."""
    if not nodes:
        return [Problem(_("A case simulation needs scenes. Add the first one in the tab “Scenes of a simulation”."))]
    graph = Graph(nodes)
    found = [problem for place in range(len(nodes)) for problem in _of_scene(graph, place)]
    if not any(node.is_ending for node in nodes):
        found.append(
            Problem(
                _("No scene is an ending, so the case would never close. Choose an ending for at least one scene."),
                scene=len(nodes) - 1,
                at="outcome",
            )
        )
    return [*found, *_gaps(nodes)]


def can_be_played(nodes: tuple[Node, ...]) -> bool:
    """Whether every path from the start comes to an ending."""
    return not any(problem.breaks for problem in find_problems(nodes))


def _of_scene(graph: Graph, place: int) -> Iterator[Problem]:
    node = graph.nodes[place]
    values: dict[str, object] = {"scene": node.number, "start": graph.start}
    if graph.by_number[node.number] is not node:
        yield Problem(_("Two scenes have the number %(scene)s. Give each its own."), values, place)
    elif node.number not in graph.reachable:
        yield Problem(
            _("Scene %(scene)s cannot be reached from scene %(start)s, where the case begins. Let a decision lead to "
              "it, or delete it."),
            values, place,
        )  # fmt: skip
    if node.is_ending:
        yield from _of_ending(graph, place, values)
    elif not node.decisions:
        yield Problem(
            _("Scene %(scene)s ends nowhere: it has no decision and is no ending. Add a decision, or choose an "
              "ending."),
            values, place, at="outcome",
        )  # fmt: skip
    for number, decision in enumerate(node.decisions):
        if decision.leads_to not in graph.by_number:
            yield Problem(
                _("There is no scene %(target)s. Write the number of a scene that exists, or add that scene."),
                {"target": decision.leads_to}, place, number, "leads_to",
            )  # fmt: skip
    yield from _circles(graph, place)


def _of_ending(graph: Graph, place: int, values: dict[str, object]) -> Iterator[Problem]:
    node = graph.nodes[place]
    if node.decisions:
        yield Problem(
            _("Scene %(scene)s is an ending and has decisions, which nobody would see. Delete them, or choose “None: "
              "the case goes on”."),
            values, place, at="outcome",
        )  # fmt: skip
    if node.number == graph.start:
        yield Problem(
            _("The case begins with scene %(scene)s, which is an ending: there is nothing to decide. Choose “None: the "
              "case goes on”, or give it a higher number."),
            values, place, at="outcome",
        )  # fmt: skip
    if not node.ruled:
        yield Problem(
            _("The ending of scene %(scene)s does not say which rule the case teaches. Write it."),
            values, place, at="rule_fr", breaks=False,
        )  # fmt: skip
    if not node.sourced:
        yield Problem(
            _("The ending of scene %(scene)s does not say where its rule comes from. Write the source."),
            values, place, at="source_fr", breaks=False,
        )  # fmt: skip


def _circles(graph: Graph, place: int) -> Iterator[Problem]:
    """Each circle is said once, at the last of its decisions."""
    node = graph.nodes[place]
    if graph.by_number[node.number] is not node:
        return
    for circle in graph.circles:
        if circle[-1] != node.number:
            continue
        closing = next(n for n, decision in enumerate(node.decisions) if decision.leads_to == circle[0])
        way = " → ".join(str(number) for number in (*circle, circle[0]))
        yield Problem(
            _("These scenes lead in a circle: %(way)s. Somebody could stay in it for ever. Let one of their decisions "
              "lead elsewhere."),
            {"way": f"\u2068{way}\u2069"}, place, closing, "leads_to",
        )  # fmt: skip


def _gaps(nodes: tuple[Node, ...]) -> Iterator[Problem]:
    """Texts missing in every language, or in one that another scene is written in."""
    used = frozenset().union(*(node.languages for node in nodes))
    for place, node in enumerate(nodes):
        yield from _gap("scene", node.languages, used, node, place, None)
        if node.is_ending and node.ruled:
            yield from _gap("rule", node.ruled, used, node, place, None)
        for number, decision in enumerate(node.decisions):
            yield from _gap("decision", decision.languages, used, node, place, number)


def _gap(
    what: str, there: frozenset[str], used: frozenset[str], node: Node, place: int, decision: int | None
) -> Iterator[Problem]:
    name = "rule" if what == "rule" else "text"
    if what == "scene" and not used:
        empty = _("Write what happens in scene %(scene)s, in one language at least.")
        yield Problem(empty, {"scene": node.number}, place, decision, "text_fr", breaks=False)
    for code in ORDER:
        if code in used - there:
            values: dict[str, object] = {"scene": node.number, "language": NAMES[code]}
            yield Problem(MISSING_TEXT[what], values, place, decision, f"{name}_{code}", breaks=False)
