"""Compares an update piece by piece: before, now, yours, with the changed words marked."""

import difflib
import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.languages import NAMES, direction
from courses.packing.comparing import Piece, Sort
from courses.packing.nodes import Node
from network.library.showing import block_name, block_text, languages_of, node_text
from network.library.words import KIND_NAMES, field_name, name_of, settings_lines

_SENTENCES = re.compile(r"[^.!?؟…\n]+[.!?؟…]*\s*|\s+|[.!?؟…]+\s*")
WHOLE = 3  # sentences
_LEFT_OUT = ("[…] ", False)
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True)
class Text:
    """A text in its language as stretches, each changed or not."""

    language: str
    stretches: list[tuple[str, bool]]

    @property
    def direction(self) -> str:
        return direction(self.language) if self.language else "auto"


@dataclass(frozen=True)
class Row:
    """One piece. `before`, `now`, `yours`: None where there is nothing."""

    piece: Piece
    where: str
    what: str
    language: str
    before: list[Text]
    now: list[Text]
    yours: list[Text]

    @property
    def default(self) -> str:
        """What is preselected: the source's text, unless that would replace the NGO's own."""
        return "leave" if self.piece.is_own or not self.piece.can_be_taken else "take"

    @property
    def shows_yours(self) -> bool:
        """Only where it differs from what was adopted."""
        return self.piece.is_own and self.piece.sort not in (Sort.NEW, Sort.REMOVED)


def stretches(text: str, beside: str) -> list[tuple[str, bool]]:
    """`text` cut where it differs from `beside`, word by word; a space between two changed words is changed too."""
    words, others = _WORDS.findall(text), _WORDS.findall(beside)
    found: list[tuple[str, bool]] = []
    for tag, start, end, *_rest in difflib.SequenceMatcher(None, words, others, autojunk=False).get_opcodes():
        if start == end:
            continue
        found.append(("".join(words[start:end]), tag != "equal"))
        if len(found) > 2 and found[-1][1] and found[-3][1] and not found[-2][0].strip():
            found[-3:] = [("".join(stretch for stretch, _changed in found[-3:]), True)]
    return found


def by_sentence(text: str, beside: str) -> list[tuple[str, bool]]:
    """The sentences of `text` that `beside` has not, word by word, each with the one before it; for the others stands
    an ellipsis. A short text is whole."""
    sentences, others = _SENTENCES.findall(text), set(map(str.strip, _SENTENCES.findall(beside)))
    if len(sentences) <= WHOLE or text == beside:
        return stretches(text, beside)
    is_new = [sentence.strip() not in others for sentence in sentences]
    found: list[tuple[str, bool]] = []
    for place, sentence in enumerate(sentences):
        if is_new[place]:
            nearest = difflib.get_close_matches(sentence.strip(), others, 1, 0.4)
            space = sentence[len(sentence.rstrip()) :]
            found += stretches(sentence, (nearest[0] if nearest else "") + space)
        elif any(is_new[place : place + 2]):
            found.append((sentence, False))
        elif not found or found[-1] != _LEFT_OUT:
            found.append(_LEFT_OUT)
    return found


def rows(pieces: list[Piece], theirs: Node, mine: Node) -> list[Row]:
    """The pieces with their places in words."""
    nodes = mine.by_id() | theirs.by_id()
    roots = {node.id: root for root in [*mine.children, *theirs.children] for node in root.walk()}
    return [_row(piece, nodes, roots) for piece in pieces]


def _row(piece: Piece, nodes: dict[str, Node], roots: dict[str, Node]) -> Row:
    node, root = piece.node, roots.get(piece.node.id)
    parts = (root, node) if root is not None and root.id != node.id else (node,)
    where = [_("%(kind)s “%(name)s”") % {"kind": KIND_NAMES[part.kind], "name": _short(part)} for part in parts]
    before, now, yours = _texts(piece, nodes)
    return Row(piece, " · ".join(where), _what(piece), NAMES.get(piece.language, ""), before, now, yours)


def _short(node: Node) -> str:
    name = str(name_of(node))
    return name if len(name) <= 60 else name[:59] + "…"


def _what(piece: Piece) -> str:
    if piece.sort == Sort.TEXT:
        return field_name(piece.node, piece.field)
    if piece.sort == Sort.BLOCK:
        return block_name(piece.theirs or piece.base or piece.mine)
    return {Sort.SETTINGS: _("Settings"), Sort.NEW: _("New"), Sort.REMOVED: _("Removed in the library")}[piece.sort]


def _texts(piece: Piece, nodes: dict[str, Node]) -> tuple[list[Text], list[Text], list[Text]]:
    if piece.sort == Sort.NEW:
        return [], _whole(piece.node), []
    if piece.sort == Sort.REMOVED:
        return _whole(piece.node), [], []
    before, now, yours = (_as_text(piece, given, nodes) for given in (piece.base, piece.theirs, piece.mine))
    if before == now:
        now += "\n" + _("A file or a link in it has changed.")
    language = piece.language
    return (
        [Text(language, by_sentence(before, now))],
        [Text(language, by_sentence(now, before))],
        [Text(language, by_sentence(yours, before))],
    )


def _as_text(piece: Piece, given: Any, nodes: dict[str, Node]) -> str:
    if piece.sort == Sort.TEXT:
        return str(given or "")
    if piece.sort == Sort.BLOCK:
        return block_text(given)
    return "\n".join(settings_lines(piece.node, given, nodes))


def _whole(node: Node) -> list[Text]:
    return [Text(code, [(node_text(node, code), False)]) for code in languages_of(node)]


def fingerprint(pieces: list[Piece]) -> str:
    """Of everything that was shown: a decision made on something else does not count."""
    seen = [[piece.id, piece.base, piece.theirs, piece.mine] for piece in pieces]
    return hashlib.sha256(json.dumps(seen, sort_keys=True, default=str).encode()).hexdigest()
