"""Walking through raw stream data beside the definition of its blocks."""

import re
from collections.abc import Callable
from typing import Any

from wagtail.blocks import BaseStreamBlock, BaseStructBlock, ListBlock

from courses.models import LessonPage

# What visits a value that holds no blocks: its definition, the value, its path of block ids and names.
Visit = Callable[[Any, Any, str], Any]


def body_block() -> Any:
    """The definition of a lesson's body."""
    return LessonPage._meta.get_field("body").stream_block


def map_body(body: list[dict[str, Any]], visit: Visit) -> list[dict[str, Any]]:
    """A copy of a raw body with every value that holds no blocks replaced by what `visit` gives."""
    return map_value(body_block(), body, visit, "")


def map_value(block: Any, value: Any, visit: Visit, path: str) -> Any:
    """A copy of one raw value. What does not fit its definition (a block type since removed) stays as it is."""
    if isinstance(block, BaseStreamBlock):
        return [_map_child(block.child_blocks.get(child["type"]), child, visit, path) for child in value or []]
    if isinstance(block, ListBlock):
        return [
            _map_child(block.child_block, child, visit, path)
            if isinstance(child, dict) and "value" in child
            else map_value(block.child_block, child, visit, f"{path}{number}/")
            for number, child in enumerate(value or [])
        ]
    if isinstance(block, BaseStructBlock):
        if not isinstance(value, dict):
            return value
        # As its fields are declared, which is how it is read: the database keeps keys in an order of its own.
        known = {
            name: map_value(inner, value[name], visit, f"{path}{name}/")
            for name, inner in block.child_blocks.items()
            if name in value
        }
        return known | {name: inner for name, inner in value.items() if name not in known}
    return visit(block, value, path.rstrip("/"))


def _map_child(block: Any, child: dict[str, Any], visit: Visit, path: str) -> dict[str, Any]:
    if block is None:
        return dict(child)
    return {**child, "value": map_value(block, child["value"], visit, f"{path}{child.get('id')}/")}


_LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
_EMBED = re.compile(r"<embed\b([^>]*?)/?>")
_TYPE = re.compile(r'\b(?:linktype|embedtype)="([\w-]+)"')
_ID = re.compile(r'\bid="([^"]*)"')


def map_rich_text(html: str, replace: Callable[[str, str], Any]) -> str:
    """The HTML with the id of each link and picture replaced by `replace(type, id)`.

    Where that is None the link is taken off its text, the picture away.
    """

    def attributes(given: str) -> str | None:
        kind, identity = _TYPE.search(given), _ID.search(given)
        if not kind or not identity:
            return given  # a link to the web, or a video by its address
        found = replace(kind[1], identity[1])
        return None if found is None else f"{given[: identity.start(1)]}{found}{given[identity.end(1) :]}"

    def link(match: re.Match[str]) -> str:
        given = attributes(match[1])
        return match[2] if given is None else f"<a{given}>{match[2]}</a>"

    def embed(match: re.Match[str]) -> str:
        given = attributes(match[1])
        return "" if given is None else f"<embed{given}/>"

    return _EMBED.sub(embed, _LINK.sub(link, html))
