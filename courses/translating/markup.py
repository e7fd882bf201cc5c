"""Rich text as words between numbered tags: a translator moves the words, never the markup.

A translation may use the tags of its source, `1`, `2` …; one that exists already with other tags (two paragraphs where
the source has one) keeps its own, `t1`, `t2` …
"""

import html
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.utils.translation import gettext as _

VOID = {"br", "hr", "img", "embed"}
# What XML 1.0 cannot hold, and half a character.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass
class Tag:
    """An element, or a reference to one by its id. Without `children` it stands alone."""

    id: str
    name: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    children: "list[Piece] | None" = field(default_factory=list)

    @property
    def kind(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        return self.name, self.attributes


Piece = str | Tag


class TagError(ValueError):
    """The tags of a text are not those it must have; says what to do."""


def clean_text(text: str) -> str:
    """The text as every format can hold it: `\\n` as the only line break, no control characters."""
    return UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


# HTML


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self.inside = [self.pieces]  # the lists that are still growing, the innermost last
        self.open: list[str] = []  # the names of the elements they belong to
        self.count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.count += 1
        kept = tuple((name, clean_text(value or "")) for name, value in attrs if name != "data-block-key")
        children: list[Piece] | None = None if tag in VOID else []
        self.inside[-1].append(Tag(str(self.count), tag, kept, children))
        if children is not None:
            self.inside.append(children)
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while tag in self.open:
            self.inside.pop()
            if self.open.pop() == tag:
                break

    def handle_data(self, data: str) -> None:
        self.inside[-1].append(clean_text(data))


def read_html(text: str) -> list[Piece]:
    """Stored rich text as pieces, its tags numbered in reading order; the editor's block keys are left out."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return join(reader.pieces)


def write_html(pieces: list[Piece]) -> str:
    """Pieces as stored rich text."""
    return "".join(_html_of(piece) for piece in pieces)


def _html_of(piece: Piece) -> str:
    if isinstance(piece, str):
        return html.escape(piece, quote=False)
    attributes = "".join(f' {name}="{html.escape(value)}"' for name, value in piece.attributes)
    if piece.children is None:
        return f"<{piece.name}{attributes}/>"
    return f"<{piece.name}{attributes}>{write_html(piece.children)}</{piece.name}>"


def join(pieces: list[Piece]) -> list[Piece]:
    """The same with neighbouring texts joined and empty ones left out, at every depth."""
    joined: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Tag):
            children = piece.children if piece.children is None else join(piece.children)
            joined.append(Tag(piece.id, piece.name, piece.attributes, children))
        elif joined and isinstance(joined[-1], str):
            joined[-1] += piece
        elif piece:
            joined.append(piece)
    return joined


# Tags


def walk_tags(pieces: list[Piece]) -> Iterator[Tag]:
    """Every tag, outer ones first."""
    for piece in pieces:
        if isinstance(piece, Tag):
            yield piece
            yield from walk_tags(piece.children or [])


def number_as(pieces: list[Piece], source: list[Piece]) -> list[Piece]:
    """The pieces of a translation with the source's ids where it has the same tags, else with ids of its own."""
    free: dict[object, list[str]] = defaultdict(list)
    for tag in walk_tags(source):
        free[tag.kind].append(tag.id)
    alike = Counter(tag.kind for tag in walk_tags(pieces)) == Counter(tag.kind for tag in walk_tags(source))
    for number, tag in enumerate(walk_tags(pieces), 1):
        tag.id = free[tag.kind].pop(0) if alike else f"t{number}"
    return pieces


def fill_in(pieces: list[Piece], source: list[Piece], current: list[Piece]) -> list[Piece]:
    """Delivered pieces, whose tags are references, with the tags they refer to. Raises TagError.

    `current`: the translation there is, with its ids.
    """
    found = Counter(tag.id for tag in walk_tags(pieces))
    tables = [{tag.id: tag for tag in walk_tags(kept)} for kept in ([source, current] if current else [source])]
    table = next((table for table in tables if Counter(table.keys()) == found), None)
    if table is None:
        own = set(found) & set(tables[-1]) - set(tables[0])
        raise TagError(_tag_trouble(found, tables[-1] if own else tables[0]))
    return _refer(pieces, table)


def _refer(pieces: list[Piece], table: dict[str, Tag]) -> list[Piece]:
    filled: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Tag):
            meant = table[piece.id]
            if meant.children is None and piece.children:
                raise TagError(_("The tag %(tag)s holds no text. Put the text outside of it.") % {"tag": piece.id})
            children = None if meant.children is None else _refer(piece.children or [], table)
            filled.append(Tag(piece.id, meant.name, meant.attributes, children))
        else:
            filled.append(piece)
    return filled


def _tag_trouble(found: Counter[str], table: dict[str, Tag]) -> str:
    lost = [identity for identity in table if not found[identity]]
    invented = [identity for identity, times in found.items() if identity not in table or times > 1]
    if lost:
        return _("Tags of the original are missing: %(tags)s. Put them back around the same words.") % {
            "tags": ", ".join(lost)
        }
    return _("These tags are not in the original, or are there twice: %(tags)s. Remove them.") % {
        "tags": ", ".join(invented)
    }


# The notation for spreadsheets and text areas: `<1>words</1>`, `<2/>`


_TOKEN = re.compile(r"<(/?)([a-z]*\d+)(/?)>")


def write_notation(pieces: list[Piece]) -> str:
    """Pieces as one text in which each tag is its number."""
    shown = []
    for piece in pieces:
        if isinstance(piece, str):
            shown.append(html.escape(piece, quote=False))
        elif piece.children is None:
            shown.append(f"<{piece.id}/>")
        else:
            shown.append(f"<{piece.id}>{write_notation(piece.children)}</{piece.id}>")
    return "".join(shown)


def read_notation(text: str) -> list[Piece]:
    """The pieces of such a text. Raises TagError where a tag is not closed, or closed twice."""
    pieces: list[Piece] = []
    inside = [pieces]
    open_tags: list[str] = []
    end = 0
    for match in _TOKEN.finditer(text):
        inside[-1].append(_plain(text[end : match.start()]))
        end = match.end()
        closing, identity, alone = match.groups()
        if alone:
            inside[-1].append(Tag(identity, children=None))
        elif not closing:
            children: list[Piece] = []
            inside[-1].append(Tag(identity, children=children))
            inside.append(children)
            open_tags.append(identity)
        elif open_tags and open_tags[-1] == identity:
            open_tags.pop()
            inside.pop()
        else:
            raise TagError(_("The tag %(tag)s is closed where it is not open.") % {"tag": match[0]})
    if open_tags:
        raise TagError(_("The tag %(tag)s is not closed.") % {"tag": f"<{open_tags[-1]}>"})
    inside[-1].append(_plain(text[end:]))
    return join(pieces)


def _plain(text: str) -> str:
    return clean_text(html.unescape(text))
