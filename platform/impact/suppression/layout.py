"""What a snapshot publishes, as cells and equations (counting.md, section 5), and which of its cells are hidden.

A cell's name is `<section>|<code>` for a total and `<section>|<code>|<axis>|<value>` for a cell; the section is empty
for the NGO as a whole and names a project otherwise. Readers know that person axes add up to their total, that
additive figures add up over months, projects and periods, that NEW and RET are TRAINED, and what a share is made of.

Days that were published by an axis once are not published by it again: a period that overlaps one already published
gives its totals only (`has_tables`), or every hidden cell could be had by subtracting one table from the other.
"""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from core.codes import NOT_PROFESSIONAL, UNKNOWN
from impact.suppression.hiding import FUNDER_K, PUBLIC_K, determined, hide
from impact.suppression.tables import Equation, Table

# Figures that count people, one by one or time after time: what a small cell is.
COUNTS = ("ATT", "HDP", "CMP", "REACH", "TRAINED", "HC", "CERT")
FIRST_TIMES = ("NEW", "RET")  # not the cumulative count: two of them tell how many were new in between
SUMMED = ("ATT", "HDP", "CMP", "HC", "CERT")  # over periods of one NGO
DERIVED_COST = 10**6  # what follows from other figures is hidden before a total that everybody asks for
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


def hidden_cells(
    content: Mapping[str, Any], earlier: Iterable[Mapping[str, Any]], members: Iterable[Mapping[str, Any]] = ()
) -> dict[str, list[str]]:
    """Names of the cells that a snapshot hides, by k. `earlier`: the newest snapshots of the other periods and the one
    before of the same period; `members`: of a network's snapshot, those of its NGOs. What these show cannot be hidden
    any more, what they hide stays hidden. What funders do not see the public does not: who reads both must not have one
    table's cells to tell those of the other by."""
    earlier, members = list(earlier), list(members)
    for_funders = _hidden(content, earlier, members, FUNDER_K, set())
    for_all = _hidden(content, earlier, members, PUBLIC_K, for_funders)
    return {str(FUNDER_K): sorted(for_funders), str(PUBLIC_K): sorted(for_all)}


def _hidden(
    content: Mapping[str, Any], earlier: list[Mapping[str, Any]], members: list[Mapping[str, Any]], k: int,
    from_others: set[str],
) -> set[str]:  # fmt: skip
    own, others = period_name(content), {}
    table, also = table_of(content, own), {f"{own}|{cell}" for cell in from_others}
    named = [(period_name(other), other) for other in earlier]
    named += [(f"{other['scope']} {period_name(other)}", other) for other in members]
    for prefix, other in named:
        also |= {f"{prefix}|{cell}" for cell in other["hidden"][str(k)]}
        if prefix != own:  # of the same period, what was hidden stays hidden
            others[prefix] = other
            before = table_of(other, prefix)
            table |= Table(before.cells, before.equations, {key for key in before.cells if IN_NONE not in str(key)})
    _link_periods(table, content, {prefix: other for prefix, other in others.items() if other in earlier})
    _link_members(table, own, {prefix: other for prefix, other in others.items() if other in members})
    table.costs |= {cell: DERIVED_COST + value for cell, value in table.cells.items() if _is_derived(cell)}
    table.fixed |= determined(table, table.cells.keys() - (table.fixed - also))  # what adds up to it is out: so is it
    hidden = hide(table, k, also)
    while told := _told_by_others(table, hidden):
        hidden = hide(table, k, hidden | told)
    return {str(key).removeprefix(f"{own}|") for key in hidden if str(key).startswith(f"{own}|")}


def _link_members(table: Table, own: str, members: Mapping[str, Mapping[str, Any]]) -> None:
    """Additive figures of the network are the sums of those of its NGOs, cell by cell where all give their cells."""
    all_cells = all(member["has_tables"] for member in members.values())
    for cell in [key for key in table.cells if str(key).startswith(f"{own}||")]:
        rest = str(cell).removeprefix(own)
        is_total = rest.count("|") == 2
        if members and rest.split("|")[2] in SUMMED and (is_total or all_cells):
            parts = tuple(f"{prefix}{rest}" for prefix in members if f"{prefix}{rest}" in table.cells)
            table.equations.append(Equation(cell, parts))


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


def _link_periods(table: Table, content: Mapping[str, Any], others: Mapping[str, Mapping[str, Any]]) -> None:
    """Additive figures of a period are the sums of those of the published periods in it and of its other days, which
    nobody has published but everybody can subtract."""
    spans = {period_name(one): _span(one) for one in (content, *others.values())}
    for whole, span in spans.items():
        for parts in _packings(*span, {key: other for key, other in spans.items() if key != whole}):
            days = sum(_days(*spans[part]) for part in parts)
            rest = "" if days == _days(*span) else f"{whole} without {' '.join(parts)}"
            for cell in [key for key in table.cells if str(key).startswith(f"{whole}|")]:
                _link_cell(table, cell, str(cell).removeprefix(whole), parts, rest)


def _link_cell(table: Table, cell: Any, name_in_period: str, parts: list[str], rest: str) -> None:
    found = tuple(f"{part}{name_in_period}" for part in parts if f"{part}{name_in_period}" in table.cells)
    left = table.cells[cell] - sum(table.cells[part] for part in found)
    if not found or name_in_period.split("|")[2] not in SUMMED or left < 0:  # late evidence: of another moment
        return
    if rest:
        table.cells[f"{rest}{name_in_period}"] = left
        found = (*found, f"{rest}{name_in_period}")
    table.equations.append(Equation(cell, found))


def _is_derived(cell: Any) -> bool:
    parts = str(cell).split("|")
    return len(parts) == TOTAL_PARTS and parts[2] in (*FIRST_TIMES, "PRO_n", "PRO_rest", "PRO_unknown")


def _span(content: Mapping[str, Any]) -> tuple[datetime.date, datetime.date]:
    return datetime.date.fromisoformat(content["from"]), datetime.date.fromisoformat(content["to"])


def _days(first: datetime.date, last: datetime.date) -> int:
    return (last - first).days + 1


def _packings(
    start: datetime.date, end: datetime.date, spans: Mapping[str, tuple[datetime.date, datetime.date]]
) -> Iterable[list[str]]:
    """Every way to put periods one after the other into the whole, so that no other has room between them."""
    inside = {key: span for key, span in spans.items() if span[0] >= start and span[1] <= end}
    if not inside:
        yield []
        return
    soonest = min(last for _first, last in inside.values())
    for key, (first, last) in inside.items():
        if first <= soonest:
            for following in _packings(last + datetime.timedelta(days=1), end, inside):
                yield [key, *following]


def _told_by_others(table: Table, hidden: set[Any]) -> set[str]:
    """TRAINED <= REACH <= ATT, everybody knows. By an axis of people the three hide the same cells: what one of them
    shows bounds the others, and is theirs where totals are equal. Of totals, the two outer ones tell the one between
    where they are shown and equal."""
    found = set()
    for cell in hidden:
        parts = str(cell).split("|")
        if parts[2] not in IN_CELLS:
            continue
        others = ["|".join([*parts[:2], code, *parts[3:]]) for code in IN_CELLS if code != parts[2]]
        if len(parts) > TOTAL_PARTS:
            found |= {key for key in others if key in table.cells and key not in hidden and table.may_hide(key)}
        elif parts[2] == "REACH" and all(key in table.cells and key not in hidden for key in others):
            attendances, trained = others
            if table.cells[attendances] == table.cells[trained] and table.may_hide(trained):
                found.add(trained)
    return found
