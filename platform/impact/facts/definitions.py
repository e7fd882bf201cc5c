"""Names the indicators, which of them may be summed, and the axes they are split by (definitions.md, section 3).

An axis is stored with what is counted, or a coarser level of one that is (section 8, 2); two of them may be crossed, as
`sex,category_group`, whose cells are named `f|security`.
"""

from collections.abc import Callable, Iterable

from core.codes import GROUP_OF_AGE, GROUP_OF_CATEGORY, UNKNOWN, country_of

ADDITIVE = ("S_PLAN", "S_HELD", "H_DEL", "ATT", "HDP", "PH", "CMP", "HC")
NOT_ADDITIVE = ("REACH", "TRAINED", "NEW", "RET", "CUM", "RANGE", "PRO", "PRO_S", "GAIN")

STORED_PERSON_AXES = {
    "sex": "sex",
    "age_band": "age_band",
    "category": "category",
    "institution_type": "institution_type",
    "person_region": "person_region",
    "language": "person_language",
    "disability": "disability",
}
PERSON_COLUMNS = tuple(STORED_PERSON_AXES.values())
STORED_SESSION_AXES = ("region", "session_language", "modality", "month", "project", "cycle")
# Of a session: its axes but the month, which is that of a day; and what it can be chosen by beside.
SESSION_COLUMNS = ("kind", "region", "session_language", "modality", "project", "cycle", "audience", "phase")
# What the kept day of a person knows of that person's other days (impact.aggregates.chains).
CHAINED = (
    "next_day", "next_trained", "next_in_region", "next_trained_in_region", "ends_month", "ends_month_trained",
    "changes_on", "first_trained",
)  # fmt: skip
STORED_AXES = (*STORED_PERSON_AXES, *STORED_SESSION_AXES)
FIRST_AXES = tuple(axis for axis in STORED_AXES if axis != "disability")  # those of definition version 1

# Coarser level -> the axis it rolls up, and what each of its values is in it.
LEVELS: dict[str, tuple[str, Callable[[str], str]]] = {
    "category_group": ("category", lambda value: GROUP_OF_CATEGORY.get(value, "")),
    "age_group": ("age_band", lambda value: GROUP_OF_AGE.get(value, "")),
    "person_country": ("person_region", country_of),
    "country": ("region", country_of),
}
PERSON_AXES = (*STORED_PERSON_AXES, "category_group", "age_group", "person_country")
SESSION_AXES = (*STORED_SESSION_AXES, "country")
AXES = (*PERSON_AXES, *SESSION_AXES)
CROSSED = ","  # between the names of two axes
BESIDE = "|"  # between the values of a cell of theirs


def definition_version(by: Iterable[str] = ()) -> int:
    """The version that defined what is counted: the indicators are those of 1; levels and crossings came with 2."""
    return 2 if any(axis not in FIRST_AXES for axis in by) else 1


def parts_of(by: str) -> tuple[str, ...]:
    """The axes of a `by`: one, or the two that are crossed. Raises KeyError for one that is none."""
    parts = tuple(by.split(CROSSED))
    if len(parts) > 2 or len(set(parts)) < len(parts) or not set(parts) <= set(AXES):
        raise KeyError(by)
    return parts


def is_axis(by: str) -> bool:
    """Whether figures may be split by it."""
    try:
        return bool(parts_of(by))
    except KeyError:
        return False


def splits_people(by: str) -> bool:
    """Whether everybody is in one cell: of axes of people alone. Unique people then add up."""
    return all(axis in PERSON_AXES for axis in parts_of(by))


def rolled_up(axis: str, value: str) -> str:
    """A value of the axis that a level rolls up, in the level; `unknown` stays so, and so does what no level knows. Of
    two axes crossed each that is a level."""
    if CROSSED in axis:
        parts = zip(parts_of(axis), value.split(BESIDE, 1), strict=True)
        return BESIDE.join(rolled_up(part, one) if part in LEVELS else one for part, one in parts)
    return UNKNOWN if value == UNKNOWN else LEVELS[axis][1](value) or UNKNOWN


def value_of(axis: str, table: str) -> str:
    """SQL: the value of an axis in a row of `table` (empty: the row has no name), empty where it is unknown."""
    dot = f"{table}." if table else ""
    if axis == "month":
        return f"to_char({dot}day, 'YYYY-MM')"
    if axis not in LEVELS:
        return f"{dot}{STORED_PERSON_AXES.get(axis, axis)}"
    source = value_of(LEVELS[axis][0], table)
    if axis in ("country", "person_country"):
        return f"split_part({source}, '-', 1)"
    known = GROUP_OF_CATEGORY if axis == "category_group" else GROUP_OF_AGE
    cases = " ".join(f"WHEN '{value}' THEN '{group}'" for value, group in known.items())
    return f"(CASE {source} {cases} ELSE '' END)"
