"""A translated body beside its source: which block translates which, and how texts are written into it.

Each language's body is written on its own, so its blocks have ids of their own. Here they get those of the source.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from courses.packing.units import apply_units, body_pieces

Body = list[dict[str, Any]]


def align(source: Body, target: Body) -> Body:
    """The target's blocks under the ids of the source's blocks they translate; the others keep their own.

    By id where the ids are the source's already, else the first of a kind translates the first of that kind.
    """
    free: dict[str, list[dict[str, Any]]] = defaultdict(list)
    taken = {block["id"] for block in target}
    for block in source:
        if block["id"] not in taken:
            free[block["type"]].append(block)
    by_id = {block["id"]: block for block in source}
    aligned = []
    for block in target:
        meant = by_id.get(block["id"])
        if meant is None and free[block["type"]]:
            meant = free[block["type"]].pop(0)
        if meant is None or meant["type"] != block["type"]:
            aligned.append(block)
        else:
            aligned.append({**block, "id": meant["id"], "value": _align_value(meant["value"], block["value"])})
    return aligned


def _align_value(source: Any, target: Any) -> Any:
    if isinstance(source, dict) and isinstance(target, dict):
        return {name: _align_value(source.get(name), value) for name, value in target.items()}
    if _is_list_of_blocks(source) and _is_list_of_blocks(target):
        return align(source, target)
    return target


def _is_list_of_blocks(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) and {"type", "id"} <= set(item) for item in value)


def merge(source: Body, target: Body, pieces: Mapping[str, str]) -> Body:
    """The target with these texts by path; it is aligned with the source already.

    A block that is not there yet is made as the source's, in its place, with no word of the source's language. Blocks
    the source does not have stay behind the one they follow.
    """
    there = {block["id"]: block for block in target}
    behind = _followers({block["id"] for block in source}, target)
    merged = list(behind.pop("", []))
    for block in source:
        merged += _merge_block(block, there.get(block["id"]), pieces)
        merged += behind.pop(block["id"], [])
    return merged


def _followers(known: set[str], target: Body) -> dict[str, Body]:
    """The blocks the source does not have, by the id of the one before them; `""` for those at the start."""
    behind: dict[str, Body] = defaultdict(list)
    place = ""
    for block in target:
        if block["id"] in known:
            place = block["id"]
        else:
            behind[place].append(block)
    return behind


def _merge_block(source: dict[str, Any], target: dict[str, Any] | None, pieces: Mapping[str, str]) -> Body:
    wanted = body_pieces([source])
    given = {path: text for path, text in pieces.items() if path in wanted}
    if target is None:
        texts = any(wanted.values())
        return apply_units([source], dict.fromkeys(wanted, "") | given) if any(given.values()) or not texts else []
    own = body_pieces([target])
    if set(given) <= set(own):
        return apply_units([target], given)
    return apply_units([source], dict.fromkeys(wanted, "") | own | given)
