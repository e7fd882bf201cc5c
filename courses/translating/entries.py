"""The pieces of a module to translate from one language into another, each with where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.sequence import align
from core.translations import source_language
from courses.packing import Node, units
from courses.packing.kinds import KINDS, ROOTS
from courses.packing.nodes import BODY
from courses.packing.streams import body_block, map_body
from courses.translating.markup import (
    Piece,
    Tag,
    clean_text,
    number_as,
    read_html,
    read_notation,
    walk_tags,
    write_html,
    write_notation,
)

FRAME = "1"  # the id of the first tag


@dataclass(frozen=True)
class Entry:
    """One text. `source` and `target` as they are kept; `root`: the page, exercise or term it is saved with."""

    node_id: str
    root: str
    field: str
    where: str
    source: str
    target: str
    is_html: bool = False
    max_length: int | None = None

    @property
    def id(self) -> str:
        return f"{self.node_id}/{self.field}"

    @property
    def shown_source(self) -> str:
        return self.notation(self.source_pieces())

    @property
    def shown_target(self) -> str:
        return self.notation(self.target_pieces())

    def source_pieces(self) -> list[Piece]:
        return self._pieces(self.source)

    def target_pieces(self) -> list[Piece]:
        """With the source's tags where it has the same."""
        pieces = self._pieces(self.target)
        return number_as(pieces, self.source_pieces()) if self.is_html else pieces

    def notation(self, pieces: list[Piece]) -> str:
        """Pieces as one text, for a spreadsheet or a text area; the tag around a lone paragraph is left out."""
        if not self.is_html:
            return "".join(map(str, pieces))
        if self._is_one_paragraph() and len(pieces) == 1 and isinstance(pieces[0], Tag) and pieces[0].id == FRAME:
            pieces = pieces[0].children or []
        return write_notation(pieces)

    def read(self, text: str) -> list[Piece]:
        """The pieces of such a text. Raises TagError."""
        if not self.is_html:
            return [clean_text(text)]
        pieces = read_notation(text)
        has_own_frame = any(tag.id == FRAME or tag.id.startswith("t") for tag in walk_tags(pieces))
        return [Tag(FRAME, children=pieces)] if pieces and self._is_one_paragraph() and not has_own_frame else pieces

    def _is_one_paragraph(self) -> bool:
        pieces = self.source_pieces()
        return len(pieces) == 1 and isinstance(pieces[0], Tag) and pieces[0].name == "p"

    def write(self, pieces: list[Piece]) -> str:
        """Pieces as they are kept."""
        return write_html(pieces) if self.is_html else "".join(map(str, pieces))

    def _pieces(self, text: str) -> list[Piece]:
        return read_html(text) if self.is_html else [clean_text(text)] if text else []


def module_source(tree: Node) -> str:
    """The language a module is translated from."""
    return source_language(tree.texts["heading"])


def read_entries(tree: Node, source: str, target: str) -> list[Entry]:
    """Every text of the module that is there in the source language, in reading order."""
    return [
        entry for root, node, place in _places(tree, source) for entry in _of_node(root, node, place, source, target)
    ]


def _places(tree: Node, source: str) -> Iterator[tuple[Node, Node, str]]:
    """(root, node, where it stands) of every node."""

    def below(root: Node, node: Node, place: str) -> Iterator[tuple[Node, Node, str]]:
        yield root, node, place
        for child in node.children:
            if child.kind in ROOTS:
                yield from below(child, child, name_of(child, source))
            else:
                number = node.of_kind(child.kind).index(child) + 1
                kind = capfirst(KINDS[child.kind].model._meta.verbose_name)
                yield from below(root, child, f"{place} › {kind} {number}")

    return below(tree, tree, name_of(tree, source))


def name_of(root: Node, source: str) -> str:
    """A page, exercise or term by its kind and heading."""
    heading = next((root.texts[name].get(source) for name in ("heading", "term") if name in root.texts), "")
    return f"{capfirst(KINDS[root.kind].model._meta.verbose_name)} “{clean_text(heading or '')}”"


def aligned(node: Node, source: str, target: str) -> Node:
    """The node with the target's body under the block ids of the source's."""
    if BODY not in node.texts:
        return node
    bodies = node.texts[BODY]
    body = align(bodies.get(source, []), bodies.get(target, []))
    return Node(node.id, node.kind, node.settings, node.texts | {BODY: bodies | {target: body}})


def _of_node(root: Node, node: Node, place: str, source: str, target: str) -> Iterator[Entry]:
    node = aligned(node, source, target)
    model, blocks = KINDS[node.kind].model, _blocks(node.texts.get(BODY, {}).get(source, []))
    for unit in units(node, source):
        if unit.field.startswith(f"{BODY}/"):
            block, label = blocks[unit.field.removeprefix(f"{BODY}/")]
            longest = getattr(getattr(block, "field", None), "max_length", None)
        else:
            field = model._meta.get_field(unit.field)
            label, longest = capfirst(field.verbose_name), field.max_length
        yield Entry(
            unit.node_id, root.id, unit.field, f"{place} › {label}", unit.texts[source], unit.texts[target],
            unit.is_html, longest,
        )  # fmt: skip


def _blocks(body: list[dict[str, Any]]) -> dict[str, tuple[Any, str]]:
    """The definition and the label of each text of a body, by its path."""
    found: dict[str, tuple[Any, str]] = {}
    known = body_block().child_blocks
    for number, child in enumerate(body, 1):
        if child["type"] not in known:
            continue

        def note(block: Any, value: Any, path: str, number: int = number, child: dict[str, Any] = child) -> Any:
            outer = known[child["type"]]
            inner = "" if outer is block else f" › {block.label}"
            found[path] = block, _("Block %(number)d: %(kind)s") % {"number": number, "kind": outer.label} + inner
            return value

        map_body([child], note)
    return found
