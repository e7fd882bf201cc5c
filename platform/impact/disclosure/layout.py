"""Turns a snapshot into cells, and into the equations between them that readers know (definitions.md, section 5).

A cell's name is `<section>|<code>` for a total and `<section>|<code>|<axis>|<value>` for a cell; the section is empty
for the NGO as a whole and names a project otherwise. Readers know that person axes add up to their total, that
additive figures add up over months, projects and periods, that NEW and RET are TRAINED, and what a share is made of.

Days that were published by an axis once are not published by it again. A period that overlaps one already published
gives its totals only (`has_tables`): whoever has both tables must not derive a cell hidden in either by subtraction.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from core.codes import NOT_PROFESSIONAL, UNKNOWN
from impact.disclosure.tables import Equation, Table

# Figures that count people, one by one or time after time: what a small cell is.
COUNTS = ("ATT", "HDP", "CMP", "REACH", "TRAINED", "HC", "CERT")
OF_SESSIONS = ("S_PLAN", "S_HELD", "H_DEL", "PRO_S")  # count no people: shown as they are
FIRST_TIMES = ("NEW", "RET")  # not the cumulative count: two of them tell how many were new in between
SUMMED = ("ATT", "HDP", "CMP", "HC", "CERT")  # over periods of one NGO
IN_CELLS = ("ATT", "REACH", "TRAINED")
TOTAL_PARTS = 3  # of the name of a total, with its period: period|section|code
OF_COURSES = ("|CMP", "|CERT")  # totals that are more than those of the sessions
IN_NONE = " without projects"  # in the name of what nobody has published
PERSON, SESSION = ("category", "sex", "age_band"), ("region", "month")
AXES = (*PERSON, *SESSION)

Section = Mapping[str, Any]


def name(section: str, code: str, axis: str = "", value: str = "") -> str:
    """The name of a cell."""
    return "|".join([section, code, axis, value] if axis else [section, code])


def figures_of(section: Section) -> dict[str, dict[str, Any]]:
    """What is counted in a snapshot or in a project of it, with what stands beside the count."""
    return {**section["indicators"], **section.get("beside", {})}


def codes_of(axis: str) -> tuple[str, ...]:
    """What is published by an axis: unique people only where they add up to their total."""
    return IN_CELLS if axis in PERSON else ("ATT",)


def content_at(content: Section, k: int) -> Section:
    """What was counted for the readers of a k. Only the network's may differ: it adds up what its NGOs show to them."""
    return {**content, **content.get("at", {}).get(str(k), {})}


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
    for section, counted in sections.items():
        table |= _section(f"{prefix}|{section}", counted, with_cells=content["has_tables"])
    if len(sections) > 1:
        _add_up_projects(table, prefix, [section for section in sections if section])
    return table


def _section(start: str, counted: Section, *, with_cells: bool) -> Table:
    figures = figures_of(counted)
    codes = (*COUNTS, *FIRST_TIMES) if with_cells else COUNTS
    table = Table({name(start, code): figures[code]["value"] for code in codes if _is_counted(figures, code)})
    for axis in AXES if with_cells else ():
        for code in codes_of(axis):
            cells: dict[Any, int] = {
                name(start, code, axis, value): cell[code] for value, cell in counted["by"][axis].items()
            }
            if None in cells.values() or name(start, code) not in table.cells:
                continue  # the network knows no unique people
            table.cells |= cells
            table.equations.append(Equation(name(start, code), tuple(cells)))
    _add_sums_of_people(table, start)
    _add_share(table, start, figures, counted["by"]["category"] if with_cells else {})
    return table


def _is_counted(figures: Section, code: str) -> bool:
    return code in figures and figures[code]["value"] is not None


def _add_sums_of_people(table: Table, start: str) -> None:
    trained, new, returning = (name(start, code) for code in ("TRAINED", "NEW", "RET"))
    if new in table.cells:
        table.equations.append(Equation(trained, (new, returning)))


def _add_share(table: Table, start: str, figures: Section, categories: Section) -> None:
    """The professional share tells how many are professionals and how many are not."""
    share = figures["PRO"]
    if share["n"] is None:
        return
    professional, other, rest = (name(start, code) for code in ("PRO_n", "PRO_rest", "PRO_unknown"))
    table.cells |= {professional: share["n"], other: share["N"] - share["n"], rest: share["of"] - share["N"]}
    table.equations.append(Equation(name(start, "REACH"), (professional, other, rest)))
    if not categories:
        return
    table.equations.append(Equation(rest, (name(start, "REACH", "category", UNKNOWN),)))
    parts: dict[str, list[str]] = {professional: [], other: []}
    for value in categories:
        if value != UNKNOWN:
            parts[other if value in NOT_PROFESSIONAL else professional].append(name(start, "REACH", "category", value))
    table.equations += [Equation(total, tuple(cells)) for total, cells in parts.items()]


def _add_up_projects(table: Table, prefix: str, projects: list[str]) -> None:
    """Additive figures of the whole are the sums of those of the projects, cell by cell, and of what is in none: what
    was completed online, which nobody has published but everybody can subtract."""
    whole = f"{prefix}|"
    for cell in [key for key in table.cells if str(key).startswith(f"{whole}|")]:
        rest = str(cell).removeprefix(whole)
        if rest.split("|")[1] not in SUMMED:
            continue
        parts = [f"{prefix}|{project}{rest}" for project in projects if f"{prefix}|{project}{rest}" in table.cells]
        left = table.cells[cell] - sum(table.cells[part] for part in parts)
        if rest in OF_COURSES and left > 0:
            parts.append(f"{prefix}{IN_NONE}|{rest}")
            table.cells[parts[-1]], table.costs[parts[-1]] = left, 0  # nobody misses it
        table.equations.append(Equation(cell, tuple(parts)))
