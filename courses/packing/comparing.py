"""What is new in a module's source: three trees, piece by piece and language by language.

`base` is what the NGO was last brought in line with, `theirs` the source's new version, `mine` the NGO's newest draft.
A piece is shown where `theirs` differs from `base`, unless `mine` is that already; where `mine` differs from `base` the
text is the NGO's own and stays unless somebody says otherwise.
"""

import copy
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from core.languages import ORDER
from courses.packing.nodes import BODY, OBJECTIVE, Node

# A slug and what is ready are each NGO's own decision; what a question tests is filled in as pages come (objectives).
OWN_SETTINGS = {"slug", "ready", OBJECTIVE}


_EMPTY_TAG = re.compile(r"<(br|hr|embed)\b([^<>]*?)\s*/>")  # as XHTML writes them


class Sort(StrEnum):
    """What a piece is."""

    TEXT = "text"
    BLOCK = "block"
    SETTINGS = "settings"
    NEW = "new"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """One thing that is new in the source. `base`, `theirs`, `mine`: a text, a block, settings; None: not there."""

    sort: Sort
    node: Node
    field: str = ""
    language: str = ""
    base: Any = None
    theirs: Any = None
    mine: Any = None

    @property
    def id(self) -> str:
        """The same in every comparison; of a block, `field` is its id."""
        return ":".join((self.sort, self.node.id, self.field, self.language)).rstrip(":")

    @property
    def is_own(self) -> bool:
        """The NGO has changed it since."""
        return not same(self.mine, self.base)

    @property
    def can_be_taken(self) -> bool:
        return self.sort != Sort.REMOVED


def same(one: Any, other: Any) -> bool:
    """Whether two texts, blocks or settings say the same: line ends, spaces at them and how a letter is composed are no
    change."""
    return bool(_plain(one) == _plain(other))


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        lines = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        text = "\n".join(line.rstrip() for line in lines).strip()
        return _EMPTY_TAG.sub(r"<\1\2>", text)
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


def compare(base: Node, theirs: Node, mine: Node) -> list[Piece]:
    """The pieces to decide on, in the order of the source, what was removed there at the end."""
    before, here = base.by_id(), mine.by_id()
    pieces = [piece for node in theirs.walk() for piece in _pieces_of(node, before, here, theirs)]
    after = theirs.by_id()
    gone = [Piece(Sort.REMOVED, node, mine=node.id) for node in _tops(base, known=after) if node.id in here]
    return pieces + gone


def _tops(tree: Node, known: dict[str, Node]) -> Iterator[Node]:
    """The nodes not in `known`, without what is below them."""
    for child in tree.children:
        if child.id in known:
            yield from _tops(child, known)
        else:
            yield child


def parent_of(tree: Node, identity: str) -> Node | None:
    """The node above another."""
    return next((node for node in tree.walk() if any(child.id == identity for child in node.children)), None)


def _pieces_of(node: Node, before: dict[str, Node], here: dict[str, Node], theirs: Node) -> Iterator[Piece]:
    if node.id not in before:
        parent = parent_of(theirs, node.id)
        if node.id not in here and parent and parent.id in before and parent.id in here:
            yield Piece(Sort.NEW, node, theirs=node.id)
        return
    if node.id not in here:
        return  # the NGO has removed it: nothing to bring in line
    base, mine = before[node.id], here[node.id]
    for name in node.texts:
        for code in ORDER:
            given = (found.texts.get(name, {}).get(code) for found in (base, node, mine))
            if name == BODY:
                yield from _blocks(node, code, *([] if body is None else body for body in given))
            else:
                was, new, own = ("" if text is None else text for text in given)
                if was != new != own:
                    yield Piece(Sort.TEXT, node, name, code, was, new, own)
    yield from _settings(node, base, mine, before)


def _blocks(node: Node, language: str, base: list[Any], theirs: list[Any], mine: list[Any]) -> Iterator[Piece]:
    was, new, own = ({block.get("id"): block for block in body} for body in (base, theirs, mine))
    for identity in [*new, *(gone for gone in was if gone not in new)]:
        old, now, here = was.get(identity), new.get(identity), own.get(identity)
        if not same(old, now) and not same(now, here):
            yield Piece(Sort.BLOCK, node, str(identity), language, old, now, here)


def _settings(node: Node, base: Node, mine: Node, before: dict[str, Node]) -> Iterator[Piece]:
    changed = [name for name in node.settings if name not in OWN_SETTINGS and _differs(name, node, base, mine, before)]
    if changed:
        was, new, own = ({name: found.settings.get(name) for name in changed} for found in (base, node, mine))
        yield Piece(Sort.SETTINGS, node, base=was, theirs=new, mine=own)


def _differs(name: str, node: Node, base: Node, mine: Node, before: dict[str, Node]) -> bool:
    was, new, own = (found.settings.get(name) for found in (base, node, mine))
    if name == "exercises":  # one that is new comes with its own piece
        new = [key for key in new or [] if key in before]
        was = [key for key in was or [] if key in before]
        return bool(was != new and new != own)
    return bool(was != new and new != own)


def settle(base: Node, theirs: Node, pieces: list[Piece]) -> Node:
    """The base once these pieces are decided on, taken or not: in them it is the source's."""
    settled = copy.deepcopy(base)
    for piece in pieces:
        _settle_one(settled, theirs, piece)
    return settled


def _settle_one(settled: Node, theirs: Node, piece: Piece) -> None:
    if piece.sort == Sort.NEW:
        parent = parent_of(theirs, piece.node.id)
        here = parent and settled.by_id().get(parent.id)
        if here:
            here.children.append(copy.deepcopy(piece.node))
        return
    if piece.sort == Sort.REMOVED:
        parent = parent_of(settled, piece.node.id)
        if parent:
            parent.children = [child for child in parent.children if child.id != piece.node.id]
        return
    node = settled.by_id()[piece.node.id]
    if piece.sort == Sort.TEXT:
        node.texts.setdefault(piece.field, {})[piece.language] = piece.theirs
    elif piece.sort == Sort.SETTINGS:
        node.settings |= copy.deepcopy(piece.theirs)
    else:
        bodies, source = node.texts.setdefault(BODY, {}), piece.node.texts[BODY].get(piece.language, [])
        bodies[piece.language] = put_block(bodies.get(piece.language, []), piece.field, piece.theirs, source)


def put_block(
    body: list[dict[str, Any]], identity: str, block: dict[str, Any] | None, source: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """A copy of a body with one block replaced, taken away (None), or put in after the one before it in the source."""
    ids = [found.get("id") for found in body]
    if block is None:
        return [found for found in body if found.get("id") != identity]
    block = copy.deepcopy(block)
    if identity in ids:
        return [block if found.get("id") == identity else found for found in body]
    before = [found.get("id") for found in source]
    before = before[: before.index(identity)] if identity in before else before
    place = next((ids.index(known) + 1 for known in reversed(before) if known in ids), 0)
    return [*body[:place], block, *body[place:]]
