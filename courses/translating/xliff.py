"""XLIFF 1.2: one `<file>` per node of the module, tags of rich text as `<g>` and `<x>` with the tag's number as id.

https://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html
"""

from collections.abc import Iterable, Mapping
from io import BytesIO
from itertools import groupby
from typing import Any
from xml.etree import ElementTree
from xml.sax import SAXParseException, handler

from defusedxml import DefusedXmlException, expatreader
from django.utils.translation import gettext as _

from core.translations import State
from courses.translating.delivery import Delivered, Delivery, FileRefused, Problem, check_size
from courses.translating.entries import Entry
from courses.translating.markup import Piece, Tag, clean_text, join

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


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
    limit = {"maxwidth": str(entry.max_length), "size-unit": "char"} if entry.max_length else {}
    unit = _add(
        body, "trans-unit", {"id": entry.field, "resname": clean_text(entry.where), XML_SPACE: "preserve", **limit}
    )
    unit.text = "\n"
    _write_pieces(_add(unit, "source", {XML_LANG: source}), entry.source_pieces())
    state = "needs-review-translation" if page_state == State.STALE else "translated"
    pieces = entry.target_pieces()
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


def read_xliff(data: bytes) -> Delivery:
    """What a translator gives back. Raises FileRefused for what is no XLIFF of ours."""
    check_size(data)
    reader = _Reader()
    parser = expatreader.create_parser()
    parser.forbid_dtd = True  # no entities, thus no bombs
    parser.setFeature(handler.feature_namespaces, True)
    parser.setContentHandler(reader)
    try:
        parser.parse(BytesIO(data))
    except SAXParseException as error:
        why = _(
            "This is not sound XML (%(error)s). Export the file again, or ask the translator for the original file."
        )
        raise FileRefused(why % {"error": error.getMessage()}, _line(error.getLineNumber())) from error
    except (DefusedXmlException, ValueError, LookupError) as error:
        why = _("The file has a document type or entities of its own, which ours have not. Export the file again.")
        raise FileRefused(why) from error
    if reader.delivery is None:
        raise FileRefused(_("The file holds no text to translate. Is it the XLIFF file exported here?"))
    return reader.delivery


def _line(number: int | None) -> str:
    return _("line %(number)d") % {"number": number or 1}


class _Reader(handler.ContentHandler):
    """Collects source and target of every unit; what tools add beside them is passed over."""

    PASSED_OVER = ("alt-trans", "seg-source", "note", "header", "count-group", "bin-unit")

    def __init__(self) -> None:
        super().__init__()
        self.delivery: Delivery | None = None
        self.node = ""
        self.unit: dict[str, Any] = {}
        self.inside: list[list[Piece]] = []  # the growing lists of pieces, inside a source or a target
        self.passing = 0

    def setDocumentLocator(self, locator: Any) -> None:  # noqa: N802
        self.locator = locator

    def startElementNS(self, name: tuple[str | None, str], qname: str | None, attrs: Any) -> None:  # noqa: N802
        uri, local = name
        if self.passing or local in self.PASSED_OVER or uri != NAMESPACE:
            self.passing += 1
        elif self.inside:
            self._start_inline(local, attrs)
        elif local == "file":
            self._start_file(attrs)
        elif local == "trans-unit":
            unit = f"{self.node}/{attrs.get((None, 'id'), '')}"
            self.unit = {"unit": unit, "place": _line(self.locator.getLineNumber()), "source": None, "target": []}
        elif local in ("source", "target") and self.unit:
            self.unit[local] = []
            self.inside = [self.unit[local]]

    def _start_file(self, attrs: Any) -> None:
        module, _slash, self.node = attrs.get((None, "original"), "").rpartition("/")
        language = attrs.get((None, "target-language"), "")
        if self.delivery is None:
            self.delivery = Delivery(module, language)
        elif (module, language) != (self.delivery.module, self.delivery.language):
            why = _("Two modules or two languages are mixed in this file. Import the files one by one.")
            raise FileRefused(why, _line(self.locator.getLineNumber()))

    def _start_inline(self, local: str, attrs: Any) -> None:
        if local == "mrk":  # a tool's own mark around words: they count, it does not
            self.inside.append(self.inside[-1])
            return
        children: list[Piece] = []
        identity = attrs.get((None, "id"), "")
        if local not in ("g", "x"):
            why = _("The tag <%(tag)s> is not one of ours. Remove it.") % {"tag": local}
            assert self.delivery is not None  # noqa: S101 - a unit is inside a file
            place = _line(self.locator.getLineNumber())
            self.delivery.problems.append(Problem(why, place, self.unit["unit"]))
        self.inside[-1].append(Tag(identity, children=None if local == "x" else children))
        self.inside.append(children)

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: N802
        if self.passing:
            self.passing -= 1
        elif self.inside:
            self.inside.pop()
        elif name[1] == "trans-unit" and self.delivery is not None and self.unit:
            source = None if self.unit["source"] is None else join(self.unit["source"])
            target = join(self.unit["target"])
            self.delivery.entries.append(Delivered(self.unit["unit"], self.unit["place"], source, target))
            self.unit = {}

    def characters(self, content: str) -> None:
        if self.inside and not self.passing:
            self.inside[-1].append(clean_text(content))
