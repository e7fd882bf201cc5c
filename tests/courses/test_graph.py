"""The graph of a simulation: reachability, circles and maxima against a naive walk over every path."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from courses.simulations.graph import Decision, Graph, Node, score
from courses.simulations.problems import can_be_played, find_problems


def scene(number, *leads_to, **more):
    return Node(number, tuple(Decision(to) if isinstance(to, int) else to for to in leads_to), **more)


def ending(number, **more):
    return Node(number, is_ending=True, **more)


SOUND = (scene(1, 2, 3), scene(2, 3, 4), ending(3), ending(4))


def told(*nodes):
    with translation.override("en"):
        return [(problem.scene, problem.decision, problem.at, problem.sentence) for problem in find_problems(nodes)]


def paths(graph, number):
    """Every path from a scene to an ending, as lists of decisions."""
    node = graph.by_number.get(number)
    if node is None:
        return
    if node.is_ending:
        yield []
        return
    for decision in node.decisions:
        for rest in paths(graph, decision.leads_to):
            yield [decision, *rest]


effect = st.integers(-3, 3)


@st.composite
def dags(draw):
    """Scenes whose decisions lead to higher numbers or nowhere; in any order, some not to be reached."""
    size = draw(st.integers(1, 7))
    nodes = []
    for number in range(1, size + 1):
        decisions = st.builds(
            Decision,
            st.integers(number + 1, size + 1),
            st.tuples(effect, effect, effect),
            st.sampled_from([False] * 4 + [True]),
        )
        is_ending = draw(st.booleans()) or number == size
        nodes.append(Node(number, () if is_ending else tuple(draw(st.lists(decisions, max_size=3))), is_ending))
    return Graph(tuple(draw(st.permutations(nodes))))


@given(dags())
def test_the_maxima_are_the_best_of_every_path(graph):
    scores = [score(path) for path in paths(graph, graph.start)]
    best = [max((got.points[place] for got in scores), default=0) for place in range(3)]
    assert list(graph.maxima.points) == best
    assert graph.maximum == max((got.total for got in scores), default=0)


@st.composite
def graphs(draw):
    """Any scenes: circles, dead ends, scenes that are missing."""
    size = draw(st.integers(1, 6))
    return Graph(
        tuple(
            scene(number, *draw(st.lists(st.integers(1, size + 1), max_size=3)), is_ending=draw(st.integers(0, 3)) == 0)
            for number in range(1, size + 1)
        )
    )


def walked(graph, number):
    """The scenes some walk of one step or more from a scene comes to, by squaring the relation until it is still."""
    steps = {a: set(graph.targets(a)) for a in graph.by_number}
    for _round in graph.by_number:
        steps = {a: found | {c for b in found for c in steps[b]} for a, found in steps.items()}
    return steps[number]


@given(graphs())
def test_reachability_and_circles_equal_a_naive_search(graph):
    assert graph.reachable == walked(graph, graph.start) | {graph.start}
    on_circles = {number for number in graph.by_number if number in walked(graph, number)}
    assert {number for circle in graph.circles for number in circle} <= on_circles
    assert bool(graph.circles) == bool(on_circles)
    for circle in graph.circles:
        assert all(to in graph.targets(at) for at, to in zip(circle, (*circle[1:], circle[0]), strict=True))


@given(graphs())
def test_what_can_be_played_comes_to_an_ending_by_every_path(graph):
    if not can_be_played(graph.nodes):
        return
    waiting = [(graph.start, 0)]
    while waiting:
        number, length = waiting.pop()
        assert length <= len(graph.nodes)
        node = graph.by_number[number]
        assert node.is_ending or node.decisions
        waiting += [(decision.leads_to, length + 1) for decision in node.decisions]


@pytest.mark.parametrize(
    ("taken", "points", "endangered"),
    [
        ([], (0, 0, 0), False),
        ([Decision(2, (1, 2, 3)), Decision(3, (1, -1, 0))], (2, 1, 3), False),
        ([Decision(2, (-3, 0, 0)), Decision(3, (1, 0, 0))], (0, 0, 0), False),
        ([Decision(2, (3, 1, 0), endangers=True), Decision(3, (3, 1, 0))], (0, 2, 0), True),
    ],
    ids=["nothing", "sums", "never below zero", "danger"],
)
def test_scores(taken, points, endangered):
    got = score(taken)
    assert (got.points, got.endangered, got.total) == (points, endangered, sum(points))


def test_safety_is_best_where_nobody_is_endangered():
    graph = Graph((scene(1, Decision(2, (3, 3, 0), endangers=True), Decision(2, (1, 0, 0))), ending(2)))
    assert graph.maxima.points == (1, 3, 0)
    assert graph.maximum == 3


def test_a_circle_has_no_maximum():
    with pytest.raises(ValueError, match="circle"):
        _ = Graph((scene(1, 1, 2), ending(2))).maximum


def test_a_sound_graph_has_no_problem():
    assert told(*SOUND) == []


CIRCLE = "Somebody could stay in it for ever. Let one of their decisions lead elsewhere."


@pytest.mark.parametrize(
    ("nodes", "place", "sentence"),
    [
        ([], (None, None, "number"), ("A case simulation needs scenes. Add the first one in the tab “Scenes of a "
         "simulation”.")),
        ([*SOUND, ending(4)], (4, None, "number"), "Two scenes have the number 4. Give each its own."),
        ([scene(1, 2, 7), ending(2)], (0, 1, "leads_to"), ("There is no scene 7. Write the number of a scene that "
         "exists, or add that scene.")),
        ([*SOUND, ending(9)], (4, None, "number"), ("Scene 9 cannot be reached from scene 1, where the case begins. "
         "Let a decision lead to it, or delete it.")),
        ([scene(1, 2, 3), scene(2), ending(3)], (1, None, "outcome"), ("Scene 2 ends nowhere: it has no decision and "
         "is no ending. Add a decision, or choose an ending.")),
        ([scene(1, 2), scene(2, 1, is_ending=True)], (1, None, "outcome"), ("Scene 2 is an ending and has decisions, "
         "which nobody would see. Delete them, or choose “None: the case goes on”.")),
        ([scene(1, 2, 1), ending(2)], (0, 1, "leads_to"),
         f"These scenes lead in a circle: \u20681 → 1\u2069. {CIRCLE}"),
        ([scene(1, 2), scene(2, 3), scene(3, 4, 2), ending(4)], (2, 1, "leads_to"),
         f"These scenes lead in a circle: \u20682 → 3 → 2\u2069. {CIRCLE}"),
        ([ending(1)], (0, None, "outcome"), ("The case begins with scene 1, which is an ending: there is nothing to "
         "decide. Choose “None: the case goes on”, or give it a higher number.")),
        ([scene(1, 2), ending(2, ruled=frozenset())], (1, None, "rule_fr"), ("The ending of scene 2 does not say which "
         "rule the case teaches. Write it.")),
        ([scene(1, 2), ending(2, sourced=False)], (1, None, "source_fr"), ("The ending of scene 2 does not say where "
         "its rule comes from. Write the source.")),
    ],
    ids=["empty", "same number", "missing scene", "unreachable", "dead end", "ending with decisions", "circle of one",
         "circle of two", "start is an ending", "no rule", "no source"],
)  # fmt: skip
def test_each_problem_is_said_at_its_field(nodes, place, sentence):
    assert told(*nodes) == [(*place, sentence)]


def test_a_graph_without_an_ending_is_told_so():
    assert told(scene(1, 2), scene(2)) == [
        (1, None, "outcome", ("Scene 2 ends nowhere: it has no decision and is no ending. Add a decision, or choose an "
         "ending.")),
        (1, None, "outcome", ("No scene is an ending, so the case would never close. Choose an ending for at least one "
         "scene.")),
    ]  # fmt: skip


def test_gaps_are_said_by_language_but_do_not_stop_the_play():
    french = frozenset({"fr"})
    nodes = (
        scene(1, Decision(2, languages=french), languages=frozenset({"fr", "ar"})),
        ending(2, languages=french, ruled=french),
    )
    advice = "in which other scenes are written. Write it, or leave this language out everywhere."
    assert told(*nodes) == [
        (0, 0, "text_ar", f"This decision of scene 1 has no text in العربية, {advice}"),
        (1, None, "text_ar", f"Scene 2 has no text in العربية, {advice}"),
        (1, None, "rule_ar", f"The ending of scene 2 has no rule in العربية, {advice}"),
    ]
    assert can_be_played(nodes)


def test_scenes_without_any_text_are_told_so():
    nodes = (scene(1, Decision(2, languages=frozenset()), languages=frozenset()), ending(2, languages=frozenset()))
    assert told(*nodes)[:2] == [
        (place, None, "text_fr", f"Write what happens in scene {place + 1}, in one language at least.")
        for place in (0, 1)
    ]
