"""Simulations can be played to an end, whatever one chooses."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from core.languages import ORDER
from courses.models import CRITERIA
from courses.simulations.graph import nodes_of
from courses.simulations.problems import find_problems
from courses.starter.content import Module, Shelf
from courses.starter.practice import Exercise, Option, Scene
from courses.starter.texts import Finding, Text


def check_scenes(module: Module, shelf: Shelf) -> Iterator[Finding]:
    """The same problems that the editor is told, at the scene or decision they concern."""
    for exercise in module.exercises.values():
        if exercise.kind == "simulation":
            yield from _problems(exercise)


def _problems(exercise: Exercise) -> Iterator[Finding]:
    scenes = exercise.scenes
    nodes = nodes_of([(_named(scene), [_decision(option) for option in scene.options]) for scene in scenes])
    for problem in find_problems(nodes):
        place = exercise.place if problem.scene is None else scenes[problem.scene].place
        if problem.scene is not None and problem.decision is not None:
            place = scenes[problem.scene].options[problem.decision].place
        yield Finding(place, "scene", problem.sentence)
    for scene in scenes:
        for option in scene.options:
            if option.why is None:
                yield Finding(option.place, "feedback", _("This answer says nothing to who gives it. Add “why”."))


def _named(scene: Scene) -> dict[str, Any]:
    texts = {"text": scene.text, "rule": scene.rule, "source": scene.source}
    return {"number": scene.number, "outcome": scene.outcome} | _fields(texts)


def _decision(option: Option) -> dict[str, Any]:
    effects = dict(zip(CRITERIA, option.effects, strict=True))
    return effects | {"leads_to": option.leads_to, "endangers": option.endangers} | _fields({"text": option.text})


def _fields(texts: dict[str, Text | None]) -> dict[str, str]:
    return {f"{name}_{code}": text[code] if text else "" for name, text in texts.items() for code in ORDER}
