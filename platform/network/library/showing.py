"""Renders a packed module for reading before it is unpacked: one language at a time, its media from the bundle."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.whitelist import Whitelister

from core.blocks import TEXT_BLOCKS
from core.languages import ORDER
from courses.packing.kinds import KINDS
from courses.packing.nodes import BODY, OBJECTIVE, Node
from courses.packing.references import FILES
from courses.packing.streams import body_block, map_body, map_rich_text
from network.library.words import KIND_NAMES, field_name, name_of, settings_lines


@dataclass(frozen=True)
class Part:
    """A text or a file of a module. `sort`: text, html, image, document, media, exercise, term."""

    sort: str
    value: Any
    label: str = ""


@dataclass(frozen=True)
class Shown:
    """A node with what it says in one language."""

    kind: str
    kind_name: str
    heading: str
    parts: list[Part]
    children: list["Shown"] = field(default_factory=list)
    is_right: bool = False
    facts: list[str] = field(default_factory=list)


def show(node: Node, language: str, names: dict[str, Node] | None = None) -> Shown:
    """The node and all below it in one language."""
    names = node.by_id() if names is None else names
    texts = {name: found.get(language) or "" for name, found in node.texts.items() if name != BODY}
    heading = texts.pop("heading", "") or texts.pop("text", "") or texts.pop("term", "") or texts.pop("wording", "")
    texts.pop("seo_heading", None)
    parts = [Part("text", text, field_name(node, name)) for name, text in texts.items() if text]
    parts += body_parts(node.texts.get(BODY, {}).get(language) or [], names)
    return Shown(
        node.kind, str(KIND_NAMES[node.kind]), heading, parts,
        [show(child, language, names) for child in node.children], bool(node.settings.get("correct")),
        [*_facts_of(node, names), *_aims_of(node, names, language)],
    )  # fmt: skip


# What decides how something is answered and graded: who accepts a module reads it first.
_GRADED = {
    "exercise": ("kind", "pass_mark", "tries", "drawn", "drawn_form", "bank"),
    "question": ("kind", "is_true", "person", "form", "topic"),
    "choice": ("dimension", "weight"),
    "scene": ("number", "outcome"),
    "option": ("leads_to", "safety", "consent", "information", "endangers"),
    "lesson": ("minutes", "required", "is_gate"),
}


def _facts_of(node: Node, names: dict[str, Node]) -> list[str]:
    """The settings that grade, as the editor names them; a pass mark only where there is one to reach."""
    wanted = [name for name in _GRADED.get(node.kind, ()) if node.settings.get(name) not in (None, "", [])]
    if node.kind == "exercise" and node.settings.get("kind") != "final":
        wanted = [name for name in wanted if name != "pass_mark"]
    if node.kind == "question" and node.settings.get("kind") != "true_false":
        wanted = [name for name in wanted if name != "is_true"]
    return settings_lines(node, {name: node.settings[name] for name in wanted}, names)


def _aims_of(node: Node, names: dict[str, Node], language: str) -> list[str]:
    """What a question tests, in the words of the lesson or module it sends back to."""
    if node.kind != "question":
        return []
    tested = node.settings.get(OBJECTIVE)
    if not tested:
        return [_("Tests: no objective is named")]
    if tested not in names:
        return [_("Tests: the objectives of a part that is not in this module")]
    aims = " · ".join((names[tested].texts["objectives"].get(language) or "").split("\n"))
    part = str(name_of(names[tested]))
    if not aims:
        return [_("Tests: the objectives of “%(part)s”, where none is written") % {"part": part}]
    return [_("Tests the objectives of “%(part)s”: %(aims)s") % {"part": part, "aims": aims}]


def body_parts(body: list[dict[str, Any]], names: dict[str, Node]) -> list[Part]:
    """The texts and files of a body in reading order."""
    parts: list[Part] = []

    def note(block: Any, value: Any, path: str) -> Any:
        label = str(capfirst(block.label)) if "/" in path else ""
        if isinstance(block, blocks.RichTextBlock):
            parts.append(Part("html", safe_html(value), label))
        elif isinstance(block, TEXT_BLOCKS):
            if value:
                parts.append(Part("text", value, label))
        elif isinstance(value, str) and value.partition(":")[0] in (*FILES, "exercise", "term"):
            sort, _colon, key = value.partition(":")
            called = name_of(names[key]) if key in names else value
            parts.append(Part(sort, value if sort in FILES else called, label))
        return value

    map_body(body, note)
    return parts


def safe_html(html: str | None) -> SafeString:
    """Rich text of another tenant: only what the editor can write, links within its site taken off."""
    bare = map_rich_text(html or "", lambda kind, identity: None)
    return mark_safe(Whitelister().clean(bare))  # noqa: S308  the line above leaves no more than an editor can write


_ENDS = re.compile(r"</(?:p|li|h[1-6])>|<br/?>")


def plain(html: str) -> str:
    """Rich text without its marks, a paragraph on a line."""
    return strip_tags(_ENDS.sub("\n", html)).replace("&amp;", "&").strip()


def block_text(block: dict[str, Any] | None) -> str:
    """What a block says, to be compared word by word."""
    if block is None:
        return ""
    lines: list[str] = []

    def note(kind: Any, value: Any, path: str) -> Any:
        if isinstance(kind, blocks.RichTextBlock):
            lines.append(plain(value or ""))
        elif isinstance(kind, blocks.BooleanBlock):
            lines.append(f"{capfirst(kind.label)} {'☑' if value else '☐'}")
        elif value not in (None, ""):
            lines.append(f"[{capfirst(kind.label) or block['type']}]" if _is_reference(value) else str(value))
        return value

    map_body([block], note)
    return "\n".join(lines)


def _is_reference(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[a-z]+:[0-9a-f-]{36,64}", value))


def block_name(block: dict[str, Any]) -> str:
    """What a block is called in the editor."""
    known = body_block().child_blocks.get(block["type"])
    return str(capfirst(known.label)) if known else str(block["type"])


def node_text(node: Node, language: str) -> str:
    """Everything a node says in one language, for a new part."""
    lines = []
    for part in node.walk():
        for name in KINDS[part.kind].texts:
            found = part.texts.get(name, {}).get(language)
            if name == BODY:
                lines += [block_text(block) for block in found or []]
            elif found and name != "seo_heading":
                lines.append(found)
    return "\n".join(line for line in lines if line)


def languages_of(node: Node) -> list[str]:
    """The languages a node says anything in."""
    return [code for code in ORDER if node_text(node, code)]
