"""How often each decision was taken and each ending reached, over the first run of each person and without names."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from core.languages import Shown, shown
from courses.models import Attempt, Exercise, Scene
from courses.simulations.playing import read_case
from courses.statistics import FEWEST, Taken, first_attempts


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
    """`n` first runs; below FEWEST without scenes and endings."""

    n: int
    scenes: tuple[SceneFigures, ...] = ()
    endings: tuple[EndingFigures, ...] = ()


def read_case_figures(exercise: Exercise) -> CaseFigures:
    """Three queries. Decisions that were deleted since are left out, and so are the endings they led to."""
    case = read_case(exercise)
    first = Attempt.objects.filter(pk__in=first_attempts(exercise).values("pk")).order_by()
    paths = list(first.values_list("path").annotate(n=Count("pk")))
    taken: Counter[object] = Counter()
    last: Counter[object] = Counter()
    for path, n in paths:
        taken.update(dict.fromkeys(path, n))
        last.update({path[-1]: n} if path else {})
    runs = sum(n for _path, n in paths)
    if runs < FEWEST:
        return CaseFigures(runs)
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
    return CaseFigures(runs, tuple(scenes), tuple(endings))
