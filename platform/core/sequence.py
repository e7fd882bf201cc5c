"""One sequence of blocks for all languages of a body (docs/decisions/0031-one-sequence-of-blocks.md).

A body is kept once per language, and the languages are kept in step: a block and its translations have one id, stand in
one order, and what says no word (an exercise, a term, a picture that only decorates) stands in each. The source
language leads: what is put in, moved or taken away there is so everywhere. What is no text and was alike in both, a
picture or the date of a law, follows the source; what a language has of its own stays its own. A text that is not
translated yet is not there: readers never meet an empty block.

Everything here reads raw stream data (`type`, `value`, `id`). Only `in_step` is given the definition of the blocks, to
know their texts; the ids hold for packed modules and for what a migration finds, too.
"""

import copy
import json
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from wagtail import blocks

from core.blocks import TEXT_BLOCKS

Body = list[dict[str, Any]]


def read_stream(kept: Any) -> Body:
    """The raw blocks of a body as a revision has it: a text of JSON, or nothing."""
    found = json.loads(kept) if isinstance(kept, str) and kept else kept
    return found if is_list_of_blocks(found) else []


# Which block translates which


def align(source: Body, target: Body) -> Body:
    """The target's blocks under the ids of the source's blocks they translate; the others keep their own.

    By id where the ids are the source's already, else the first of a kind translates the first of that kind.
    """
    meant = _by_id(source)
    return [
        {**block, "value": _align_value(meant[block["id"]]["value"], block["value"])}
        if block["id"] in meant and meant[block["id"]]["type"] == block["type"]
        else block
        for block in _pair(source, target)
    ]


def _pair(source: Body, target: Body, own: Collection[str] = ()) -> Body:
    """The same for the blocks alone, not for lists in them; what is in `own` (ids) translates nothing."""
    free: dict[str, list[str]] = defaultdict(list)
    taken = {block["id"] for block in target}
    for block in source:
        if block["id"] not in taken:
            free[block["type"]].append(block["id"])
    known = {block["id"] for block in source}.union(own)
    return [
        {**block, "id": free[block["type"]].pop(0)} if block["id"] not in known and free[block["type"]] else block
        for block in target
    ]


def _align_value(source: Any, target: Any) -> Any:
    if isinstance(source, dict) and isinstance(target, dict):
        return {name: _align_value(source.get(name), value) for name, value in target.items()}
    if is_list_of_blocks(source) and is_list_of_blocks(target):
        return align(source, target)
    return target


def is_list_of_blocks(value: Any) -> bool:
    """Whether a raw value is a body, or a list inside a block."""
    return isinstance(value, list) and all(isinstance(item, dict) and {"type", "id"} <= set(item) for item in value)


# Keeping them in step


def in_step(
    bodies: Mapping[str, Body], source: str, former: Mapping[str, Body] | None = None, *, stream: Any = None
) -> dict[str, Body]:
    """The bodies by language, as they are kept: in step with the one in the language `source`.

    `former`: as they were in the save before; without it nothing is known of what was taken away or changed. `stream`:
    the definition of the blocks; without it only numbers and flags follow the source.
    """
    kept = {code: _told_apart(body) for code, body in bodies.items()}
    lead, was = kept.get(source) or [], (former or {}).get(source) or []
    for code, body in kept.items():
        if lead and body and code != source:
            kept[code] = _follow(stream, lead, body, was, (former or {}).get(code) or [])
    return kept


def _told_apart(body: Body) -> Body:
    """The body with a new id for each block that has none, or that of a block before it."""
    seen: set[str] = set()
    apart = []
    for block in body:
        if not block.get("id") or block["id"] in seen:
            block = {**block, "id": str(uuid.uuid4())}
        seen.add(block["id"])
        apart.append(block)
    return apart


def _follow(stream: Any, source: Body, target: Body, source_was: Body, target_was: Body) -> Body:
    """The target once it has followed what was done in the source."""
    there = {block["id"] for block in source}
    gone = {block["id"] for block in source_was} - there
    own = {block["id"] for block in target_was} - there - gone
    befores, meant = (_by_id(source_was), _by_id(target_was)), _by_id(source)
    foreign = {block["id"] for block in target if block["id"] in meant and meant[block["id"]]["type"] != block["type"]}
    left = [block for block in target if block["id"] not in gone]
    paired = _pair(source, [{**b, "id": str(uuid.uuid4())} if b["id"] in foreign else b for b in left], own)
    followed = [
        {
            **block,
            "value": _follow_value(
                _inside(stream, block["type"]),
                meant[block["id"]]["value"],
                block["value"],
                *_values(befores, block["id"]),
            ),
        }
        if block["id"] in meant
        else block
        for block in paired
    ]
    return _in_order(source, followed)


def _by_id(body: Body) -> dict[str, dict[str, Any]]:
    return {block["id"]: block for block in body}


def _values(befores: tuple[dict[str, Any], dict[str, Any]], identity: str) -> tuple[Any, Any]:
    was, own = (before.get(identity, {}).get("value") for before in befores)
    return was, own


def _inside(definition: Any, name: str) -> Any:
    """The definition of a block inside another; of a list, that of its items."""
    if isinstance(definition, blocks.ListBlock):
        return definition.child_block
    return getattr(definition, "child_blocks", {}).get(name)


def _follow_value(definition: Any, source: Any, target: Any, source_was: Any, target_was: Any) -> Any:
    """A value inside a block: what was the source's and is untouched follows the source."""
    if isinstance(source, dict) and isinstance(target, dict):
        was, own = ({} if not isinstance(one, dict) else one for one in (source_was, target_was))
        return {
            name: _follow_value(_inside(definition, name), source[name], value, was.get(name), own.get(name))
            if name in source
            else value
            for name, value in target.items()
        }
    if is_list_of_blocks(source) and is_list_of_blocks(target) and source and target:
        was, own = (one if is_list_of_blocks(one) else [] for one in (source_was, target_was))
        return _follow(definition, source, target, was, own)
    is_text = isinstance(definition, TEXT_BLOCKS) or (definition is None and isinstance(target, str))
    alike = not is_text and source_was is not None and source_was == target_was == target
    return copy.deepcopy(source) if alike else target


def _in_order(source: Body, target: Body) -> Body:
    """The target's blocks in the source's order, with those of the source that say no word; what the source does not
    have stays behind the block it follows."""
    there = _by_id(target)
    behind = followers({block["id"] for block in source}, target)
    ordered = list(behind.pop("", []))
    for block in source:
        if block["id"] in there:
            ordered.append(there[block["id"]])
        elif is_wordless(block["value"]):
            ordered.append(copy.deepcopy(block))
        ordered += behind.pop(block["id"], [])
    return ordered


def followers(known: Collection[str], target: Body) -> dict[str, Body]:
    """The blocks the source does not have, by the id of the one before them; `""` for those at the start."""
    behind: dict[str, Body] = defaultdict(list)
    place = ""
    for block in target:
        if block["id"] in known:
            place = block["id"]
        else:
            behind[place].append(block)
    return behind


def is_wordless(value: Any) -> bool:
    """Whether a raw value is the same in every language: something is chosen, and there is no room for words.

    None is the value of a block that only has a place.
    """
    if value is None:
        return True
    if isinstance(value, dict):
        return value.get("decorative") is True or (bool(value) and all(map(is_wordless, value.values())))
    return isinstance(value, int)


# Whether they are


def out_of_step(bodies: Mapping[str, Body], source: str) -> list[tuple[str, str]]:
    """What breaks the rule, as (language, id of the block): nothing, after `in_step`."""
    lead = bodies.get(source) or []
    kinds = {block["id"]: block["type"] for block in lead}
    found = []
    for code, body in bodies.items():
        ids = [block["id"] for block in body]
        found += [(code, one) for one in dict.fromkeys(ids) if ids.count(one) > 1]
        if code == source or not body or not lead:
            continue
        found += [(code, block["id"]) for block in body if kinds.get(block["id"], block["type"]) != block["type"]]
        common = [one for one in ids if one in kinds]
        found += [
            (code, one) for one, meant in zip(common, [k for k in kinds if k in set(ids)], strict=False) if one != meant
        ]
        found += [(code, block["id"]) for block in lead if block["id"] not in ids and is_wordless(block["value"])]
    return found
