"""Makes a content ready to be published beside what is out (definitions.md, section 8, 1).

It says which of its cells are hidden, and which figures stand as they were published before, because the new ones would
tell of few people.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from impact.disclosure import OF_SESSIONS, concealed_cells
from impact.disclosure.editions import is_few
from impact.disclosure.layout import cells_at, content_at, figures_of, in_table, name, period_name
from impact.disclosure.standing import has_section, stand
from impact.publishing.published import Shown, is_empty

Content = Mapping[str, Any]
Figures = Mapping[str, dict[str, Any]]

RESTS_ON = {
    "HDP": ("HC",), "PH": ("HDP", "ATT", "HC"), "RANGE": ("REACH", "HC"),
    "PRO": ("PRO_n", "PRO_rest", "PRO_unknown", "REACH"),
}  # fmt: skip
LONGEST_DAY = 12  # hours of a half-day at most: so many moved are of one person at least


def with_concealed(
    content: Content, published: Iterable[Content], members: Sequence[Iterable[Content]] = ()
) -> dict[str, Any]:
    """The content with `hidden` and `standing` by k. `published`: everything before it, oldest first; `members` as for
    `concealed_cells`."""
    published, members = list(published), [list(some) for some in members]
    history = [one for one in published if period_name(one) == period_name(content)]
    concealed = concealed_cells(content, published, members)
    hidden, standing, untimely = {}, {}, set[str]()
    for k, cells in concealed.items():
        untimely |= _of_another_moment(content, members[-1], k) if members else set()
        untimely |= _hidden_and_lost(content, history[-1], k) if history else set()
        listed, stands = stand(content, cells | untimely, history[-1] if history else None, k)
        hidden[str(k)] = listed
        if history:
            fresh = {**content, "hidden": {str(k): listed}}
            stands |= _figures(fresh, set(stands["numbers"]), history, k) | _cycles(Shown(fresh, k), history, k)
            stands["anonymised"] = _anonymised(content, history, k)
            stands["late"] = _is_late(content, stands, k)
        standing[str(k)] = stands
    return {**content, "hidden": hidden, "standing": standing}


def _anonymised(content: Content, history: list[Content], k: int) -> int:
    """How many people may be counted again: one more is somebody who asked to be forgotten."""
    told = [Shown(one, k).anonymised for one in history]
    return told[-1] if any(is_few(content["anonymised"] - one, k) for one in told) else content["anonymised"]


def _of_another_moment(content: Content, members: Iterable[Content], k: int) -> set[str]:
    """Unique people of the network whose sum is not that of what its NGOs show: records moved since, or a number of
    theirs stands."""
    members, found = list(members), set()
    for code in ("REACH", "TRAINED"):
        counted = content_at(content, k)["indicators"][code]
        if "sum" in counted and counted["sum"] != sum(official(member, k)[code]["value"] for member in members):
            found.add(name("", code))
    return found


def _hidden_and_lost(content: Content, before: Content, k: int) -> set[str]:
    """Unique people of the network who were hidden when they could be counted: bounds would tell them."""
    figures, hidden = content_at(content, k)["indicators"], before["hidden"][str(k)]
    lost = {name("", code) for code in ("REACH", "TRAINED") if figures[code]["value"] is None}
    return lost & set(hidden)


def official(content: Content, k: int, project: str = "") -> dict[str, dict[str, Any]]:
    """Every figure of a snapshot as its NGO answers for it: what stands, else what was counted, hidden or not."""
    shown = Shown(content, k, project)
    stands = {code: figure for code, figure in shown.indicators.items() if shown.stands(code)}
    return {
        code: counted | {part: value for part, value in stands.get(code, {}).items() if value is not None}
        for code, counted in figures_of(shown.counted).items()
    }


def _figures(fresh: Content, standing: set[str], history: list[Content], k: int) -> dict[str, Any]:
    """Section -> code -> what was published before, of figures that cannot be told as they are now. `standing`: the
    cells whose number is that of the publication before."""
    found: dict[str, dict[str, Any]] = {}
    for section in ("", *fresh["projects"]):
        if not has_section(history[-1], section):
            continue
        before = [Shown(one, k, section).indicators for one in history if has_section(one, section)]
        unseen = {cell.split("|")[1] for cell in standing if cell.count("|") == 1 and cell.startswith(f"{section}|")}
        now = Shown(fresh, k, section).indicators
        for code in now.keys() & before[-1].keys():
            earlier = [one for one in before if code in one and not is_empty(one[code])]
            if earlier and not _may_tell(code, now, earlier, unseen, k):
                found.setdefault(section, {})[code] = before[-1][code]
    return {"figures": found}


def _may_tell(code: str, now: Figures, earlier: Sequence[Figures], unseen: set[str], k: int) -> bool:
    """Whether a figure may be told beside all that was told of it."""
    if code in OF_SESSIONS or all(one[code] == now[code] for one in earlier):
        return True
    if is_empty(now[code]) or unseen & {*RESTS_ON.get(code, ()), code}:
        return False
    return not any(_is_few_people(code, now, one, k) for one in earlier)


def _is_few_people(code: str, now: Figures, before: Figures, k: int) -> bool:
    """Whether a figure differs from an earlier one by few people, or by what may be the doing of few."""
    if code == "PH":
        return _is_few_hours(now, before, k)
    counts = zip(_counts(code, now[code]), _counts(code, before[code]), strict=True)
    moved = [after - then for after, then in counts]
    if any(is_few(by, k) for by in moved):
        return True
    # Means and hours of the same people moved by some of them, nobody knows how many.
    return code in ("GAIN", "RETENTION", "ONLINE") and now[code] != before[code] and not moved[0]


def _counts(code: str, figure: dict[str, Any]) -> list[int]:
    """The people that a figure tells of, those that are told by subtraction too; the most important first."""
    if code == "GAIN":
        pairs, improved, tested = (figure[part] or 0 for part in ("pairs", "improved", "of"))
        return [pairs, tested, improved, pairs - improved, tested - pairs]
    if code == "RETENTION":
        return [figure["pairs"], figure["of"], figure["of"] - figure["pairs"]]
    if code == "ONLINE":
        return [figure["people"]]
    parts = ("value", "headcounted", "people", "low", "high", "sum", "overlap")
    return [figure.get(part) or 0 for part in parts]


def _is_few_hours(now: Figures, before: Figures, k: int) -> bool:
    """Hours go with half-days; where as many were there as before, so many hours moved that k people had a part."""
    for part in ("value", "headcounted"):
        hours = (now["PH"][part] or 0) - (before["PH"][part] or 0)
        half_days = (now["HDP"][part] or 0) - (before["HDP"][part] or 0)
        if hours and abs(half_days) < k and abs(hours) < k * LONGEST_DAY:
            return True
    return False


def _cycles(fresh: Shown, history: list[Content], k: int) -> dict[str, Any]:
    """Code -> what was published before of a cycle, None where nothing was."""
    found: dict[str, Any] = {}
    before = [{one["code"]: one for one in Shown(content, k).cycles()} for content in history]
    for cycle in fresh.cycles():
        earlier = [one[cycle["code"]] for one in before if cycle["code"] in one]
        if any(_is_few_in_cycle(cycle, one, k) for one in earlier):
            found[cycle["code"]] = earlier[-1]
    return {"cycles": found}


def _is_few_in_cycle(now: dict[str, Any], before: dict[str, Any], k: int) -> bool:
    for parts in (("reached",), ("complete",), ("reached", "complete")):
        values = [[one[part] for part in parts] for one in (now, before)]
        if None in values[1]:
            continue
        if None in values[0]:  # it was shown and would be hidden
            return True
        after, then = (value[0] - sum(value[1:]) for value in values)
        if is_few(after - then, k):
            return True
    return False


def _is_late(content: Content, stands: dict[str, Any], k: int) -> bool:
    """Whether anything that is shown is not what was counted."""
    fresh = content_at(content, k)
    for section, figures in stands["figures"].items():
        counted = figures_of(fresh["projects"][section] if section else fresh)
        if any(not is_empty(figure) and figure != counted[code] for code, figure in figures.items()):
            return True
    for cell, value in stands["numbers"].items():
        section, *rest = cell.split("|")
        counted_in = fresh["projects"][section] if section else fresh
        if len(rest) > 1 and cells_at(counted_in, rest[1])[in_table(rest[1], rest[2])][rest[0]] != value:
            return True
    cycles = {one["code"]: one for one in fresh.get("cycles", ())}
    return any(one != cycles[code] for code, one in stands["cycles"].items())
