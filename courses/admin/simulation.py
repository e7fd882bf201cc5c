"""The graph of a simulation in the editor: a diagram, what is still wrong, and the same as a table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.utils.translation import get_language_bidi
from wagtail.admin.panels import Panel

from core.languages import ORDER, Shown, shown
from courses.models import CRITERIA, Scene
from courses.simulations.diagram import lay_out
from courses.simulations.graph import Described, Graph, described, nodes_of
from courses.simulations.problems import find_problems


@dataclass(frozen=True)
class OptionRow:
    """A decision in the table."""

    text: Shown
    leads_to: int | None
    effects: tuple[int, ...]
    endangers: bool


@dataclass(frozen=True)
class SceneRow:
    """A scene in the diagram and in the table. `outcome`: the ending in words, or empty."""

    number: int | None
    heading: Shown
    outcome: str
    kind: str
    options: tuple[OptionRow, ...]


class SimulationPanel(Panel):
    """Shows the saved draft's graph; after a refusal, that of what was sent."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "courses/admin/simulation_panel.html"

        class Media:
            css = {"all": ["css/editor-simulation.css"]}

        def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
            scenes = getattr(self.form, "posted_scenes", None)
            is_posted = scenes is not None
            if scenes is None:
                scenes = described(self.instance.scenes.all())
            return super().get_context_data(parent_context) | {"is_posted": is_posted} | panel_context(scenes)


def panel_context(scenes: Described) -> dict[str, Any]:
    """The diagram with its boxes' rows, the problems, the best scores (without circles only), the rows."""
    if not scenes:
        return {"rows": []}
    graph = Graph(nodes_of(scenes))
    rows = scene_rows(scenes)
    headings = {place: str(row.heading) for place, row in enumerate(rows)}
    diagram = lay_out(graph, headings, mirrored=get_language_bidi())
    return {
        "rows": rows,
        "diagram": diagram,
        "boxes": [(box, rows[box.place]) for box in diagram.boxes],
        "start": graph.start,
        "problems": find_problems(graph.nodes),
        "maximum": None if graph.circles else graph.maximum,
        "maxima": None if graph.circles else dict(zip(CRITERIA, graph.maxima.points, strict=True)),
    }


def scene_rows(scenes: Described) -> list[SceneRow]:
    """The scenes in the editor's language."""
    outcomes = {str(outcome.value): str(outcome.label) for outcome in Scene.Outcome if outcome.value}
    return [
        SceneRow(
            scene.get("number"), _text(scene, "heading"), outcomes.get(scene.get("outcome") or "", ""),
            scene.get("outcome") or "", tuple(_option_rows(options)),
        )
        for scene, options in scenes
    ]  # fmt: skip


def _option_rows(options: Iterable[Mapping[str, Any]]) -> Iterable[OptionRow]:
    for option in options:
        effects = tuple(option.get(name) or 0 for name in CRITERIA)
        yield OptionRow(_text(option, "text"), option.get("leads_to"), effects, bool(option.get("endangers")))


def _text(thing: Mapping[str, Any], field: str) -> Shown:
    """As `shown`, of a thing given by the names of its fields."""
    names = [f"{field}_{code}" for code in ORDER]
    return shown(SimpleNamespace(**{name: thing.get(name) or "" for name in names}), field)
