"""Playing a case: where a path of decisions leads, and the attempt that an ending makes of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from courses.actions import ForeignAttemptError, NoTriesLeftError, complete_if_met, lock_enrolment, reaches_mark
from courses.models import CRITERIA, Attempt, Enrolment, Exercise, LessonPage, Option, Scene
from courses.quiz.selection import tries_left
from courses.simulations.graph import Graph, Scores, decision_of, described, nodes_of, score
from courses.simulations.problems import can_be_played
from courses.versions import keep_versions, scenes_of


class WrongPathError(Exception):
    """No such decision in the scene one has come to."""


class UnplayableError(Exception):
    """The scenes do not lead from a start to an ending by every path."""


@dataclass(frozen=True)
class Step:
    """A decision taken in a scene."""

    scene: Scene
    option: Option


@dataclass(frozen=True)
class Case:
    """A simulation's scenes, read once."""

    scenes: dict[int, Scene]
    graph: Graph

    @property
    def start(self) -> Scene:
        """Where the case begins; UnplayableError when it cannot be played."""
        if self.graph.start is None or not can_be_played(self.graph.nodes):
            raise UnplayableError
        return self.scenes[self.graph.start]

    def follow(self, places: Iterable[int]) -> "Run":
        """The run of these decisions, each by its place in its scene from 1. WrongPathError, UnplayableError."""
        run = Run((), self.start)
        for place in places:
            options = list(run.scene.options.all())
            if not 1 <= place <= len(options):
                raise WrongPathError
            run = self.decide(run, options[place - 1])
        return run

    def follow_keys(self, keys: Iterable[UUID]) -> "Run":
        """The run of these decisions by their keys. WrongPathError, UnplayableError."""
        run = Run((), self.start)
        for key in keys:
            option = next((option for option in run.scene.options.all() if option.key == key), None)
            if option is None:
                raise WrongPathError
            run = self.decide(run, option)
        return run

    def decide(self, run: "Run", option: Option) -> "Run":
        """The run after one more decision."""
        return Run((*run.steps, Step(run.scene, option)), self.scenes[option.leads_to])

    def retrace(self, keys: Sequence[UUID]) -> tuple[list[Step], Scene | None]:
        """What is still there of a run made earlier: its decisions, and the scene the last one leads to."""
        taken = {option.key: Step(scene, option) for scene in self.scenes.values() for option in scene.options.all()}
        steps = [taken[key] for key in keys if key in taken]
        last = taken.get(keys[-1]) if keys else None
        return steps, self.scenes.get(last.option.leads_to) if last else None


@dataclass(frozen=True)
class Run:
    """The decisions taken so far and the scene they lead to."""

    steps: tuple[Step, ...]
    scene: Scene

    @property
    def places(self) -> list[int]:
        """The decisions by their places in their scenes, from 1, as an address has them."""
        return [list(step.scene.options.all()).index(step.option) + 1 for step in self.steps]

    @property
    def keys(self) -> list[UUID]:
        """The decisions by their keys, as an attempt keeps them."""
        return [step.option.key for step in self.steps]

    @property
    def last(self) -> Step | None:
        return self.steps[-1] if self.steps else None

    @property
    def is_over(self) -> bool:
        return self.scene.is_ending

    def scores(self) -> Scores:
        """What the decisions have earned."""
        return score(decision_of(vars(step.option)) for step in self.steps)


def read_case(exercise: Exercise) -> Case:
    """Two queries. Of two scenes with one number the first counts."""
    return case_of(list(exercise.scenes.prefetch_related("options")))


def played_case(attempt: Attempt) -> Case:
    """The case as it stood when the attempt was made."""
    return case_of(scenes_of(attempt.version) if attempt.version else [])


def case_of(scenes: list[Scene]) -> Case:
    """The case that these scenes are."""
    return Case({scene.number: scene for scene in reversed(scenes)}, Graph(nodes_of(described(scenes))))


@transaction.atomic
def finish_simulation(
    *, enrolment: Enrolment, exercise: Exercise, lesson: LessonPage, uuid: UUID, path: Sequence[UUID]
) -> Attempt:
    """Keep a run that came to an ending; `path`: the keys of its decisions. A repeated `uuid` changes nothing.

    Passed: the pass mark is reached and nobody was endangered. Raises WrongPathError when the path does not come to an
    ending, UnplayableError, NoTriesLeftError, and ForeignAttemptError when the UUID is that of another enrolment or
    exercise.
    """
    enrolment = lock_enrolment(enrolment)
    if kept := find_attempt(enrolment=enrolment, exercise=exercise, uuid=uuid):
        return kept
    case = read_case(exercise)
    run = case.follow_keys(path)
    if not run.is_over:
        raise WrongPathError
    if tries_left(exercise, enrolment) == 0:
        raise NoTriesLeftError
    scores, maximum = run.scores(), case.graph.maximum
    attempt = Attempt.objects.create(
        uuid=uuid, enrolment=enrolment, exercise=exercise, lesson=lesson, score=scores.total, maximum=maximum,
        passed=not scores.endangered and reaches_mark(exercise, scores.total, maximum),
        path=run.keys, scores=_kept_scores(scores, case.graph.maxima),
        version=keep_versions([exercise])[exercise.key],
    )  # fmt: skip
    complete_if_met(enrolment)
    return attempt


def find_attempt(*, enrolment: Enrolment, exercise: Exercise, uuid: UUID) -> Attempt | None:
    """The attempt of this UUID. Raises ForeignAttemptError when it is of another enrolment or exercise."""
    attempt = Attempt.objects.filter(uuid=uuid).first()
    if attempt and (attempt.enrolment_id, attempt.exercise_id) != (enrolment.pk, exercise.pk):
        raise ForeignAttemptError
    return attempt


def _kept_scores(scores: Scores, maxima: Scores) -> dict[str, object]:
    """As `Attempt.scores` has it: criterion -> [points, maximum], and whether somebody was endangered."""
    points = zip(CRITERIA, zip(scores.points, maxima.points, strict=True), strict=True)
    return {name: list(pair) for name, pair in points} | {"endangered": scores.endangered}
