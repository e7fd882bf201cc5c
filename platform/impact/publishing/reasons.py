"""Says why a publication was restated, as readers outside the NGO may be told.

Each cause stands apart, and in words alone where its number would be that of few people (definitions.md, section 8, 1).
"""

import itertools
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from core.dates import number
from impact.disclosure.layout import FIRST_TIMES, OF_SESSIONS
from impact.models import Snapshot
from impact.presentation import NAMES
from impact.presentation.naming import CAUSES
from impact.presentation.rows import signed
from impact.publishing.published import Published

OF_A_FIGURE = {"indicator", "part", "from", "to", "causes"}  # and nothing that names a cell, a cycle or a project


def causes_in_order(moved: dict[str, float]) -> list[tuple[Any, float]]:
    """The causes that moved a figure, in the order in which they are always told."""
    return [(words, moved[cause]) for cause, words in CAUSES.items() if moved.get(cause)]


def restatement_reasons(shown: Published) -> list[str]:
    """A sentence per figure that moved. A project hears the causes alone: what moved is of the whole NGO."""
    entries = shown.data["causes"]
    if not entries:
        return []
    if shown.project:
        return [_("The figures of the whole NGO were restated: %(causes)s.") % {"causes": words_of_causes(entries)}]
    figures: dict[str, list[dict[str, Any]]] = {}
    others = []
    for entry in entries:
        if entry.keys() <= OF_A_FIGURE and _is_told(entry["indicator"], shown):
            figures.setdefault(entry["indicator"], []).append(entry)
        else:
            others.append(entry)
    history = _history(shown)
    told = [_sentence(code, figures[code], shown, history) for code in NAMES if code in figures]
    if others and not told:
        told.append(
            _("%(figure)s: %(causes)s") % {"figure": _("Tables and other figures"), "causes": words_of_causes(others)}
        )
    return told


def _is_told(code: str, shown: Published) -> bool:
    """Whether readers hear of a figure at all, shown or hidden."""
    return code != "CUM" and (shown.data["has_tables"] or code not in FIRST_TIMES)


def _history(shown: Published) -> list[Published]:
    """What the same readers were shown before, the newest first."""
    snapshot = shown.snapshot
    earlier = Snapshot.objects.select_related("period").filter(period=snapshot.period_id, number__lt=snapshot.number)
    return [Published(one, shown.k) for one in earlier.order_by("-number")]


def _found(entries: Iterable[dict[str, Any]]) -> set[str]:
    return {cause for entry in entries for cause, by in entry["causes"].items() if by}


def words_of_causes(entries: Iterable[dict[str, Any]]) -> str:
    """The causes that moved any of the numbers, without a number."""
    found = _found(entries)
    return "; ".join(str(text) for cause, text in CAUSES.items() if cause in found)


def _sentence(code: str, entries: list[dict[str, Any]], shown: Published, history: list[Published]) -> str:
    name = NAMES[code].name
    if moved := _numbers(code, shown, history):
        before, after = (one.indicators[code]["value"] for one in (history[0], shown))
        words = "; ".join(f"{signed(by)} {text}" for text, by in causes_in_order(moved))
        return _("%(figure)s: %(before)s, now %(after)s (%(causes)s)") % {
            "figure": name, "before": number(before), "after": number(after), "causes": words,
        }  # fmt: skip
    return _("%(figure)s: %(causes)s") % {"figure": name, "causes": words_of_causes(entries)}


def _numbers(code: str, shown: Published, history: list[Published]) -> dict[str, float]:
    """By how much each cause moved the number since the one that was shown before; empty where that may not be told,
    or is not known."""
    before, after = (one.indicators.get(code, {}).get("value") for one in (history[0], shown))
    if before is None or after is None or shown.stands(code):
        return {}
    moved: dict[str, float] = {}
    for one in _since_shown(code, shown, history):
        for cause, by in _moved(code, one.data["causes"]).items():
            moved[cause] = moved.get(cause, 0) + by
    causes: dict[str, float] = {cause: round(by, 2) for cause, by in moved.items() if by}
    if round(sum(causes.values()) - (after - before), 2) or not causes:
        return {}
    if code in OF_SESSIONS or len(causes) == 1 or all(abs(by) >= shown.k for by in causes.values()):
        return causes
    return {}


def _since_shown(code: str, shown: Published, history: list[Published]) -> list[Published]:
    """This publication and those before it that showed an older number in the place of theirs."""
    return [shown, *itertools.takewhile(lambda one: one.stands(code), history)]


def _moved(code: str, entries: list[dict[str, Any]]) -> dict[str, float]:
    for entry in entries:
        if entry["indicator"] == code and entry.keys() <= OF_A_FIGURE and entry.get("part", "value") == "value":
            return entry["causes"]
    return {}
