"""Turns a snapshot into cells, and into the equations between them that readers know (definitions.md, section 5).

A cell's name is `<section>|<code>` for a total and `<section>|<code>|<axis>|<value>` for a cell; the section is empty
for the NGO as a whole and names a project otherwise. Readers know that person axes add up to their total, that
additive figures add up over months, projects and periods, that NEW and RET are TRAINED, and what a share is made of.

Days that were published by an axis once are not published by it again. A period that overlaps one already published
gives its totals only (`has_tables`): whoever has both tables must not derive a cell hidden in either by subtraction.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from core.codes import NOT_PROFESSIONAL, UNKNOWN, CategoryGroup
from impact.counting.figures import roll_up
from impact.disclosure.tables import Equation, Table
from impact.facts.definitions import rolled_up

# Figures that count people, one by one or time after time: what a small cell is.
COUNTS = ("ATT", "HDP", "CMP", "REACH", "TRAINED", "HC", "CERT")
OF_SESSIONS = ("S_PLAN", "S_HELD", "H_DEL", "PRO_S", "OPEN")  # count no people: shown as they are
FIRST_TIMES = ("NEW", "RET")  # not the cumulative count: two of them tell how many were new in between
SUMMED = ("ATT", "HDP", "CMP", "HC", "CERT")  # over periods of one NGO
IN_CELLS = ("ATT", "REACH", "TRAINED")
MAY_BE_LEFT_OUT = "TRAINED"
PARTS_OF_SHARE = ("PRO_n", "PRO_rest", "PRO_unknown")
# What hiding a cell costs beside the people in it: of the NGO as a whole more than of a project, whose sum it is; one
# that is a part of the share by itself more than others.
WHOLE_COST, SHARE_COST = 10**4, 10**5
TOTAL_PARTS = 3  # of the name of a total, with its period: period|section|code
OF_COURSES = ("|CMP", "|CERT")  # totals that are more than those of the sessions
IN_NONE = " without projects"  # in the name of what nobody has published
PERSON, SESSION = ("category", "sex", "age_band"), ("region", "month")
AXES = (*PERSON, *SESSION)
# From the finest to the coarsest; a table is shown at one of them (section 8, 2).
LEVELS_OF = {"category": ("category", "category_group"), "age_band": ("age_band", "age_group"),
             "region": ("region", "country")}  # fmt: skip
OF_PEOPLE = {level for axis in PERSON for level in LEVELS_OF.get(axis, (axis,))}
NOBODYS = (*NOT_PROFESSIONAL, CategoryGroup.STUDENT_PUBLIC.value)  # values of no professional, at either level

Section = Mapping[str, Any]


def name(section: str, code: str, axis: str = "", value: str = "") -> str:
    """The name of a cell."""
    return "|".join([section, code, axis, value] if axis else [section, code])


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
    """At which level readers of a k see a table; of a publication before there were levels at the finest."""
    levels = content.get("levels", {}).get(str(k), {})
    return levels.get(section, levels.get("", {})).get(axis, axis)


def codes_told(content: Section, k: int, section: str, axis: str) -> tuple[str, ...]:
    """What readers of a k are told by an axis of the layout: those trained are not told where they are too few."""
    without = content.get("without", {}).get(str(k), {})
    is_without = axis in without.get(section, without.get("", ()))
    return tuple(code for code in codes_of(axis) if not (is_without and code == MAY_BE_LEFT_OUT))


def cells_at(counted: Section, level: str) -> dict[str, dict[str, Any]]:
    """The cells of a section at a level of an axis."""
    for axis in AXES:
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


def shown_table(content: Section, prefix: str, k: int) -> Table:
    """The cells of a snapshot with the numbers that readers see; what is hidden has the number it was counted with."""
    table = table_of(content_at(content, k), prefix)
    table.cells |= {f"{prefix}|{cell}": value for cell, value in standing_at(content, k).get("numbers", {}).items()}
    return table


def period_name(content: Mapping[str, Any]) -> str:
    """`2019-01-01/2019-12-31`."""
    return f"{content['from']}/{content['to']}"


def may_have_tables(start: str, end: str, earlier: Iterable[Mapping[str, Any]]) -> bool:
    """Whether no other published period has a day of this one; a restatement keeps what its period had."""
    for other in earlier:
        if (other["from"], other["to"]) == (start, end):
            return other["has_tables"]
    return not any(other["from"] <= end and start <= other["to"] for other in earlier)


def table_of(content: Mapping[str, Any], prefix: str) -> Table:
    """All published cells of one snapshot."""
    table = Table({})
    sections: dict[str, Section] = {"": content} | dict(content.get("projects", {}))
    seen = {section: _levels_seen(content, section) for section in sections}
    for section, counted in sections.items():
        levels = seen[section] if content["has_tables"] else {}
        told = {axis: codes_told(content, content.get("seen_by", 0), section, axis) for axis in levels}
        table |= _section(f"{prefix}|{section}", counted, levels, told, rolls="levels" in content)
    if len(sections) > 1:
        _add_up_projects(table, prefix, [section for section in sections if section], _common(seen))
    return table


def _levels_seen(content: Section, section: str) -> dict[str, tuple[str, ...]]:
    """Axis -> the levels at which readers see the table of a section; all of a content of which nobody asks who reads
    it, or that is of before there were levels, at the finest."""
    k = content.get("seen_by")
    if "levels" not in content or k is None:
        return {axis: (axis,) for axis in AXES}
    shown = {axis: {level_of(content, int(one), section, axis) for one in content["levels"] if int(one) >= k}
             for axis in AXES}  # fmt: skip
    return {axis: tuple(level for level in levels_of(axis) if level in shown[axis]) for axis in AXES}


def _common(seen: Mapping[str, Mapping[str, tuple[str, ...]]]) -> set[str]:
    """The levels that the cells of every section can be told at: the coarsest of those seen first, and coarser ones."""
    found: set[str] = set()
    for axis in AXES:
        levels = levels_of(axis)
        found |= set(levels[max(levels.index(one[axis][0]) for one in seen.values()) :])
    return found


def _section(
    start: str, counted: Section, levels: Mapping[str, tuple[str, ...]], told: Mapping[str, tuple[str, ...]], *,
    rolls: bool,
) -> Table:  # fmt: skip
    with_cells = bool(levels)
    figures = figures_of(counted)
    codes = (*COUNTS, *FIRST_TIMES) if with_cells else COUNTS
    table = Table({name(start, code): figures[code]["value"] for code in codes if _is_counted(figures, code)})
    for axis, seen in levels.items():
        for code in told[axis]:
            _add_axis(table, name(start, code), counted, seen, rolls=rolls)
    _add_sums_of_people(table, start)
    finest = levels["category"][0] if with_cells else ""
    _add_share(table, start, figures, finest, cells_at(counted, finest) if finest else {})
    if rolls:
        _spare_the_share(table, start, finest)
    return table


def _add_axis(table: Table, total: str, counted: Section, seen: tuple[str, ...], *, rolls: bool) -> None:
    """The cells of a total at the finest level seen, and where it `rolls` up at every coarser one: whoever has the
    former can add them up. What is not seen costs nothing to hide."""
    if total not in table.cells:
        return
    code = total.rpartition("|")[2]
    levels = next(levels for levels in map(levels_of, AXES) if seen[0] in levels)
    before = ""
    for level in levels[levels.index(seen[0]) :] if rolls else seen:
        found = cells_at(counted, level)
        cells: dict[Any, int] = {f"{total}|{level}|{value}": cell[code] for value, cell in found.items()}
        if None in cells.values():
            return  # the network knows no unique people
        table.cells |= cells
        if level in seen:
            table.equations.append(Equation(total, tuple(cells)))
        if before:
            table.equations += _rolled(total, counted, before, level)
        if rolls:
            whole = WHOLE_COST if _is_whole(total) else 0
            table.costs |= {key: value + whole if level in seen else 0 for key, value in cells.items()}
        before = level


def _is_whole(total: str) -> bool:
    """Whether a total is of the NGO as a whole: `period||code`."""
    return not total.split("|")[1]


def _rolled(total: str, counted: Section, finer: str, level: str) -> list[Equation]:
    """Each cell of a level as the sum of those of the finer one that roll up to it."""
    parts: dict[str, list[str]] = {}
    for value in cells_at(counted, finer):
        parts.setdefault(rolled_up(level, value), []).append(f"{total}|{finer}|{value}")
    return [Equation(f"{total}|{level}|{value}", tuple(some)) for value, some in parts.items()]


def _is_counted(figures: Section, code: str) -> bool:
    return code in figures and figures[code]["value"] is not None


def _add_sums_of_people(table: Table, start: str) -> None:
    trained, new, returning = (name(start, code) for code in ("TRAINED", "NEW", "RET"))
    if new in table.cells:
        table.equations.append(Equation(trained, (new, returning)))


def _add_share(table: Table, start: str, figures: Section, level: str, categories: Section) -> None:
    """The professional share tells how many are professionals and how many are not; `categories` of the level."""
    share = figures["PRO"]
    if share["n"] is None:
        return
    professional, other, rest = (name(start, code) for code in PARTS_OF_SHARE)
    table.cells |= {professional: share["n"], other: share["N"] - share["n"], rest: share["of"] - share["N"]}
    table.equations.append(Equation(name(start, "REACH"), (professional, other, rest)))
    if not categories:
        return
    table.equations.append(Equation(rest, (name(start, "REACH", level, UNKNOWN),)))
    parts: dict[str, list[str]] = {professional: [], other: []}
    for value in categories:
        if value != UNKNOWN:
            parts[other if value in NOBODYS else professional].append(name(start, "REACH", level, value))
    table.equations += [Equation(total, tuple(cells)) for total, cells in parts.items()]


def _spare_the_share(table: Table, start: str, level: str) -> None:
    """A row that is one part of the share by itself goes last: to hide it is to hide the share that everybody asks
    for."""
    shares = {name(start, part) for part in PARTS_OF_SHARE}
    whole = WHOLE_COST if _is_whole(f"{start}|") else 0
    for equation in table.equations:
        if str(equation.total) in shares and len(equation.parts) == 1:
            value = str(equation.parts[0]).rpartition("|")[2]
            for cell in (name(start, code, level, value) for code in IN_CELLS):
                if cell in table.cells:
                    table.costs[cell] = SHARE_COST + whole + table.cells[cell]


def _add_up_projects(table: Table, prefix: str, projects: list[str], common: set[str]) -> None:
    """Additive figures of the whole are the sums of those of the projects, cell by cell, and of what is in none: what
    was completed online, which nobody has published but everybody can subtract."""
    whole = f"{prefix}|"
    for cell in [key for key in table.cells if str(key).startswith(f"{whole}|")]:
        rest = str(cell).removeprefix(whole)
        code, *axis = rest.split("|")[1:3]
        if code not in SUMMED or not common.issuperset(axis):
            continue
        parts = [f"{prefix}|{project}{rest}" for project in projects if f"{prefix}|{project}{rest}" in table.cells]
        left = table.cells[cell] - sum(table.cells[part] for part in parts)
        if rest in OF_COURSES and left > 0:
            parts.append(f"{prefix}{IN_NONE}|{rest}")
            table.cells[parts[-1]], table.costs[parts[-1]] = left, 0  # nobody misses it
        table.equations.append(Equation(cell, tuple(parts)))
