"""Names one published number in words: its figure, the part of it, the row of which table, the project."""

from typing import Any

from core.text import labelled
from impact.presentation.naming import AXES, NAMES, PARTS, name_of
from impact.presentation.values import in_words

SEPARATOR = " · "


def name_of_number(entry: dict[str, Any]) -> str:
    """`entry` names it as a snapshot does (impact.publishing.numbers)."""
    words = [str(NAMES[entry["indicator"]].name)]
    if part := entry.get("part"):
        words.append(str(PARTS[part]))
    if axis := entry.get("axis"):
        words.append(labelled(name_of(axis), in_words(axis, entry["value"])))
    elif cycle := entry.get("value"):
        words.append(cycle)
    if project := entry.get("project"):
        words.append(labelled(AXES["project"], in_words("project", project)))
    return SEPARATOR.join(words)
