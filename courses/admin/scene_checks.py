"""Whether the scenes of a simulation can be played, said at the field that must change."""

from typing import Any

from courses.simulations.graph import Described, nodes_of
from courses.simulations.problems import Problem, find_problems


def scenes_are_sound(form: Any) -> bool:
    """Whether every scene can be reached and leads to an ending; errors are put on `form` and its inline forms.

    A draft may be unfinished: the diagram above the scenes says what is missing. Exercises of another kind keep
    scenes they do not use.
    """
    if hasattr(form, "posted_scenes"):
        return not form.scene_problems  # asked once more: the errors are there already
    form.posted_scenes, form.scene_problems = posted_scenes(form), []
    if form.cleaned_data.get("kind") != "simulation" or form.is_deferred_validation:
        return True
    form.scene_problems = find_problems(nodes_of(form.posted_scenes))
    for problem in form.scene_problems:
        _put(form, problem)
    return not form.scene_problems


def posted_scenes(form: Any) -> Described:
    """The scenes as they were sent, those to be deleted left out; copies, since an error takes its field away."""
    return [
        (dict(scene.cleaned_data), [dict(option.cleaned_data) for option in _options(scene)]) for scene in _scenes(form)
    ]


def _put(form: Any, problem: Problem) -> None:
    if problem.scene is None:
        form.add_error("kind", problem.sentence)
        return
    concerned = _scenes(form)[problem.scene]
    if problem.decision is not None:
        concerned = _options(concerned)[problem.decision]
    concerned.add_error(problem.at, problem.sentence)


def _scenes(form: Any) -> list[Any]:
    return _kept(form.formsets["scenes"])


def _options(scene: Any) -> list[Any]:
    return _kept(scene.formsets["options"])


def _kept(formset: Any) -> list[Any]:
    """In the order shown; a form left empty has no cleaned data."""
    kept = [form for form in formset.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
    return sorted(kept, key=lambda form: form.cleaned_data.get("ORDER") or 0)
