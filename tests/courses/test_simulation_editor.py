"""A case in the editor: refused on publishing with the remedy at its field, drawn with what is still missing."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from accounts.roles import Role
from courses.admin.simulation import panel_context
from courses.models import Exercise
from courses.simulations.diagram import lay_out
from courses.simulations.graph import Decision, Graph, Node, described
from tests.support.simulations import make_case

CODES = ("fr", "ar", "en")


def in_french(**texts):
    return {f"{name}_{code}": text if code == "fr" else "" for name, text in texts.items() for code in CODES}


def option(leads_to, text="Décider"):
    effects = {"safety": 0, "consent": 0, "information": 0}
    return in_french(text=text, feedback="") | effects | {"leads_to": leads_to}


def scene(number, *options, outcome="", text="Texte", rule="", source=""):
    return (
        in_french(heading="Scène", text=text, rule=rule, source=source)
        | {"number": number, "outcome": outcome, "options": inline_formset(options)}
    )  # fmt: skip


def ending(number, **more):
    return scene(number, **({"outcome": "mixed", "rule": "Règle", "source": "Source"} | more))


def form_data(*scenes, kind="simulation", action="action-publish"):
    data = in_french(heading="Cas", intro="") | {"kind": kind, "pass_mark": 75, "tries": "", "drawn": "", "bank": ""}
    data |= {"drawn_form": "", "questions": inline_formset([]), "scenes": inline_formset(scenes)}
    return nested_form_data(data) | {action: "1"}


@pytest.fixture
def trainer(sign_in, own_ngo):
    return sign_in(own_ngo, Role.TRAINER)


ADD = "wagtailsnippets_courses_exercise:add"


def errors(response):
    """(scene's place, decision's place, field) of each error."""
    found = [(None, None, name) for name in response.context["form"].errors]
    for place, one in enumerate(response.context["form"].formsets["scenes"].forms):
        found += [(place, None, name) for name in one.errors]
        for number, decision in enumerate(one.formsets["options"].forms):
            found += [(place, number, name) for name in decision.errors]
    return found


def test_a_sound_case_is_published(trainer):
    response = trainer.post(reverse(ADD), form_data(scene(1, option(2), option(3)), ending(2), ending(3)))
    assert response.status_code == 302
    case = Exercise.objects.get(kind="simulation", heading_fr="Cas")
    assert (case.live, case.scenes.count()) == (True, 3)


@pytest.mark.parametrize(
    ("scenes", "expected"),
    [
        ([], [(None, None, "kind")]),
        ([scene(1, option(2), option(7)), ending(2)], [(0, 1, "leads_to")]),
        ([scene(1, option(2)), ending(2), ending(3)], [(2, None, "number")]),
        ([scene(1, option(2), option(3)), ending(2), scene(3)], [(2, None, "outcome")]),
        ([scene(1, option(2), option(1)), ending(2)], [(0, 1, "leads_to")]),
        ([scene(1, option(2)), ending(2, rule="")], [(1, None, "rule_fr")]),
        ([scene(1, option(2, text="")), ending(2)], [(0, 0, "text_fr")]),
    ],
    ids=["no scene", "missing scene", "unreachable", "dead end", "circle", "no rule", "no text"],
)
def test_a_problem_is_put_at_its_field(trainer, scenes, expected):
    response = trainer.post(reverse(ADD), form_data(*scenes))
    assert errors(response) == expected
    assert not Exercise.objects.filter(heading_fr="Cas").exists()


def test_what_was_refused_is_drawn_as_it_was_sent(trainer):
    html = trainer.post(reverse(ADD), form_data(scene(1, option(2)), ending(2), ending(3))).content.decode()
    assert html.count('<rect class="scene-graph__box') == 3
    assert html.count('class="scene-graph__apart"') == 1


def test_an_unfinished_draft_is_kept_and_its_problems_are_listed(trainer):
    sent = form_data(scene(1, option(2)), scene(2), action="action-draft")
    assert trainer.post(reverse(ADD), sent).status_code == 302
    case = Exercise.objects.get(heading_fr="Cas")
    html = trainer.get(reverse("wagtailsnippets_courses_exercise:edit", args=[case.pk])).content.decode()
    problems = html.partition('class="scene-graph__problems"')[2].partition("</ul>")[0]
    assert (case.live, problems.count("<li>")) == (False, 2)


def test_the_panel_shows_the_graph_with_its_best_scores(own_ngo):
    context = panel_context(described(make_case().scenes.all()))
    assert (context["problems"], context["maximum"]) == ([], 5)
    assert context["maxima"] == {"safety": 2, "consent": 2, "information": 2}
    assert [row.outcome != "" for row in context["rows"]] == [False, False, True, True, True]


def nodes(*edges):
    return Graph(tuple(Node(n, tuple(Decision(to) for to in tos), is_ending=not tos) for n, tos in edges))


GRAPH = nodes((1, [2, 3]), (2, [3, 4]), (3, [4]), (4, []), (9, []))


def test_scenes_stand_below_those_that_lead_to_them_and_never_overlap():
    diagram = lay_out(GRAPH, {0: "un titre qui est bien trop long pour tenir sur deux lignes de la boîte"})
    boxes = {box.number: box for box in diagram.boxes}
    assert [boxes[n].y for n in (1, 2, 3, 4)] == sorted({boxes[n].y for n in (1, 2, 3, 4)})
    assert boxes[9].y > diagram.apart > boxes[4].y
    assert len(boxes[1].lines) == 2
    assert boxes[1].lines[1].endswith("…")
    assert len(diagram.wires) == 5
    for box in boxes.values():
        assert 0 <= box.x <= diagram.width - box.width
        assert 0 <= box.y <= diagram.height - box.height


def test_in_arabic_the_diagram_is_mirrored():
    plain, mirrored = (lay_out(nodes((1, [2, 3]), (2, []), (3, [])), {}, mirrored=way) for way in (False, True))
    assert [plain.width - box.middle for box in plain.boxes] == [box.middle for box in mirrored.boxes]
    assert [box.number for box in sorted(plain.boxes, key=lambda box: (box.y, box.x))] == [1, 2, 3]


def test_a_circle_is_drawn_as_a_line_back():
    diagram = lay_out(nodes((1, [2]), (2, [1, 2, 3]), (3, [])), {})
    assert [(wire.label, wire.is_back) for wire in diagram.wires] == [
        ("1", False), ("1", True), ("2", True), ("3", False),
    ]  # fmt: skip
