"""How texts are written into a translated body, beside its source."""

from collections.abc import Mapping
from typing import Any

from core.sequence import Body, followers
from courses.packing.units import apply_units, body_pieces


def merge(source: Body, target: Body, pieces: Mapping[str, str]) -> Body:
    """The target with these texts by path; it is aligned with the source already.

    A block that is not there yet is made as the source's, in its place, with no word of the source's language. Blocks
    the source does not have stay behind the one they follow.
    """
    there = {block["id"]: block for block in target}
    behind = followers({block["id"] for block in source}, target)
    merged = list(behind.pop("", []))
    for block in source:
        merged += _merge_block(block, there.get(block["id"]), pieces)
        merged += behind.pop(block["id"], [])
    return merged


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
