"""A node's texts as pieces an outside translator can work on, and back into a body."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wagtail import blocks

from core.blocks import TEXT_BLOCKS
from core.languages import ORDER
from courses.packing.nodes import BODY, Node
from courses.packing.streams import map_body


@dataclass(frozen=True)
class Unit:
    """One piece of text by language. `field` is a field's name, or `body/<block>/<names inside it>`."""

    node_id: str
    kind: str
    field: str
    texts: dict[str, str]
    is_html: bool = False


def units(node: Node, source: str = ORDER[0]) -> list[Unit]:
    """The pieces of one node, without its children, that are not empty in the source language.

    A body is cut as it is in the source; a piece of another language belongs to it by the id of its block.
    """
    found = [
        Unit(node.id, node.kind, name, {code: texts.get(code, "") for code in ORDER})
        for name, texts in node.texts.items()
        if name != BODY and texts.get(source)
    ]
    bodies = node.texts.get(BODY, {})
    pieces = {code: body_pieces(bodies.get(code, [])) for code in ORDER}
    html = _html_paths(bodies.get(source, []))
    found += [
        Unit(node.id, node.kind, f"{BODY}/{path}", {code: pieces[code].get(path, "") for code in ORDER}, path in html)
        for path, text in pieces[source].items()
        if text
    ]
    return found


def body_pieces(body: list[dict[str, Any]]) -> dict[str, str]:
    """The texts of a body by their path, in reading order."""
    pieces: dict[str, str] = {}

    def note(block: Any, value: Any, path: str) -> Any:
        if isinstance(block, TEXT_BLOCKS):
            pieces[path] = value or ""
        return value

    map_body(body, note)
    return pieces


def apply_units(body: list[dict[str, Any]], pieces: Mapping[str, str]) -> list[dict[str, Any]]:
    """The body with texts replaced by path, with or without the `body/` before it; blocks and their ids stay.

    For a translation `body` is the source's: a piece that is not given stays in the source language.
    """

    def replace(block: Any, value: Any, path: str) -> Any:
        if not isinstance(block, TEXT_BLOCKS):
            return value
        return pieces.get(path, pieces.get(f"{BODY}/{path}", value))

    return map_body(body, replace)


def _html_paths(body: list[dict[str, Any]]) -> set[str]:
    paths: set[str] = set()

    def note(block: Any, value: Any, path: str) -> Any:
        if isinstance(block, blocks.RichTextBlock):
            paths.add(path)
        return value

    map_body(body, note)
    return paths
