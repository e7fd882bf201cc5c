"""Lists every number of a publication one by one: figures with all their parts, cells, cycles; of projects too."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

# What a figure says beside its value; of a share not the percent, which follows from the two numbers.
PARTS = {
    "PRO": ("n", "N", "of"), "PRO_S": ("n", "N"), "RANGE": ("low", "high"),
    "GAIN": ("pairs", "of", "improved", "pre_percent", "post_percent", "hake_g"),
    "RETENTION": ("pairs", "of", "first_percent", "again_percent"),
    "CYCLE": ("parts", "held", "reached", "complete"),
}  # fmt: skip
MAIN = ("value", "headcounted", "organised", "people", "sum", "low", "high")


@dataclass(frozen=True, order=True)
class Number:
    """`part` of a figure (`value` where it has one number), or a cell of an axis; of the whole or of a project. `value`
    names the cell, or the cycle."""

    project: str
    code: str
    part: str
    axis: str = ""
    value: str = ""

    @property
    def is_figure(self) -> bool:
        """No cell, no cycle, of no project."""
        return not (self.project or self.axis or self.value)

    @property
    def of_whole(self) -> "Number":
        """The same of the whole NGO."""
        return replace(self, project="")

    def as_data(self) -> dict[str, str]:
        """Its name in a snapshot: `indicator`, and what else it needs."""
        named = {name: text for name, text in asdict(self).items() if text}
        named.pop("part") if self.part == "value" else None
        return {"indicator": named.pop("code"), **named}


def numbers_of(content: Mapping[str, Any], project: str = "") -> dict[Number, float]:
    """Of what was counted, in the shape of a snapshot or of a project of one; without what is not known."""
    found: dict[Number, float | None] = {}
    for code, figure in {**content["indicators"], **content.get("beside", {})}.items():
        found |= {Number(project, code, part): figure.get(part) for part in PARTS.get(code, MAIN)}
    for axis, cells in content.get("by", {}).items():
        for value, cell in cells.items():
            found |= {Number(project, code, "value", axis, value): count for code, count in cell.items()}
    for cycle in content.get("cycles", ()):
        found |= {Number(project, "CYCLE", part, "", cycle["code"]): cycle[part] for part in PARTS["CYCLE"]}
    known = {number: value for number, value in found.items() if value is not None}
    for code, section in content.get("projects", {}).items():
        known |= numbers_of(section, code)
    return known
