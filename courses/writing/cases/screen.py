"""What the graph shows of a case: its scenes as forms, the drawing, what keeps it from being played."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from core.languages import NAMES, ORDER, Shown, active, direction, shown
from courses.models import CRITERIA, Exercise, Option, Scene
from courses.simulations.diagram import lay_out
from courses.simulations.graph import Graph, described, nodes_of
from courses.simulations.problems import find_problems

NEW_SCENE, NEW_OPTION = "new-scene", "new-option"


@dataclass(frozen=True)
class Box:
    """A scene in the drawing. `kind`: how it ends, or empty."""

    place: Any
    key: str
    number: int
    kind: str
    outcome: str
    heading: Shown


@dataclass(frozen=True)
class Text:
    """A text of a scene or a decision in one language."""

    field: str
    label: str
    language: str
    value: str
    longest: int | None

    @property
    def name(self) -> str:
        return NAMES[self.language]

    @property
    def direction(self) -> str:
        return direction(self.language)


@dataclass(frozen=True)
class OptionRow:
    """A decision as a form. `leads_to`: the key of a scene, or the number of one that is not there."""

    key: str
    texts: list[list[Text]]
    leads_to: str
    effects: list[tuple[str, str, int]]
    endangers: bool


@dataclass(frozen=True)
class SceneRow:
    """A scene as a form."""

    key: str
    number: int
    outcome: str
    heading: str
    texts: list[list[Text]]
    endings: list[list[Text]]
    options: list[OptionRow]


def scene_rows(exercise: Exercise) -> list[SceneRow]:
    """Every scene of a draft, in its order."""
    scenes = list(exercise.scenes.all())
    keys = {scene.number: str(scene.key) for scene in reversed(scenes)}
    return [_row(scene, keys) for scene in scenes]


def blank_scene() -> SceneRow:
    """For the page's template."""
    return _row(Scene(number=0), {}, NEW_SCENE)


def blank_option() -> OptionRow:
    """For the page's template."""
    return _option(Option(leads_to=0), {}, NEW_OPTION)


def _row(scene: Scene, keys: dict[int, str], key: str = "") -> SceneRow:
    options = [] if key else [_option(option, keys) for option in scene.options.all()]
    return SceneRow(
        key or str(scene.key), scene.number, scene.outcome, str(shown_heading(scene)),
        [_texts(scene, name) for name in ("heading", "text")], [_texts(scene, name) for name in ("rule", "source")],
        options,
    )  # fmt: skip


def _option(option: Option, keys: dict[int, str], key: str = "") -> OptionRow:
    effects = [(name, str(Option._meta.get_field(name).verbose_name), getattr(option, name)) for name in CRITERIA]
    target = keys.get(option.leads_to, str(option.leads_to or ""))
    texts = [_texts(option, name) for name in ("text", "feedback")]
    return OptionRow(key or str(option.key), texts, target, effects, option.endangers)


def _texts(thing: Any, name: str) -> list[Text]:
    field = type(thing)._meta.get_field(name)
    label = str(field.verbose_name).capitalize()
    return [Text(name, label, code, getattr(thing, f"{name}_{code}") or "", field.max_length) for code in ORDER]


def shown_heading(scene: Scene) -> Shown:
    """A scene's heading in the editor's language, else in the first that has one."""
    found = shown(scene, "heading")
    return found if found else Shown(_("Scene %(number)s") % {"number": scene.number}, active(), active())


def drawing(exercise: Exercise) -> dict[str, Any]:
    """The drawing of a draft and its problems, for the template."""
    scenes = list(exercise.scenes.all())
    raw = described(scenes)
    if not raw:
        return {"problems": [], "boxes": []}
    graph = Graph(nodes_of(raw))
    headings = {place: str(shown_heading(scene)) for place, scene in enumerate(scenes)}
    diagram = lay_out(graph, headings, mirrored=get_language_bidi())
    boxes = [
        Box(
            box, str(scene.key), scene.number, scene.outcome,
            str(scene.get_outcome_display()) if scene.is_ending else "", shown_heading(scene),
        )
        for box in diagram.boxes
        for scene in [scenes[box.place]]
    ]  # fmt: skip
    problems = [
        (problem.sentence, str(scenes[problem.scene].key) if problem.scene is not None else "")
        for problem in find_problems(graph.nodes)
    ]
    return {"diagram": diagram, "boxes": boxes, "start": graph.start, "problems": problems}
