"""Shows a snapshot as readers outside the NGO see it.

Small cells are hidden, shares of hidden counts with them; a restatement shows earlier numbers where the new ones would
tell of few people.
"""

from collections.abc import Mapping
from typing import Any

from impact.disclosure.layout import (
    AXES,
    CROSSINGS,
    cells_at,
    codes_of,
    codes_told,
    content_at,
    figures_of,
    in_name,
    level_of,
    name,
    standing_at,
)
from impact.models import Snapshot

HIDDEN = None  # in the place of a number


class Shown:
    """The figures of the content of a snapshot, of the whole or of a project, with k = 5 for funders and 10 for the
    public. Raises KeyError for a k or a project that it does not have."""

    def __init__(self, content: Mapping[str, Any], k: int, project: str = "") -> None:
        self.k, self.project = k, project
        self.data = content_at(content, k)
        self.counted = self.data["projects"][project] if project else self.data
        self._hidden = frozenset(self.data["hidden"][str(k)])
        self._standing = standing_at(content, k)

    def hides(self, code: str, axis: str = "", value: str = "") -> bool:
        """Whether a total, or a cell, is hidden."""
        return name(self.project, code, axis, value) in self._hidden

    @property
    def withholds(self) -> bool:
        """Whether late evidence is not shown yet, anywhere: of which project or number would tell whose."""
        return bool(self._standing.get("late"))

    @property
    def anonymised(self) -> int:
        """People without a name who may be counted again."""
        return self._standing.get("anonymised", self.data["anonymised"])

    @property
    def indicators(self) -> dict[str, dict[str, Any]]:
        """As `count` prints them and what stands beside it, with None for what is hidden and for what this layout does
        not publish."""
        stand = self._standing.get("figures", {}).get(self.project, {})
        return {
            code: dict(stand[code]) if code in stand else self._shown(code, dict(counted))
            for code, counted in figures_of(self.counted).items()
        }

    def stands(self, code: str) -> bool:
        """Whether a figure is that of an earlier publication."""
        return code in self._standing.get("figures", {}).get(self.project, {})

    def knows(self, code: str) -> bool:
        """Whether there is anything to show or to hide: the network knows no share of its people, for one."""
        counted = figures_of(self.counted)[code]
        return any(value is not None for part, value in counted.items() if part != "additive")

    def _shown(self, code: str, counted: dict[str, Any]) -> dict[str, Any]:
        if not self._may_show(code, counted):
            return _emptied(counted) | self._bounds(code, counted)
        if code == "GAIN" and not _is_safe_gain(counted, self.k):
            counted |= {"improved": HIDDEN, "of": HIDDEN}
        if "headcounted" in counted and self.hides("HC"):
            counted["headcounted"] = HIDDEN
        return counted

    def _bounds(self, code: str, counted: dict[str, Any]) -> dict[str, Any]:
        """Of unique people over the network whose number would tell how few two NGOs share: from the least there can be
        to the sum, where that leaves room for at least k."""
        low, most = counted.get("low"), counted.get("sum")
        if low is None or most is None or most - low < self.k or self.hides(code) or self._is_small_bound(counted):
            return {}
        return {"low": low, "high": most}

    def _is_small_bound(self, counted: dict[str, Any]) -> bool:
        """Whether only bounds are known, since an NGO has left, and the lower one is a small number counted once."""
        return counted.get("value", 0) is None and 0 < (counted.get("low") or 0) < self.k

    def _may_show(self, code: str, counted: dict[str, Any]) -> bool:
        if code == "CUM" or (code in ("NEW", "RET") and not self.data["has_tables"]):
            return False
        if code == "RANGE":
            return not self.hides("REACH") and not self.hides("HC")
        if code == "PRO":
            return not any(self.hides(part) for part in ("PRO_n", "PRO_rest", "PRO_unknown", "REACH"))
        if code == "GAIN":
            return (counted["pairs"] or 0) >= self.k
        if code in ("ONLINE", "RETENTION"):
            return self._may_show_online(code, counted)
        if code == "CERT":
            return not self.hides("CERT") and not 0 < (counted["people"] or 0) < self.k
        if self._is_small_bound(counted):
            return False
        if 0 < _least_overlap(counted) < self.k:  # those whom two NGOs know, told by the sum of the NGOs
            return False
        if code == "PH":  # the hours of one person would be told by those of few
            return not self.hides("HDP") and not self.hides("ATT")
        return not self.hides(code)

    def _may_show_online(self, code: str, counted: dict[str, Any]) -> bool:
        """Of many people, and once for any day: hours and means of two periods would tell those of a few."""
        few = [counted["people"]] if code == "ONLINE" else [counted["pairs"], counted["of"] - counted["pairs"]]
        return self.data["has_tables"] and not any(0 < number < self.k for number in few)

    def cycles(self) -> list[dict[str, Any]]:
        """What each cycle reached: `reached` and `complete` are None where hidden. Once for any day, as tables are."""
        if self.project or not self.data["has_tables"]:
            return []
        stand = self._standing.get("cycles", {})
        shown = [
            stand[one["code"]] if one["code"] in stand else self._cycle(one) for one in self.data.get("cycles", ())
        ]
        return [one for one in shown if one is not None]

    def _cycle(self, cycle: dict[str, Any]) -> dict[str, Any]:
        """Those of the period who were in none of it, or left before its end, are told by subtraction."""
        reached, complete = cycle["reached"], cycle["complete"]
        others = self.counted["indicators"]["REACH"]["value"] - reached
        if self.hides("REACH") or any(0 < few < self.k for few in (reached, others)):
            return cycle | {"reached": HIDDEN, "complete": HIDDEN}
        if complete is not None and any(0 < few < self.k for few in (complete, reached - complete)):
            return cycle | {"complete": HIDDEN}
        return cycle

    def tables(self) -> dict[str, dict[str, dict[str, int | None]]]:
        """Axis -> value -> code -> count, each at the level at which it is shown, those crossed last; empty where the
        period's days were published by another table."""
        if not self.data["has_tables"]:
            return {}
        told = [axis for axis in (*AXES, *CROSSINGS) if self.level(axis)]
        return {self.level(axis): self._table(axis, cells_at(self.counted, self.level(axis))) for axis in told}

    def leaves_out(self, axis: str) -> bool:
        """Whether those trained are not told by an axis of the layout, being too few."""
        return codes_told(self.data, self.k, self.project, axis) != codes_of(axis)

    def level(self, axis: str) -> str:
        """The level at which an axis of the layout is shown; empty of a crossing that is not."""
        return level_of(self.data, self.k, self.project, axis)

    def _table(self, axis: str, cells: dict[str, dict[str, int | None]]) -> dict[str, dict[str, int | None]]:
        """Of the codes that are known: the network has no unique people by an axis, which is not the same as hidden."""
        told, level = codes_told(self.data, self.k, self.project, axis), self.level(axis)
        codes = [code for code in told if any(cell[code] is not None for cell in cells.values())]
        absent = self._standing.get("absent", ())
        return {
            value: {code: self._number(code, level, value, cell[code]) for code in codes}
            for value, cell in cells.items()
            if f"{self.project}|{level}|{in_name(level, value)}" not in absent
        }

    def _number(self, code: str, axis: str, value: str, count: int | None) -> int | None:
        cell = name(self.project, code, axis, value)
        return HIDDEN if cell in self._hidden else self._standing.get("numbers", {}).get(cell, count)

    @property
    def hides_anything(self) -> bool:
        start = f"{self.project}|"
        return any(cell.startswith(start) for cell in self._hidden)


class Published(Shown):
    """The same of a snapshot that is out."""

    def __init__(self, snapshot: Snapshot, k: int, project: str = "") -> None:
        super().__init__(snapshot.data, k, project)
        self.snapshot = snapshot


def _least_overlap(counted: Mapping[str, Any]) -> int:
    """How many several NGOs know, at least; where only bounds are known the upper one tells."""
    if counted.get("sum") is None:
        return 0
    overlap = counted["overlap"]
    return counted["sum"] - counted["high"] if overlap is None and counted["high"] is not None else overlap or 0


def is_empty(counted: Mapping[str, Any]) -> bool:
    """Whether nothing of a figure is shown."""
    return all(value is HIDDEN for part, value in counted.items() if part != "additive")


def _emptied(counted: dict[str, Any]) -> dict[str, Any]:
    return {part: counted[part] if part == "additive" else HIDDEN for part in counted}


def _is_safe_gain(counted: dict[str, Any], k: int) -> bool:
    """Means of at least k pairs, where neither those who improved nor the others are few."""
    pairs, improved, tested = counted["pairs"], counted["improved"], counted["of"]
    if pairs is None or improved is None:
        return False
    return pairs >= k and not any(0 < few < k for few in (improved, pairs - improved, tested - pairs))
