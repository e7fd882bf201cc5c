"""A module of the hub for its reviewer: parts in three languages side by side, with the passages a jurist checks."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from core.languages import ORDER, direction
from courses.legal import Passage, State
from courses.packing.kinds import KINDS
from courses.packing.nodes import BODY, Node
from network.library.showing import Part, block_name, body_parts
from network.library.words import KIND_NAMES, field_name


@dataclass(frozen=True)
class Cell:
    """What stands there in one language."""

    language: str
    parts: list[Part]

    @property
    def direction(self) -> str:
        return direction(self.language)


@dataclass(frozen=True)
class Row:
    """A text or a block in three languages. `passage`: where it speaks of law and a jurist checks it."""

    label: str
    cells: list[Cell]
    passage: Passage | None = None
    is_right: bool = False


@dataclass(frozen=True)
class Section:
    """A lesson, an exercise or the glossary of a module: what it is called, how many passages are open in it."""

    node: Node
    passages: list[Passage] = field(default_factory=list)

    @property
    def kind_name(self) -> str:
        return str(KIND_NAMES[self.node.kind])

    @property
    def open(self) -> int:
        return sum(passage.state != State.SIGNED for passage in self.passages)


def sections(tree: Node, passages: list[Passage]) -> list[Section]:
    """The module itself with the terms in its texts, then its lessons and exercises in their order."""
    parts = [node for node in tree.children if node.kind in ("lesson", "exercise")]
    of_terms = Section(tree, [passage for passage in passages if passage.node.kind == "term"])
    return [of_terms, *(Section(node, [one for one in passages if one.node.id == node.id]) for node in parts)]


def rows_of(section: Section, tree: Node) -> Iterator[Row]:
    """All that is read of a part, in reading order."""
    names = tree.by_id()
    signed = {(one.node.id, one.block): one for one in section.passages}
    yield from _texts(section.node)
    for block in _blocks(section.node):
        found = next(iter(block.values()))
        cells = [Cell(code, body_parts([block[code]], names) if code in block else []) for code in ORDER]
        yield Row(block_name(found), cells, signed.get((section.node.id, str(found["id"]))))
    if section.node.kind == "module":
        for term in tree.of_kind("term"):
            yield Row(str(KIND_NAMES["term"]), _cells(term), signed.get((term.id, "")))
    elif section.node.kind == "exercise":
        for node in section.node.walk():
            if node is not section.node:
                yield from _texts(node)


def _texts(node: Node) -> Iterator[Row]:
    is_right = bool(node.settings.get("correct") or node.settings.get("is_true"))
    for name in KINDS[node.kind].texts:
        if name in (BODY, "seo_heading") or not any(node.texts[name].values()):
            continue
        cells = [Cell(code, [Part("text", node.texts[name][code])]) for code in ORDER]
        yield Row(field_name(node, name), cells, is_right=is_right and name == "text")


def _cells(term: Node) -> list[Cell]:
    wordings = {code: [child.texts["wording"][code] for child in term.children] for code in ORDER}
    return [
        Cell(code, [Part("text", text) for text in (term.texts["term"][code], term.texts["definition"][code],
                                                    *wordings[code]) if text])
        for code in ORDER
    ]  # fmt: skip


def _blocks(node: Node) -> Iterator[dict[str, dict[str, object]]]:
    """The blocks of a lesson by their shared ids: language -> block."""
    bodies = node.texts.get(BODY, {})
    by_id: dict[str, dict[str, dict[str, object]]] = {}
    for code in ORDER:
        for block in bodies.get(code) or []:
            by_id.setdefault(str(block["id"]), {})[code] = block
    yield from by_id.values()
