"""What a block of a lesson is made of: texts, one for each language; what is chosen once for all; lists of points.

Its places are paths, as `courses.packing.streams` has them: `<block>`, `<block>/<name>`, `<block>/<list>/<item>`.
"""

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wagtail import blocks

from core.blocks import TEXT_BLOCKS
from courses.packing.streams import body_block, map_body

# Every kind that can be put in, with what is kept of it while nothing is written or chosen yet.
BLANK: dict[str, Any] = {
    "paragraph": "",
    "key_message": "",
    "callout": {"title": "", "text": ""},
    "content_note": "",
    "checklist": {"title": "", "points": []},
    "image": {"image": None, "decorative": False, "alt_text": ""},
    "diagram": "",
    "law_reference": {
        "jurisdiction": "MA", "article": "", "text": "", "valid_from": None, "valid_to": None, "source": "",
        "to_check": True,
    },
    "glossary_term": None,
    "document": {"document": None, "language": "fr"},
    "audio": {"media": None, "transcript": ""},
    "video": {"media": None, "transcript": ""},
    "exercise": None,
}  # fmt: skip
OF_WORDS = ("paragraph", "key_message", "callout", "content_note", "checklist", "law_reference")  # nothing without them
LISTS = {"checklist": "points"}  # kind -> the name of its list of texts


@dataclass(frozen=True)
class Shape:
    """The definitions of a block's texts and of what is chosen in it, by path, in reading order."""

    texts: dict[str, Any] = field(default_factory=dict)
    choices: dict[str, Any] = field(default_factory=dict)


def blank_block(identity: str, kind: str, items: Iterable[str] = ()) -> dict[str, Any]:
    """A block of a kind with nothing in it; `items`: the ids of the points of its list."""
    value = copy.deepcopy(BLANK[kind])
    if kind in LISTS:
        value[LISTS[kind]] = [{"type": "item", "value": "", "id": item} for item in items]
    return {"id": identity, "type": kind, "value": value}


def shape_of(block: Mapping[str, Any]) -> Shape:
    """What a raw block is made of."""
    found = Shape()

    def note(definition: Any, value: Any, path: str) -> Any:
        (found.texts if isinstance(definition, TEXT_BLOCKS) else found.choices)[path] = definition
        return value

    map_body([dict(block)], note)
    return found


def values_of(block: Mapping[str, Any] | None) -> dict[str, Any]:
    """The raw values of a block by path; of none, none."""
    found: dict[str, Any] = {}

    def note(_definition: Any, value: Any, path: str) -> Any:
        found[path] = value
        return value

    if block is not None:
        map_body([dict(block)], note)
    return found


def items_of(block: Mapping[str, Any]) -> list[str]:
    """The ids of the points in a block's list."""
    name = LISTS.get(block["type"])
    return [str(item.get("id")) for item in block["value"][name] if isinstance(item, dict)] if name else []


def label_of(kind: str) -> str:
    """What the editor calls a kind of block."""
    return str(body_block().child_blocks[kind].label)


def is_chooser(definition: Any) -> bool:
    """Whether something that is kept elsewhere is chosen here: a picture, a file, a term, an exercise."""
    return isinstance(definition, blocks.ChooserBlock)
