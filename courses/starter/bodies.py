"""The blocks of a lesson as the platform keeps them; the one place that knows how a lesson is stored.

A block's id is made of its lesson, its kind and its place among those of its kind: the same in every language and at
every loading, so that a changed file changes its own blocks alone.
"""

import re
from collections import Counter
from typing import Any
from uuid import UUID, uuid5

from courses.diagrams import DIAGRAMS
from courses.glossary import term_key
from courses.starter.checks.terms import SCHEME
from courses.starter.content import Block, LessonText, Shelf

Raw = dict[str, Any]

_TERM = re.compile(rf'<a href="{SCHEME}([\w-]+)(?:@\w+)?">')
_TAGS = {"<strong>": "<b>", "</strong>": "</b>", "<em>": "<i>", "</em>": "</i>"}
_ITEMS = UUID("2b6c5f0e-8f0e-5a55-9d6e-0c1f7a3f5d11")  # points are told apart inside their list alone


def body_of(text: LessonText, lesson: UUID, exercises: dict[str, UUID], shelf: Shelf) -> list[Raw]:
    """The body in one language, with portable references. `exercises`: their keys by name."""
    seen: Counter[str] = Counter()
    body: list[Raw] = []
    for block in text.blocks:
        if block.kind == "diagram" and block.argument not in DIAGRAMS:  # drawn later; diagrams.yaml has its sentence
            continue
        kind, value = _BLOCKS[block.kind](block, text.language, exercises, shelf)
        seen[block.kind] += 1
        body.append({"type": kind, "value": value, "id": str(uuid5(lesson, f"{block.kind} {seen[block.kind]}"))})
    return body


def _rich(block: Block, shelf: Shelf) -> str:
    """HTML as the editor keeps it, words of the glossary by their keys."""

    def link(found: re.Match[str]) -> str:
        return f'<a linktype="glossary" id="term:{term_key(shelf.terms[found[1]].french)}">'

    html = _TERM.sub(link, block.html)
    for tag, kept in _TAGS.items():
        html = html.replace(tag, kept)
    return html


def _plain(block: Block) -> str:
    return "\n\n".join(text for _line, text in block.lines)


def _callout(block: Block, language: str, exercises: dict[str, UUID], shelf: Shelf) -> tuple[str, Any]:
    return "callout", {"title": block.options["title"], "text": _rich(block, shelf)}


def _checklist(block: Block, language: str, exercises: dict[str, UUID], shelf: Shelf) -> tuple[str, Any]:
    texts = [text for _line, text in block.lines]
    points = [{"type": "item", "value": text, "id": str(uuid5(_ITEMS, f"{n}"))} for n, text in enumerate(texts)]
    return "checklist", {"title": block.options["title"], "points": points}


def _law(block: Block, language: str, exercises: dict[str, UUID], shelf: Shelf) -> tuple[str, Any]:
    law = shelf.laws[block.argument]
    return "law_reference", {
        "jurisdiction": law.jurisdiction,
        "article": law.article[language],
        "text": _plain(block),
        "valid_from": law.valid_from.isoformat() if law.valid_from else None,
        "valid_to": law.valid_to.isoformat() if law.valid_to else None,
        "source": law.source[language],
        "to_check": law.check is not False,
    }


_BLOCKS: dict[str, Any] = {
    "text": lambda block, language, exercises, shelf: ("paragraph", _rich(block, shelf)),
    "note": lambda block, language, exercises, shelf: ("content_note", _plain(block)),
    "key": lambda block, language, exercises, shelf: ("key_message", _plain(block)),
    "caution": _callout,
    "example": _callout,
    "activity": _callout,
    "checklist": _checklist,
    "law": _law,
    "term": lambda block, language, exercises, shelf: (
        "glossary_term",
        f"term:{term_key(shelf.terms[block.argument].french)}",
    ),
    "diagram": lambda block, language, exercises, shelf: ("diagram", block.argument),
    "exercise": lambda block, language, exercises, shelf: ("exercise", f"exercise:{exercises[block.argument]}"),
}
