"""XLIFF 1.2: one `<file>` per node of the module, tags of rich text as `<g>` and `<x>` with the tag's number as id.

https://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html
"""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import IO, Any
from xml.etree import ElementTree

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.confinement import ConfinementError, Refused, run_confined
from core.translations import State
from courses.translating.delivery import Delivered, Delivery, FileRefused, Problem
from courses.translating.entries import Entry
from courses.translating.markup import Piece, Tag, clean_text, join
from courses.translating.units import NAMESPACE

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# What the reader refuses, by its code.
SENTENCES = {
    "unsound": gettext_lazy(
        "This is not sound XML (%(error)s). Export the file again, or ask the translator for the original file."
    ),
    "entities": gettext_lazy(
        "The file has a document type or entities of its own, which ours have not. Export the file again."
    ),
    "mixed": gettext_lazy("Two modules or two languages are mixed in this file. Import the files one by one."),
    "deep": gettext_lazy("Too many tags stand inside one another here. Export the file again."),
    "nothing": gettext_lazy("The file holds no text to translate. Is it the XLIFF file exported here?"),
}


# Writing


def write_xliff(
    entries: Iterable[Entry], *, module: str, source: str, target: str, states: Mapping[str, str] | None = None
) -> bytes:
    """The file for a translator. `states`: of pages by their node's id, so that what is stale is marked for review."""
    root = ElementTree.Element("xliff", {"version": "1.2", "xmlns": NAMESPACE})
    root.text = "\n"
    for node_id, of_node in groupby(entries, key=lambda entry: entry.node_id):
        # Tools show `original` as the file's name; ours says which module it came from.
        languages = {"source-language": source, "target-language": target}
        file = _add(root, "file", {"original": f"{module}/{node_id}", "datatype": "html", **languages})
        body = _add(file, "body")
        body.text = "\n"
        for entry in of_node:
            _add_unit(body, entry, source, target, (states or {}).get(entry.root, ""))
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="utf-8")


def _add(parent: ElementTree.Element, name: str, attributes: Mapping[str, str] | None = None) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, name, dict(attributes or {}))
    element.tail = "\n"
    return element


def _add_unit(body: ElementTree.Element, entry: Entry, source: str, target: str, page_state: str) -> None:
    pieces = entry.target_pieces()
    approved = {"approved": "yes"} if pieces and page_state == State.READY else {}
    limit = {"maxwidth": str(entry.max_length), "size-unit": "char"} if entry.max_length else {}
    unit = _add(
        body,
        "trans-unit",
        {"id": entry.field, "resname": clean_text(entry.where), XML_SPACE: "preserve", **approved, **limit},
    )
    unit.text = "\n"
    _write_pieces(_add(unit, "source", {XML_LANG: source}), entry.source_pieces())
    state = "needs-review-translation" if page_state == State.STALE else "translated"
    attributes = {XML_LANG: target, "state": state if pieces else "needs-translation"}
    _write_pieces(_add(unit, "target", attributes), pieces)


def _write_pieces(element: ElementTree.Element, pieces: list[Piece]) -> None:
    last: ElementTree.Element | None = None
    for piece in pieces:
        if isinstance(piece, Tag):
            name = "x" if piece.children is None else "g"
            last = ElementTree.SubElement(element, name, {"id": piece.id, "ctype": f"x-html-{piece.name}"})
            _write_pieces(last, piece.children or [])
        elif last is None:
            element.text = (element.text or "") + piece
        else:
            last.tail = (last.tail or "") + piece


# Reading


def read_xliff(file: bytes | IO[bytes]) -> Delivery:
    """What a translator gives back. Raises FileRefused for what is no XLIFF of ours."""
    try:
        found = run_confined("courses.translating.units:read_units", file).value
    except Refused as error:
        line = error.values.pop("line", None)
        raise FileRefused(str(SENTENCES[error.code]) % error.values, _line(line) if line else "") from error
    except ConfinementError as error:
        raise FileRefused(str(error)) from error
    delivery = Delivery(found["module"], found["language"])
    for unit in found["units"]:
        source = None if unit["source"] is None else _pieces(unit["source"])
        delivery.entries.append(Delivered(unit["unit"], _line(unit["line"]), source, _pieces(unit["target"])))
    for foreign in found["foreign"]:
        why = _("The tag <%(tag)s> is not one of ours. Remove it.") % {"tag": foreign["tag"]}
        delivery.problems.append(Problem(why, _line(foreign["line"]), foreign["unit"]))
    return delivery


def _line(number: int) -> str:
    return _("line %(number)d") % {"number": number}


def _pieces(found: list[Any]) -> list[Piece]:
    return join([_piece(piece) for piece in found])


def _piece(found: Any) -> Piece:
    if isinstance(found, str):
        return clean_text(found)
    children = found["children"]
    return Tag(found["id"], children=None if children is None else [_piece(piece) for piece in children])
