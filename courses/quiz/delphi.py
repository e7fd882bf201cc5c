"""The weighted indicators of the ILO and the European Commission, 2009: screening, never a proof.

Source of the rule: indicators-source.md, section 2. Pure: counts of strong, medium and weak indicators in,
a result by dimension and a conclusion out.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from courses.models.questions import Dimension, Weight


@dataclass(frozen=True)
class Tally:
    """How many indicators of one dimension are present."""

    strong: int = 0
    medium: int = 0
    weak: int = 0

    @property
    def is_positive(self) -> bool:
        """Whether they suffice, for adults and children alike."""
        return (
            self.strong >= 2
            or (self.strong >= 1 and self.medium + self.weak >= 1)
            or self.medium >= 3
            or (self.medium >= 2 and self.weak >= 1)
        )


class Conclusion(TextChoices):
    """What the positive dimensions say together."""

    INDICATED = "indicated", _("Trafficking is indicated")
    DECEPTION = "deception", _("Deception and exploitation")
    LABOUR_RIGHTS = "labour_rights", _("A case of labour rights")
    UNCLEAR = "unclear", _("Exploitation with other signs")
    NOT_INDICATED = "not_indicated", _("Not indicated by these facts")


ADVICE = {
    Conclusion.INDICATED: _("Protect first, inform the person of their rights and, if they agree, refer them."),
    Conclusion.DECEPTION: _("Look for coercion where they work, and study the case with a jurist."),
    Conclusion.LABOUR_RIGHTS: _("Direct the person to the labour inspection or a trade union."),
    Conclusion.UNCLEAR: _("Study the case with a jurist: what is missing may only be unknown."),
    Conclusion.NOT_INDICATED: _("Inform the person, and follow up if they agree."),
}
CHILD_ADVICE = _("Protect the child first and refer the case: under 18 nobody can agree to being exploited.")


def advice(conclusion: Conclusion, *, child: bool) -> str:
    """What to do next, in the interface's language."""
    return str(CHILD_ADVICE if child and conclusion == Conclusion.INDICATED else ADVICE[conclusion])


def tally(indicators: Iterable[tuple[str, str]]) -> dict[Dimension, Tally]:
    """Count (dimension, weight) pairs; every dimension is there. A pair with an unknown part counts nowhere."""
    counted = Counter(indicators)
    return {
        dimension: Tally(
            *(counted[dimension.value, weight.value] for weight in (Weight.STRONG, Weight.MEDIUM, Weight.WEAK))
        )
        for dimension in Dimension
    }


def conclude(positive: Collection[Dimension], *, child: bool) -> Conclusion:
    """The overall conclusion from the positive dimensions.

    A child: an act, which the facts of any vignette hold, and exploitation suffice; no means is needed. An adult:
    the source names three combinations; exploitation in any other company is left open rather than called a mere
    case of labour rights.
    """
    if Dimension.EXPLOITATION not in positive:
        return Conclusion.NOT_INDICATED
    if child:
        return Conclusion.INDICATED
    recruited = {Dimension.DECEPTION, Dimension.COERCIVE_RECRUITMENT} & set(positive)
    if Dimension.COERCION in positive:
        return Conclusion.INDICATED if recruited else Conclusion.UNCLEAR
    if Dimension.DECEPTION in positive:
        return Conclusion.DECEPTION
    return Conclusion.LABOUR_RIGHTS if len(set(positive)) == 1 else Conclusion.UNCLEAR


@dataclass(frozen=True)
class Screening:
    """The result of a set of indicators."""

    tallies: dict[Dimension, Tally]
    conclusion: Conclusion


def screen(indicators: Iterable[tuple[str, str]], *, child: bool) -> Screening:
    """Screen (dimension, weight) pairs."""
    tallies = tally(indicators)
    positive = {dimension for dimension, counted in tallies.items() if counted.is_positive}
    return Screening(tallies, conclude(positive, child=child))
