"""A finished run as its result page shows it: its scores, and the scenes as they stood when it was played."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.languages import Shown, shown
from courses.models import CRITERIA, Attempt, Scene
from courses.simulations.playing import Case, Step

NAMES: dict[str, str | Promise] = {"safety": _("Safety"), "consent": _("Consent"), "information": _("Information")}


@dataclass(frozen=True)
class CriterionScore:
    """Points and the most that any path earns."""

    name: str | Promise
    points: int
    maximum: int


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
