"""Why a publication was restated, as readers outside the NGO may be told: each cause apart, no hidden count told."""

from typing import Any

from django.utils.translation import gettext as _

from core.dates import number
from impact.models import Snapshot
from impact.naming import CAUSES, NAMES
from impact.published import Published


def causes_in_order(moved: dict[str, float]) -> list[tuple[Any, float]]:
    """The causes that moved a figure, in the order in which they are always told."""
    return [(words, moved[cause]) for cause, words in CAUSES.items() if moved.get(cause)]


def told_causes(shown: Published) -> list[str]:
    """A sentence per figure that moved, with its numbers where they are shown before and after. A project hears the
    causes alone: the numbers are those of the whole NGO."""
    entries = shown.data["causes"]
    if not entries:
        return []
    if shown.project:
        found = {cause for entry in entries for cause, by in entry["causes"].items() if by}
        words = "; ".join(str(text) for cause, text in CAUSES.items() if cause in found)
        return [_("The figures of the whole NGO were restated: %(causes)s.") % {"causes": words}]
    before = _before(shown)
    return [_sentence(entry, _is_shown(shown, entry) and _is_shown(before, entry)) for entry in entries]


def _before(shown: Published) -> Published:
    snapshot = shown.snapshot
    earlier = Snapshot.objects.select_related("period").get(period=snapshot.period_id, number=snapshot.number - 1)
    return Published(earlier, shown.k)


def _is_shown(shown: Published, entry: dict[str, Any]) -> bool:
    return shown.indicators[entry["indicator"]]["value"] is not None


def _sentence(entry: dict[str, Any], with_numbers: bool) -> str:
    name, causes = NAMES[entry["indicator"]].name, causes_in_order(entry["causes"])
    if not with_numbers:
        words = "; ".join(str(text) for text, _by in causes)
        return _("%(figure)s: %(causes)s") % {"figure": name, "causes": words}
    words = "; ".join(f"\u2066{by:+g}\u2069 {text}" for text, by in causes)
    return _("%(figure)s: %(before)s, now %(after)s (%(causes)s)") % {
        "figure": name, "before": number(entry["from"]), "after": number(entry["to"]), "causes": words,
    }  # fmt: skip
