"""Turns a snapshot into cells, and into the equations between them that readers know (definitions.md, section 5).

Readers know that person axes add up to their total, that two of them crossed add up to each, that additive figures add
up over months, projects and periods, that NEW and RET are TRAINED, and what a share is made of.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from core.codes import UNKNOWN
from impact.disclosure.layout import (
    AXES,
    COUNTS,
    CROSSINGS,
    FIRST_TIMES,
    IN_CELLS,
    IN_NONE,
    NOBODYS,
    OF_COURSES,
    PARTS_OF_SHARE,
    SUMMED,
    UNIQUE,
    Section,
    cells_at,
    codes_of,
    codes_told,
    content_at,
    figures_of,
    in_name,
    level_of,
    levels_of,
    name,
    standing_at,
)
from impact.disclosure.tables import Equation, Table
from impact.facts.definitions import BESIDE, CROSSED, parts_of, rolled_up

# What hiding a cell costs beside the people in it: of the NGO as a whole more than of a project, whose sum it is; one
# that is a part of the share by itself more than others. Of a crossing less than of any other table.
WHOLE_COST, SHARE_COST, CROSSED_SHARE = 10**4, 10**5, 1e-6


@dataclass(frozen=True)
class _Told:
    """Of a table in one section: the `levels` at which readers see it, the finest first, by which codes, and the finest
    at which attendances can be worked out, though they do not see it (`floor`): the whole less other projects."""

    levels: tuple[str, ...]
    codes: tuple[str, ...]
    floor: str

    def counted_at(self, code: str, summed: Collection[str], *, rolls: bool) -> tuple[str, ...]:
        """The levels at which a reader may know of cells: whoever has some can add them up to coarser ones. `summed`:
        what adds up over projects."""
        if not rolls:
            return self.levels if code in self.codes else ()
        if code not in summed and not self.levels:
            return ()
        finest = self.floor if code in summed else self.levels[0]
        levels = next(levels for levels in map(levels_of, (*AXES, *CROSSINGS)) if finest in levels)
        coarser = levels[levels.index(finest) :]
        # Coarser cells of a crossing are sums of finer ones, of which none is told that its rows do not tell.
        return coarser if CROSSED not in finest else tuple(one for one in coarser if one in (finest, *self.levels))

    def seen_at(self, code: str) -> tuple[str, ...]:
        """The levels at which readers see the cells of a code."""
        return self.levels if code in self.codes else ()


def shown_table(content: Section, prefix: str, k: int) -> Table:
    """The cells of a snapshot with the numbers that readers see; what is hidden has the number it was counted with."""
    table = table_of(content_at(content, k), prefix)
    table.cells |= {f"{prefix}|{cell}": value for cell, value in standing_at(content, k).get("numbers", {}).items()}
    return table


def table_of(content: Mapping[str, Any], prefix: str) -> Table:
    """All published cells of one snapshot."""
    table = Table({})
    sections: dict[str, Section] = {"": content} | dict(content.get("projects", {}))
    of_whole = _told_in(content, "", {})
    told = {section: _told_in(content, section, of_whole) if section else of_whole for section in sections}
    rolls = "levels" in content and content["has_tables"]
    summed = (*SUMMED, *(_as_if_summed(sections) if rolls else ()))
    for section, counted in sections.items():
        of_section = told[section] if content["has_tables"] else {}
        table |= _section(f"{prefix}|{section}", counted, of_section, summed, rolls=rolls)
    if len(sections) > 1:
        _add_up_projects(table, prefix, [section for section in sections if section], _common(told), summed)
    return table


def _as_if_summed(sections: Mapping[str, Section]) -> list[str]:
    """Unique people, where the numbers of projects add up: then everybody can tell that nobody is in two of them."""
    figures = {section: figures_of(counted) for section, counted in sections.items()}
    found = []
    for code in UNIQUE:
        whole, *parts = (of_section[code]["value"] for of_section in figures.values())
        if parts and whole is not None and whole == sum(parts):
            found.append(code)
    return found


def _told_in(content: Section, section: str, of_whole: Mapping[str, _Told]) -> dict[str, _Told]:
    """By axis, what readers are told in a section; all of a content of which nobody asks who reads it, or that is of
    before there were levels, at the finest."""
    k = content.get("seen_by")
    if "levels" not in content or k is None:
        return {axis: _Told((axis,), codes_told(content, k or 0, section, axis), axis) for axis in AXES}
    found = {}
    for axis in (*AXES, *CROSSINGS):
        order = levels_of(axis)
        shown = {level_of(content, int(one), section, axis) for one in content["levels"] if int(one) >= k}
        seen = tuple(level for level in order if level in shown)
        finest = [one for one in (seen[:1], (of_whole[axis].floor,) if axis in of_whole else ()) if one]
        if finest:
            codes = codes_told(content, k, section, axis) if seen else ()
            found[axis] = _Told(seen, codes, min((one[0] for one in finest), key=order.index))
    return found


def _common(told: Mapping[str, Mapping[str, _Told]]) -> set[str]:
    """The levels at which attendances of the whole are those of the projects, cell by cell."""
    found: set[str] = set()
    for axis in set.intersection(*(set(one) for one in told.values())):
        levels = levels_of(axis)
        found |= set(levels[max(levels.index(one[axis].floor) for one in told.values()) :])
    return found


def _section(
    start: str, counted: Section, told: Mapping[str, _Told], summed: Collection[str], *, rolls: bool
) -> Table:  # fmt: skip
    figures = figures_of(counted)
    codes = (*COUNTS, *FIRST_TIMES) if told else COUNTS
    table = Table({name(start, code): figures[code]["value"] for code in codes if _is_counted(figures, code)})
    crosses = any(axis in CROSSINGS for axis in told)
    for axis, of_axis in told.items():
        for code in codes_of(axis):
            levels = of_axis.counted_at(code, summed, rolls=rolls)
            seen = of_axis.seen_at(code)
            _add_axis(table, name(start, code), counted, levels, seen, rolls=rolls, crosses=crosses)
    _add_sums_of_people(table, start)
    finest = told["category"].levels[0] if told else ""
    _add_share(table, start, figures, finest, cells_at(counted, finest) if finest else {})
    if rolls:
        _spare_the_share(table, start, finest)
    return table


def _add_axis(
    table: Table, total: str, counted: Section, levels: tuple[str, ...], seen: tuple[str, ...], *, rolls: bool,
    crosses: bool,
) -> None:  # fmt: skip
    """The cells of a total at each of the levels; what is not seen costs nothing to hide, unless it is what cells of a
    crossing (`crosses`) add up to, which are hidden first."""
    if total not in table.cells:
        return
    code, before = total.rpartition("|")[2], ""
    for level in levels:
        found = cells_at(counted, level)
        cells: dict[Any, int] = {_named(total, level, value): cell[code] for value, cell in found.items()}
        if None in cells.values():
            return  # the network knows no unique people
        table.cells |= cells
        if not seen or levels.index(level) < levels.index(seen[0]):
            table.unseen |= {key for key in cells if not _is_known_nothing(table, key)}
        if CROSSED in level:
            table.equations += _margins(table, total, level, counted)
        elif level in seen or (not seen and not before):
            table.equations.append(Equation(total, tuple(cells)))
        if before:
            table.equations += _rolled(total, counted, before, level)
        if rolls:
            is_free = level not in seen and not crosses
            table.costs |= {key: 0 if is_free else _cost(total, level, value) for key, value in cells.items()}
        before = level


def _is_known_nothing(table: Table, key: Any) -> bool:
    """Whether everybody knows that nobody is in an unseen cell: nobody was reached there, or by one of its axes."""
    section, code, axis, value = str(key).rsplit("|", 3)
    reached = f"{section}|REACH|{axis}|{value}"
    over = [
        f"{section}|{code}|{one}|{part}" for one, part in zip(axis.split(CROSSED), value.split(CROSSED), strict=True)
    ]
    more = [one for one in (reached, *over) if one != key and one in table.cells and one not in table.unseen]
    return any(table.cells[one] == 0 for one in more)


def _named(total: str, level: str, value: str) -> str:
    return f"{total}|{level}|{in_name(level, value)}"


def _cost(total: str, level: str, value: int) -> float:
    if CROSSED in level:
        return value * CROSSED_SHARE
    return value + (WHOLE_COST if _is_whole(total) else 0)


def _margins(table: Table, total: str, level: str, counted: Section) -> list[Equation]:
    """Cells of two axes crossed add up to those of each, where a reader may know of these."""
    parts: dict[str, list[str]] = {}
    for value in cells_at(counted, level):
        for axis, one in zip(parts_of(level), value.split(BESIDE, 1), strict=True):
            parts.setdefault(f"{total}|{axis}|{one}", []).append(_named(total, level, value))
    return [Equation(margin, tuple(some)) for margin, some in parts.items() if margin in table.cells]


def _is_whole(total: str) -> bool:
    """Whether a total is of the NGO as a whole: `period||code`."""
    return not total.split("|")[1]


def _rolled(total: str, counted: Section, finer: str, level: str) -> list[Equation]:
    """Each cell of a level as the sum of those of the finer one that roll up to it."""
    parts: dict[str, list[str]] = {}
    for value in cells_at(counted, finer):
        parts.setdefault(rolled_up(level, value), []).append(_named(total, finer, value))
    return [Equation(_named(total, level, value), tuple(some)) for value, some in parts.items()]


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


def _add_up_projects(
    table: Table, prefix: str, projects: list[str], common: set[str], summed: Collection[str]
) -> None:  # fmt: skip
    """Additive figures of the whole are the sums of those of the projects, cell by cell, and of what is in none: what
    was completed online, which nobody has published but everybody can subtract."""
    whole = f"{prefix}|"
    for cell in [key for key in table.cells if str(key).startswith(f"{whole}|")]:
        rest = str(cell).removeprefix(whole)
        code, *axis = rest.split("|")[1:3]
        if code not in summed or not common.issuperset(axis):
            continue
        if not table.cells[cell]:
            table.unseen -= {f"{prefix}|{project}{rest}" for project in projects}
        parts = [f"{prefix}|{project}{rest}" for project in projects if f"{prefix}|{project}{rest}" in table.cells]
        left = table.cells[cell] - sum(table.cells[part] for part in parts)
        if rest in OF_COURSES and left > 0:
            parts.append(f"{prefix}{IN_NONE}|{rest}")
            table.cells[parts[-1]], table.costs[parts[-1]] = left, 0  # nobody misses it
        table.equations.append(Equation(cell, tuple(parts)))
