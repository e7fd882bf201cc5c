"""Filters of a count: some sessions, some people, any of the axes combined.

Session axes choose sessions, and then nothing that happened online. Person axes choose people by their value at the
latest attendance of the period (definitions.md, section 3, rule 3), so a filtered count equals the cell of its axis.
"""

from dataclasses import dataclass, field
from typing import Any

from core.codes import GROUP_OF_AGE, GROUP_OF_CATEGORY, UNKNOWN
from impact.facts.definitions import LEVELS, PERSON_AXES, value_of

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
# Levels that are chosen by what they roll up: a list is looked up, where cases would be tried one by one for each row.
LISTED = {"category_group": GROUP_OF_CATEGORY, "age_group": GROUP_OF_AGE}


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

    def person_condition(self, *, of_table: bool = False) -> str:
        """What the people of `reached` have to be; `of_table`: of rows of a table, where nothing is null and the
        planner knows how many there are of each value."""
        return " AND ".join(_is_chosen(axis, value, of_table) for axis, value in sorted(self.of_people.items()))

    def parameters(self) -> dict[str, Any]:
        """What the conditions ask for."""
        found: dict[str, Any] = {}
        for axis, value in self.values.items():
            found[f"chosen_{axis}"] = _listed(axis, value) if axis in LISTED else "" if value == UNKNOWN else value
        return found


def _is_chosen(axis: str, value: str, of_table: bool) -> str:
    source = value_of(LEVELS[axis][0] if axis in LISTED else axis, "")
    source = source if of_table else f"coalesce({source}, '')"
    if axis not in LISTED:
        return f"{source} = %(chosen_{axis})s"
    return f"{source} {'<> ALL' if value == UNKNOWN else '= ANY'}(%(chosen_{axis})s::text[])"


def _listed(axis: str, value: str) -> list[str]:
    """What the level rolls up; of the unknown all that is known, which it is not."""
    return [one for one, level in LISTED[axis].items() if value in (UNKNOWN, level)]


EVERYTHING = Selection()
