"""Chooses which tables of two axes crossed a publication holds, and how finely (definitions.md, section 8, 2 and 4).

They come after the tables of one axis, from which they take no number: where one would make another cell be hidden, or
where more than one in five of its own cells are, it is told coarser, then without those trained, then not at all. It is
no finer than the tables of its axes. What is chosen is frozen with the first publication of a period.
"""

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from impact.disclosure.concealing import concealed_cells
from impact.disclosure.hiding import FUNDER_K, PUBLIC_K
from impact.disclosure.layout import (
    AXES,
    CROSSINGS,
    cells_at,
    codes_told,
    content_at,
    level_of,
    levels_of,
    name,
)
from impact.disclosure.levels import Layout, hides_too_much
from impact.facts.definitions import BESIDE, parts_of

Content = Mapping[str, Any]
Hidden = Mapping[int, set[str]]  # by k
Reader = tuple[int, str]  # of which k, in which section
Ways = dict[Reader, int]  # how far down the ways to tell it each has come
READERS = (FUNDER_K, PUBLIC_K)
LEAST_VALUES = 2  # of each axis


def choose_crossings(content: Content, published: Sequence[Content]) -> Layout:
    """The layout of a first publication, whose tables of one axis are chosen, with the crossings that it may hold: of
    the whole first, then of projects."""
    layout: Layout = copy.deepcopy({part: content[part] for part in ("levels", "without")})
    if not content["has_tables"]:
        return layout
    before: Hidden | None = None
    for crossing in CROSSINGS:
        for sections in ([""], [*content["projects"]]):
            ways = {(k, section): 0 for k in READERS for section in sections}
            layout, before = _settle(content, published, layout, crossing, ways, before)
    return layout


def _settle(
    content: Content, published: Sequence[Content], layout: Layout, crossing: str, ways: Ways, before: Hidden | None
) -> tuple[Layout, Hidden | None]:
    """The layout with a crossing in these sections, as finely as may be, and what is hidden with it; `before`: what is
    hidden without it, None where nobody has asked yet."""
    _descend(content, layout, crossing, ways)
    while _told(ways, crossing):
        before = before or concealed_cells({**content, **layout}, published)
        tried = _laid_out(layout, crossing, ways)
        hidden = concealed_cells({**content, **tried}, published)
        refused = _refused({**content, **tried}, crossing, ways, hidden, before)
        if not refused:
            return tried, hidden
        ways |= {reader: ways[reader] + 1 for reader in refused}
        _descend(content, layout, crossing, ways)
    return layout, before


def take_out_untold(content: Content, layout: Layout) -> None:
    """The crossings that a layout tells to nobody are in no publication. Changes the content."""
    told = {axis for sections in layout["levels"].values() for axes in sections.values() for axis in axes}
    for section in (content, *content["projects"].values()):
        for crossing in CROSSINGS:
            if crossing not in told:
                section["by"].pop(crossing, None)


def _ways(crossing: str) -> list[tuple[str, bool]]:
    """Level and whether it is told without those trained, from what tells most to nothing."""
    levels = levels_of(crossing)
    return [*((level, False) for level in levels), (levels[-1], True), ("", True)]


def _told(ways: Ways, crossing: str) -> list[Reader]:
    return [reader for reader, way in ways.items() if _ways(crossing)[way][0]]


def _laid_out(layout: Layout, crossing: str, ways: Ways) -> Layout:
    """The layout with a crossing told so."""
    found: Layout = copy.deepcopy(layout)
    for (k, section), way in ways.items():
        level, is_without = _ways(crossing)[way]
        found["levels"][str(k)][section][crossing] = level
        if level and is_without:
            found["without"][str(k)][section].append(crossing)
    return found


def _descend(content: Content, layout: Layout, crossing: str, ways: Ways) -> None:
    """To the first way at which a table is no finer than those of its axes, and at which small numbers alone are not
    too many; the public is told no more than funders. Changes `ways`."""
    for (k, section), way in ways.items():
        if k == PUBLIC_K:
            way = max(way, ways[FUNDER_K, section])
        while _ways(crossing)[way][0] and not _may_be(content, layout, crossing, (k, section), way):
            way += 1
        ways[k, section] = way


def _may_be(content: Content, layout: Layout, crossing: str, reader: Reader, way: int) -> bool:
    k, section = reader
    level = _ways(crossing)[way][0]
    for axis, part in zip(parts_of(crossing), parts_of(level), strict=True):
        order = levels_of(axis)
        if order.index(part) < order.index(level_of({**content, **layout}, k, section, axis)):
            return False
    tried = {**content, **_laid_out(layout, crossing, {reader: way})}
    counted, codes = _counted(tried, reader), codes_told(tried, k, section, crossing)
    cells = cells_at(counted, level)
    pairs = [value.split(BESIDE) for value, cell in cells.items() if any(cell.values())]
    if min((len(set(some)) for some in zip(*pairs, strict=True)), default=0) < LEAST_VALUES:
        return False  # the other axis says it all
    small = {name(section, code, level, value) for value, cell in cells.items() for code in codes if 0 < cell[code] < k}
    return not hides_too_much(counted, section, level, codes, small)


def _counted(content: Content, reader: Reader) -> Content:
    k, section = reader
    counted: Content = content_at(content, k)
    return counted["projects"][section] if section else counted


def _refused(content: Content, crossing: str, ways: Ways, hidden: Hidden, before: Hidden) -> list[Reader]:
    """Of whom less has to be told: too much of the table itself is hidden, or it takes a number from another; where
    none of the same section could have done that, all."""
    told = _told(ways, crossing)
    found = {reader for reader in told if _hides_too_much(content, crossing, reader, hidden)}
    for k in READERS:
        taken = {
            section
            for section, axis in map(_place_of, hidden[k] - before[k])
            if _is_shown(content, k, section, axis) and not (axis in levels_of(crossing) and (k, section) in told)
        }
        if taken:
            found |= {reader for reader in told if reader[1] in taken} or set(told)
    return sorted(found)


def _hides_too_much(content: Content, crossing: str, reader: Reader, hidden: Hidden) -> bool:
    k, section = reader
    level, codes = level_of(content, k, section, crossing), codes_told(content, k, section, crossing)
    return hides_too_much(_counted(content, reader), section, level, codes, hidden[k])


def _place_of(cell: str) -> tuple[str, str]:
    """Section and axis of a cell, from its name; no axis of a total."""
    section, _code, *rest = cell.split("|")
    return section, rest[0] if rest else ""


def _is_shown(content: Content, k: int, section: str, axis: str) -> bool:
    """Whether readers see the table of a cell, or a total."""
    levels = [level_of(content, k, section, one) for one in (*AXES, *CROSSINGS)]
    return not axis or axis in levels
