"""Counts how often each decision was taken and each ending reached, in the first run of each person, no names."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from core.languages import Shown, shown
from courses.models import Attempt, Exercise, Scene, Version
from courses.simulations.playing import read_case
from courses.statistics import FEWEST, Taken, first_attempts
from courses.versions import is_current


@dataclass(frozen=True)
class SceneFigures:
    """A scene with its decisions; `n` came to it. Below FEWEST nothing is said of its decisions."""

    scene: Scene
    n: int
    decisions: tuple[Taken, ...]

    @property
    def heading(self) -> Shown:
        return shown(self.scene, "heading")


@dataclass(frozen=True)
class EndingFigures:
    """An ending, and how many of all came to it."""

    scene: Scene
    taken: Taken


@dataclass(frozen=True)
class CaseFigures:
    """`n` first runs of the case as it is now; below FEWEST without scenes and endings. `former`: of earlier ones."""

    n: int
    scenes: tuple[SceneFigures, ...] = ()
    endings: tuple[EndingFigures, ...] = ()
    former: int = 0


def read_case_figures(exercise: Exercise) -> CaseFigures:
    """Over the case as it is now: whoever played an earlier version decided between other things."""
    case = read_case(exercise)
    first = Attempt.objects.filter(pk__in=first_attempts(exercise).values("pk")).order_by()
    rows = list(first.values_list("path", "version").annotate(n=Count("pk")))
    versions = Version.objects.in_bulk([version for _path, version, _n in rows if version])
    current = {pk for pk, version in versions.items() if is_current(version, exercise)} | {None}
    paths = [(path, n) for path, version, n in rows if version in current]
    former = sum(n for _path, version, n in rows if version not in current)
    taken: Counter[object] = Counter()
    last: Counter[object] = Counter()
    for path, n in paths:
        taken.update(dict.fromkeys(path, n))
        last.update({path[-1]: n} if path else {})
    runs = sum(n for _path, n in paths)
    if runs < FEWEST:
        return CaseFigures(runs, former=former)
    scenes, reached = [], Counter[int]()
    for scene in sorted(case.scenes.values(), key=lambda scene: scene.number):
        options = list(scene.options.all())
        came = sum(taken[option.key] for option in options)
        for option in options:
            reached[option.leads_to] += last[option.key]
        counts = [Taken(shown(option, "text"), taken[option.key], came, not option.endangers) for option in options]
        if options:
            scenes.append(SceneFigures(scene, came, tuple(counts) if came >= FEWEST else ()))
    endings = [
        EndingFigures(scene, Taken(shown(scene, "heading"), reached[number], runs))
        for number, scene in sorted(case.scenes.items())
        if scene.is_ending
    ]
    return CaseFigures(runs, tuple(scenes), tuple(endings), former)
