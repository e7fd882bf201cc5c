"""Reads a lesson: front matter, Markdown and directives.

A directive is a fence of colons, as MyST has it: `:::{key}`, options as `:title: …` on the first lines, then its text.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from courses.starter.content import Block, LessonText, Link
from courses.starter.texts import Finding, Place
from courses.starter.yaml_lines import Lined, Refused, read_yaml

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# Directive -> the options it must have; `law`, `term`, `diagram` and `exercise` name something by their argument.
DIRECTIVES: dict[str, tuple[str, ...]] = {
    "note": (), "key": (), "caution": ("title",), "example": ("title",), "checklist": ("title",),
    "activity": ("title",), "law": (), "term": (), "diagram": (), "exercise": (),
}  # fmt: skip
NAMING = ("law", "term", "diagram", "exercise")
FRONT = ("title", "summary", "objectives", "level", "audience", "jurisdiction", "sources")
_SHAPES = {"paragraph_open": "p", "list_item_open": "li"}
_ALLOWED = {"paragraph", "heading", "bullet_list", "ordered_list", "list_item", "inline", "front_matter", "colon_fence"}
_INLINE = {"text", "softbreak", "strong_open", "strong_close", "em_open", "em_close", "link_open", "link_close"}
_OPENING = re.compile(r"\{(\w+)\}\s*(.*)")
_OPTION = re.compile(r":([\w-]+):\s*(.*)")


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # here: a server that loads no curriculum need not hold it
    from mdit_py_plugins.colon_fence import colon_fence_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    return MarkdownIt("commonmark", {"html": False}).use(front_matter_plugin).use(colon_fence_plugin)


def read_lesson(text: str, file: str, language: str) -> tuple[LessonText, list[Finding]]:
    """The lesson and what is wrong with its form. Raises Refused where it has no front matter."""
    tokens = _markdown().parse(text)
    if not tokens or tokens[0].type != "front_matter":
        no_front = _("The lesson does not begin with its front matter between two lines “---”. Add it.")
        raise Refused(Finding(Place(file, 1), "file", no_front))
    front = read_yaml(tokens[0].content, file, first_line=2)
    findings = [*_front_problems(front, file)]
    blocks: list[Block] = []
    running: list[Token] = []
    for token in tokens[1:]:
        if token.type != "colon_fence":
            running.append(token)
            continue
        blocks += _running(running, findings, file)
        running = []
        blocks.append(_directive(token, findings, file))
    blocks += _running(running, findings, file)
    title, summary = (str(front.get(name, "")) for name in ("title", "summary"))
    return LessonText(file, language, title, summary, dict(front), blocks), findings


def _front_problems(front: Lined, file: str) -> Iterator[Finding]:
    for name in FRONT:
        if not front.get(name):
            missing = _("The front matter has no “%(name)s”. Add it.") % {"name": name}
            yield Finding(Place(file, front.line), "front", missing)
    for name in front:
        if name not in FRONT:
            unknown = _("The front matter has “%(name)s”, which nothing reads. Remove it.") % {"name": name}
            yield Finding(Place(file, front.line_of(name)), "front", unknown)


def _running(tokens: list["Token"], findings: list[Finding], file: str) -> list[Block]:
    return [_block("text", tokens, findings, file)] if tokens else []


def _directive(token: "Token", findings: list[Finding], file: str) -> Block:
    line = (token.map or [0])[0] + 1
    opening = _OPENING.fullmatch(token.info.strip())
    kind, argument = (opening[1], opening[2].strip()) if opening else (token.info.strip(), "")
    if kind not in DIRECTIVES:
        unknown = _("There is no directive “%(name)s”. Write one of: %(known)s.")
        values = {"name": kind, "known": ", ".join(DIRECTIVES)}
        findings.append(Finding(Place(file, line), "directive", unknown % values))
    lines = token.content.split("\n")
    options: dict[str, str] = {}
    while lines and (option := _OPTION.fullmatch(lines[0].strip())):
        options[option[1]] = option[2]
        lines.pop(0)
    for name in DIRECTIVES.get(kind, ()):
        if not options.get(name):
            missing = _("This directive has no “:%(name)s:”. Add the line.") % {"name": name}
            findings.append(Finding(Place(file, line), "directive", missing))
    if kind in NAMING and not argument:
        unnamed = _("This directive does not say which one it means. Write its name after the brace.")
        findings.append(Finding(Place(file, line), "directive", unnamed))
    inner = _markdown().parse("\n".join(lines))
    return _block(kind, inner, findings, file, line=line, shift=line + len(options), argument=argument, options=options)


def _block(
    kind: str, tokens: list["Token"], findings: list[Finding], file: str, *, line: int = 0, shift: int = 0,
    argument: str = "", options: dict[str, str] | None = None,
) -> Block:  # fmt: skip
    shape: list[str] = []
    lines: list[tuple[int, str]] = []
    links: list[Link] = []
    for token in tokens:
        at = shift + (token.map or [0])[0] + 1
        name = token.type.removesuffix("_open").removesuffix("_close")
        odd = next((child.type for child in token.children or () if child.type not in _INLINE), "")
        if name not in _ALLOWED or odd or (name == "heading" and token.tag not in ("h3", "h4")):
            foreign = _("“%(what)s” is not among what a lesson shows. Write headings with ### or ####, bold, italics, "
                        "lists and links.")  # fmt: skip
            findings.append(Finding(Place(file, at), "markdown", foreign % {"what": odd or token.tag or name}))
        if token.type == "heading_open":
            shape.append(token.tag)
        elif token.type in _SHAPES and not token.hidden:
            shape.append(_SHAPES[token.type])
        elif token.type == "inline":
            lines.append((at, _plain(token)))
            links += _links(token, at)
    html = _markdown().renderer.render(tokens, _markdown().options, {}).strip()
    start = line or (lines[0][0] if lines else 1)
    return Block(kind, start, argument, options or {}, tuple(shape), lines, links, html)


def _plain(token: "Token") -> str:
    return "".join(" " if child.type == "softbreak" else child.content for child in token.children or ())


def _links(token: "Token", line: int) -> Iterator[Link]:
    target, words = "", ""
    for child in token.children or ():
        if child.type == "link_open":
            target, words = str(child.attrs["href"]), ""
        elif child.type == "link_close":
            yield Link(target, words, line)
        else:
            words += child.content
