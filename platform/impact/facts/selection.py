"""Filters of a count: some sessions, some people, any of the axes combined.

Session axes choose sessions, and then nothing that happened online. Person axes choose people by their value at the
latest attendance of the period (definitions.md, section 3, rule 3), so a filtered count equals the cell of its axis.
"""

from dataclasses import dataclass, field
from typing import Any

from core.codes import UNKNOWN
from impact.facts.definitions import PERSON_AXES, value_of

SESSION_FILTERS = {
    "region": "s.region",
    "session_language": "s.language",
    "modality": "s.modality",
    "project": "s.project",
    "cycle": "c.code",
    "kind": "s.kind",
    "audience": "s.audience",
    "phase": "s.phase",
    "country": value_of("country", "s"),
}


@dataclass(frozen=True)
class Selection:
    """Axis -> value; `unknown` chooses what has none. Raises KeyError for an axis that is none."""

    values: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for axis in self.values:
            if axis not in PERSON_AXES and axis not in SESSION_FILTERS:
                raise KeyError(axis)

    def __bool__(self) -> bool:
        return bool(self.values)

    @property
    def of_sessions(self) -> dict[str, str]:
        return {axis: value for axis, value in self.values.items() if axis in SESSION_FILTERS}

    @property
    def of_people(self) -> dict[str, str]:
        return {axis: value for axis, value in self.values.items() if axis in PERSON_AXES}

    def session_condition(self) -> str:
        """Further conditions on sessions `s` with their cycle `c`."""
        return "".join(
            f" AND coalesce({SESSION_FILTERS[axis]}, '') = %(chosen_{axis})s" for axis in sorted(self.of_sessions)
        )

    def aggregate_conditions(self) -> list[str]:
        """The same of the aggregate tables, which name these columns as the axes."""
        return [f"{value_of(axis, '')} = %(chosen_{axis})s" for axis in sorted(self.of_sessions)]

    def person_condition(self) -> str:
        """What the people of `reached` have to be."""
        return " AND ".join(
            f"coalesce({value_of(axis, '')}, '') = %(chosen_{axis})s" for axis in sorted(self.of_people)
        )

    def parameters(self) -> dict[str, Any]:
        """What the conditions ask for."""
        return {f"chosen_{axis}": "" if value == UNKNOWN else value for axis, value in self.values.items()}


EVERYTHING = Selection()
