"""Says what a publication tells, at which level, and how its cells are named (definitions.md, section 5).

A cell's name is `<section>|<code>` for a total and `<section>|<code>|<axis>|<value>` for a cell; the section is empty
for the NGO as a whole and names a project otherwise. Of two axes crossed the cell is `…|sex,category_group|f,security`:
names are taken apart at each `|`, so there is none in a value.

Days that were published by an axis once are not published by it again. A period that overlaps one already published
gives its totals only (`has_tables`): whoever has both tables must not derive a cell hidden in either by subtraction.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from core.codes import NOT_PROFESSIONAL, CategoryGroup
from impact.counting.figures import roll_up
from impact.facts.definitions import BESIDE, CROSSED, parts_of

# Figures that count people, one by one or time after time: what a small cell is.
COUNTS = ("ATT", "HDP", "CMP", "REACH", "TRAINED", "HC", "CERT")
OF_SESSIONS = ("S_PLAN", "S_HELD", "H_DEL", "PRO_S", "OPEN")  # count no people: shown as they are
FIRST_TIMES = ("NEW", "RET")  # not the cumulative count: two of them tell how many were new in between
SUMMED = ("ATT", "HDP", "CMP", "HC", "CERT")  # over periods of one NGO
UNIQUE = ("REACH", "TRAINED")
IN_CELLS = ("ATT", *UNIQUE)
MAY_BE_LEFT_OUT = "TRAINED"
PARTS_OF_SHARE = ("PRO_n", "PRO_rest", "PRO_unknown")
TOTAL_PARTS = 3  # of the name of a total, with its period: period|section|code
OF_COURSES = ("|CMP", "|CERT")  # totals that are more than those of the sessions
IN_NONE = " without projects"  # in the name of what nobody has published
PERSON, SESSION = ("category", "sex", "age_band"), ("region", "month")
AXES = (*PERSON, *SESSION)
# From the finest to the coarsest; a table is shown at one of them (section 8, 2).
LEVELS_OF = {"category": ("category", "category_group"), "age_band": ("age_band", "age_group"),
             "region": ("region", "country"),
             "sex,category": ("sex,category", "sex,category_group"),
             "sex,age_band": ("sex,age_band", "sex,age_group")}  # fmt: skip
CROSSINGS = ("sex,category", "sex,age_band")  # of axes of people; told where they take no number from other tables
OF_PEOPLE = {level for axis in (*PERSON, *CROSSINGS) for level in LEVELS_OF.get(axis, (axis,))}
NOBODYS = (*NOT_PROFESSIONAL, CategoryGroup.STUDENT_PUBLIC.value)  # values of no professional, at either level

Section = Mapping[str, Any]


def name(section: str, code: str, axis: str = "", value: str = "") -> str:
    """The name of a cell; `value` as it stands in the tables."""
    return "|".join([section, code, axis, in_name(axis, value)] if axis else [section, code])


def in_name(axis: str, value: str) -> str:
    """A value as it stands in the name of a cell."""
    return value.replace(BESIDE, CROSSED) if CROSSED in axis else value


def in_table(axis: str, named: str) -> str:
    """A value as it stands in a table, from the name of a cell."""
    return named.replace(CROSSED, BESIDE) if CROSSED in axis else named


def figures_of(section: Section) -> dict[str, dict[str, Any]]:
    """What is counted in a snapshot or in a project of it, with what stands beside the count."""
    return {**section["indicators"], **section.get("beside", {})}


def codes_of(axis: str) -> tuple[str, ...]:
    """What is published by an axis: unique people only where they add up to their total."""
    return IN_CELLS if axis in OF_PEOPLE else ("ATT",)


def levels_of(axis: str) -> tuple[str, ...]:
    """The levels of an axis of the layout, the finest first."""
    return LEVELS_OF.get(axis, (axis,))


def level_of(content: Section, k: int, section: str, axis: str) -> str:
    """At which level readers of a k see a table; of a publication before there were levels at the finest. Empty of a
    crossing that they do not see."""
    levels = content.get("levels", {}).get(str(k), {})
    return levels.get(section, levels.get("", {})).get(axis, "" if axis in CROSSINGS else axis)


def codes_told(content: Section, k: int, section: str, axis: str) -> tuple[str, ...]:
    """What readers of a k are told by an axis of the layout: those trained are not told where they are too few, nor by
    an axis crossed with one by which they are not."""
    without = content.get("without", {}).get(str(k), {})
    is_without = bool({axis, *parts_of(axis)} & {*without.get(section, without.get("", ()))})
    return tuple(code for code in codes_of(axis) if not (is_without and code == MAY_BE_LEFT_OUT))


def cells_at(counted: Section, level: str) -> dict[str, dict[str, Any]]:
    """The cells of a section at a level of an axis."""
    for axis in (*AXES, *CROSSINGS):
        if level in levels_of(axis):
            return counted["by"][axis] if level == axis else roll_up(level, counted["by"][axis])
    raise KeyError(level)


def content_at(content: Section, k: int) -> Section:
    """What was counted for the readers of a k, and at which levels they see tables: those of k = 5 may read what is
    shown to all. Only the network's count may differ: it adds up what its NGOs show to them."""
    return {**content, **content.get("at", {}).get(str(k), {}), "seen_by": k}


def standing_at(content: Section, k: int) -> Section:
    """What a restatement shows of earlier publications in the place of its own numbers; empty for a first one."""
    return content.get("standing", {}).get(str(k), {})


def unknown_at(content: Section, k: int) -> frozenset[str]:
    """The cells whose number of that moment readers were not told: hidden, or an earlier number stands."""
    return frozenset(content["hidden"][str(k)]) | standing_at(content, k).get("numbers", {}).keys()


def period_name(content: Mapping[str, Any]) -> str:
    """`2019-01-01/2019-12-31`."""
    return f"{content['from']}/{content['to']}"


def may_have_tables(start: str, end: str, earlier: Iterable[Mapping[str, Any]]) -> bool:
    """Whether no other published period has a day of this one; a restatement keeps what its period had."""
    for other in earlier:
        if (other["from"], other["to"]) == (start, end):
            return other["has_tables"]
    return not any(other["from"] <= end and start <= other["to"] for other in earlier)


def axes_in(content: Section) -> tuple[str, ...]:
    """The axes of a snapshot's tables; those crossed among them only where it tells them to anybody."""
    return (*AXES, *(axis for axis in CROSSINGS if axis in content["by"]))
