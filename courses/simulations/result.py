"""A finished run as its result page shows it: its scores, and the scenes as they stood when it was played."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.languages import Shown, shown
from courses.models import CRITERIA, Attempt, Option, Scene
from courses.simulations.graph import Scores
from courses.simulations.playing import Case, Step

NAMES: dict[str, str | Promise] = {"safety": _("Safety"), "consent": _("Consent"), "information": _("Information")}


@dataclass(frozen=True)
class CriterionScore:
    """Points and the most that any path earns; `criterion` is its code."""

    name: str | Promise
    points: int
    maximum: int
    criterion: str = ""


def gauges(scores: Scores, maxima: Scores) -> list[CriterionScore]:
    """What has been earned so far; a criterion that no decision of the case can earn is left out."""
    kept = zip(CRITERIA, scores.points, maxima.points, strict=True)
    return [CriterionScore(NAMES[name], points, maximum, name) for name, points, maximum in kept if maximum]


BEGINS, MINUTES = 18 * 60, 20  # a case is told from six in the evening on; a decision takes twenty minutes


def story_time(decisions: int) -> str:
    """What a clock in the story says after so many decisions, as `18:40`."""
    hours, minutes = divmod(BEGINS + MINUTES * decisions, 60)
    return f"{hours % 24:02}:{minutes:02}"


def turning_point(steps: Sequence[Step]) -> int | None:
    """The place from 0 of the decision from which it went otherwise than it could: the first that endangers somebody,
    else the first beside which a better one stood; None where none did."""
    for place, step in enumerate(steps):
        if step.option.endangers:
            return place
    worth = [(_worth(step.option), max(_worth(option) for option in step.scene.options.all())) for step in steps]
    return next((place for place, (taken, best) in enumerate(worth) if taken < best), None)


def _worth(option: Option) -> int:
    return sum(getattr(option, name) for name in CRITERIA)


class Result:
    """The run of an attempt, in the case as it was played."""

    badges = {Scene.Outcome.PROTECTED: "done", Scene.Outcome.HARMED: "wrong"}

    def __init__(self, attempt: Attempt, case: Case) -> None:
        self.attempt = attempt
        self.steps, self.ending = case.retrace(attempt.path)

    @property
    def endangered(self) -> bool:
        """Whether a decision put somebody in danger, as it was scored."""
        return bool(self.attempt.scores.get("endangered"))

    @property
    def endangering(self) -> list[Step]:
        """The decisions that did."""
        return [step for step in self.steps if step.option.endangers] if self.endangered else []

    @property
    def badge(self) -> str:
        """The kind of the outcome's badge."""
        return self.badges.get(Scene.Outcome(self.ending.outcome), "") if self.ending else ""

    @property
    def scores(self) -> list[CriterionScore]:
        """By criterion; one that no decision of this case can earn is left out."""
        kept = self.attempt.scores
        return [CriterionScore(NAMES[name], *kept[name]) for name in CRITERIA if name in kept and kept[name][1]]

    def texts(self) -> list[Shown]:
        """Everything translated that is shown of it."""
        parts = [(step.scene, "heading") for step in self.steps]
        of_options = [(step.option, name) for step in self.steps for name in ("text", "feedback")]
        of_ending = [(self.ending, name) for name in ("heading", "text", "rule", "source")] if self.ending else []
        return [shown(thing, name) for thing, name in (*parts, *of_options, *of_ending)]
