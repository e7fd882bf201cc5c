"""Chooses how finely each table of a publication is told (definitions.md, section 8, 2).

At the finest level at which at most one row in five is hidden. Coarser before hidden: where no level suffices, those
trained are left out of the table, of whom there are fewest.

The public (k = 10) sees no table finer than funders (k = 5) do. What is chosen is frozen with the first publication of
a period.
"""

import copy
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from impact.disclosure.concealing import concealed_cells
from impact.disclosure.hiding import FUNDER_K, PUBLIC_K
from impact.disclosure.layout import (
    AXES,
    MAY_BE_LEFT_OUT,
    cells_at,
    codes_told,
    content_at,
    level_of,
    levels_of,
    name,
)

Content = Mapping[str, Any]
Layout = dict[str, dict[str, dict[str, Any]]]  # `levels`: k -> section -> axis -> level; `without`: -> axes
ONE_IN = 5


def choose_layout(
    content: Content, published: Sequence[Content], members: Sequence[Sequence[Content]] = ()
) -> Layout | None:
    """Of a first publication, to be written with it. `members` as for `concealed_cells`: the network shows nothing
    finer than each of its NGOs does; None where one of them has published before there were levels."""
    now = members[-1] if members else ()
    if any("levels" not in member for member in now):
        return None
    sections, readers = ("", *content["projects"]), (FUNDER_K, PUBLIC_K)
    layout: Layout = {
        "levels": {
            str(k): {section: {axis: _coarsest(now, k, axis) for axis in AXES} for section in sections} for k in readers
        },
        "without": {str(k): {section: [] for section in sections} for k in readers},
    }
    while content["has_tables"]:
        concealed = concealed_cells({**content, **layout}, published, members)
        coarser = _coarsened({**content, **layout}, concealed)
        if coarser == layout:
            break
        layout = coarser
    return layout


def layout_again(content: Content, first: Content) -> Layout | None:
    """Of a restatement: as the first publication of the period had it; a project that came since is told as the
    whole."""
    if "levels" not in first:
        return None
    return {
        part: {k: {section: told.get(section, told[""]) for section in ("", *content["projects"])}
               for k, told in first[part].items()}
        for part in ("levels", "without")
    }  # fmt: skip


def _coarsest(members: Iterable[Content], k: int, axis: str) -> str:
    """The coarsest level at which one of them shows the axis; the finest where there are none."""
    order = levels_of(axis)
    return order[max((order.index(level_of(member, k, "", axis)) for member in members), default=0)]


def _coarsened(content: Content, concealed: Mapping[int, set[str]]) -> Layout:
    """The layout, one step coarser where too much is hidden and there is a step."""
    layout: Layout = copy.deepcopy({part: content[part] for part in ("levels", "without")})
    for k, cells in concealed.items():
        counted_at, levels, without = content_at(content, k), layout["levels"][str(k)], layout["without"][str(k)]
        for section, axes in levels.items():
            counted = counted_at["projects"][section] if section else counted_at
            for axis, level in axes.items():
                codes = codes_told(content, k, section, axis)
                if not hides_too_much(counted, section, level, codes, cells):
                    continue
                if coarser := levels_of(axis)[levels_of(axis).index(level) + 1 :]:
                    axes[axis] = coarser[0]
                elif MAY_BE_LEFT_OUT in codes:
                    without[section].append(axis)
    _tell_the_public_no_more(layout)
    return layout


def _tell_the_public_no_more(layout: Layout) -> None:
    for section, axes in layout["levels"][str(PUBLIC_K)].items():
        of_funders = layout["levels"][str(FUNDER_K)][section]
        for axis, level in axes.items():
            axes[axis] = max(level, of_funders[axis], key=levels_of(axis).index)
        left_out = layout["without"][str(PUBLIC_K)][section]
        left_out += [axis for axis in layout["without"][str(FUNDER_K)][section] if axis not in left_out]


def hides_too_much(
    counted: Content, section: str, level: str, codes: Sequence[str], concealed: set[str]
) -> bool:  # fmt: skip
    """Whether more than one in five of the rows with somebody in them hide a number."""
    rows = [value for value, cell in cells_at(counted, level).items() if any(cell.values())]
    hidden = [value for value in rows if any(name(section, code, level, value) in concealed for code in codes)]
    return len(hidden) * ONE_IN > len(rows)
