"""Puts earlier numbers in the place of new ones that would tell of few people (definitions.md, section 8, 1).

A restatement shows those of the publication before until enough late evidence has come together.
"""

from collections.abc import Mapping
from typing import Any

from impact.disclosure.equations import shown_table
from impact.disclosure.layout import period_name, standing_at

Content = Mapping[str, Any]
AXIS_PARTS = 4  # of the name of a cell: section|code|axis|value


def keep_layout(content: dict[str, Any], before: Content) -> None:
    """The rows of a period's tables are those of its first publication, with what came since: one that is empty now is
    a row of zeros. Changes the content."""
    sections = [(content, before), *((one, before["projects"].get(code)) for code, one in content["projects"].items())]
    for section, earlier in sections:
        for axis, rows in (earlier or {"by": {}})["by"].items():
            for value, cell in rows.items():
                nothing = {code: None if count is None else 0 for code, count in cell.items()}
                section["by"].setdefault(axis, {}).setdefault(value, nothing)


def stand(content: Content, concealed: set[str], before: Content | None, k: int) -> tuple[list[str], dict[str, Any]]:
    """Which of the concealed cells are hidden, and what stands for the others: `numbers` by the name of the cell, and
    `absent`, the rows of which the publication before had nothing (section|axis|value)."""
    if before is None:
        return sorted(concealed), {}
    prefix = period_name(content)
    shown = shown_table(before, prefix, k).cells
    hidden, numbers, absent = set(before["hidden"][str(k)]) & concealed, {}, set()
    for cell in concealed - hidden:
        section, *rest = cell.split("|")
        if (value := shown.get(f"{prefix}|{cell}")) is not None:
            numbers[cell] = value
        elif len(rest) == AXIS_PARTS - 1 and has_section(before, section):
            numbers[cell] = 0
            absent.add("|".join([section, *rest[1:]]))
        else:
            hidden.add(cell)
    absent |= set(standing_at(before, k).get("absent", ())) & {_row(cell) for cell in numbers}
    return sorted(hidden), {"numbers": numbers, "absent": sorted(absent)}


def has_section(content: Content, section: str) -> bool:
    """Whether a snapshot speaks of the whole (an empty section) or of this project."""
    return not section or section in content["projects"]


def _row(cell: str) -> str:
    section, _code, *rest = cell.split("|")
    return "|".join([section, *rest])
