"""What is wrong with a PDF for whoever has it read aloud: ISO 14289-1 (PDF/UA-1), page by page, by the Matterhorn
protocol as far as a program can say. No reader of PDF judges here but ours, over what pikepdf parses.

`faults` tells each in words; an accessible document has none.
"""

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

SHOWS = {
    "Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh", "INLINE IMAGE",
}  # fmt: skip
STANDARD = {
    "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct", "P", "H1",
    "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot",
    "Span", "Quote", "Note", "Reference", "Code", "Link", "Annot", "Figure", "Formula", "Form",
}  # fmt: skip
WITHIN = {
    "TR": {"Table", "THead", "TBody", "TFoot"}, "TH": {"TR"}, "TD": {"TR"}, "THead": {"Table"}, "TBody": {"Table"},
    "TFoot": {"Table"}, "LI": {"L"}, "Lbl": {"LI", "Note", "TOCI"}, "LBody": {"LI"},
}  # fmt: skip
HOLDS = {"Table": {"TR", "THead", "TBody", "TFoot", "Caption"}, "TR": {"TH", "TD"}, "L": {"LI", "L", "Caption"}}
LANGUAGE = re.compile(r"(fr|ar|en)(-[A-Z]{2})?")
ARABIC = re.compile("[\u0600-\u06ff]")
Place = tuple[int, int]  # number of the page from 0, MCID


def faults(document: bytes, *languages: str) -> list[str]:
    """What is wrong, in words; with `languages` also whether it is in these and no other."""
    with pikepdf.open(io.BytesIO(document)) as pdf:
        tree = Tree(pdf)
        found = [*_of_the_whole(pdf), *tree.faults, *_fonts(pdf)]
        for number, page in enumerate(pdf.pages):
            found += [f"page {number + 1}: {fault}" for fault in _of_page(page, number, tree)]
        said = {str(pdf.Root.get("/Lang", "")), *tree.languages}
        if languages and {code[:2] for code in said} != set(languages):
            found.append(f"in {sorted(said)}")
        return found


def headings(document: bytes) -> list[str]:
    """`H1`, `H2`, … in the order in which they are read."""
    with pikepdf.open(io.BytesIO(document)) as pdf:
        return Tree(pdf).headings


def tables(document: bytes) -> list[list[list[str]]]:
    """Each table as rows of `TH/Column`, `TH/Row`, `TD`."""
    with pikepdf.open(io.BytesIO(document)) as pdf:
        return [
            [[_cell(cell) for cell in _children(row)] for row in _below(table, "TR")]
            for table in _below(pdf.Root.StructTreeRoot, "Table")
        ]


class Tree:
    """The structure of a document: what is read, in its order."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.faults: list[str] = []
        self.languages: set[str] = set()
        self.headings: list[str] = []
        self.places: dict[Place, int] = {}
        self.annotations = 0
        self._pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
        root = pdf.Root.get("/StructTreeRoot")
        if root is None:
            self.faults.append("no structure tree")
            return
        self._roles = {str(key)[1:]: str(value)[1:] for key, value in dict(root.get("/RoleMap", {})).items()}
        for top in _children(root):
            self._read(top, "", None)
        self._judge_headings()

    def _read(self, element: Any, parent: str, page: int | None) -> None:
        kind = self._kind(element)
        if "/Lang" in element:
            language = str(element.Lang)
            self.languages.add(language)
            if not LANGUAGE.fullmatch(language):
                self.faults.append(f"{kind} in {language!r}, no language of ours")
        if re.fullmatch(r"H[1-6]", kind):
            self.headings.append(kind)
        self.faults += _of_element(element, kind, parent, [self._kind(kid) for kid in _children(element)])
        page = self._pages.get(element.Pg.objgen, page) if "/Pg" in element else page
        for kid in _kids(element):
            if isinstance(kid, int):
                self._place(page, kid)
            elif kid.get("/Type") == Name.MCR:
                self._place(self._pages.get(kid.Pg.objgen) if "/Pg" in kid else page, int(kid.MCID))
            elif kid.get("/Type") == Name.OBJR:
                self.annotations += 1
            else:
                self._read(kid, kind, page)

    def _kind(self, element: Any) -> str:
        kind = str(element.get("/S", "/?"))[1:]
        return self._roles.get(kind, kind)

    def _place(self, page: int | None, mcid: int) -> None:
        if page is None:
            self.faults.append(f"content {mcid} of no page")
        else:
            self.places[page, mcid] = self.places.get((page, mcid), 0) + 1

    def _judge_headings(self) -> None:
        levels = [int(heading[1]) for heading in self.headings]
        if levels and levels[0] != 1:
            self.faults.append(f"begins with a heading of level {levels[0]}")
        for before, after in pairwise(levels):
            if after > before + 1:
                self.faults.append(f"a heading of level {after} under one of level {before}")


def _of_the_whole(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not bool(root.get("/MarkInfo", {}).get("/Marked", False)):
        yield "not marked as tagged"
    if not LANGUAGE.fullmatch(str(root.get("/Lang", ""))):
        yield "no language"
    if not bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)):
        yield "the window does not show its title"
    with pdf.open_metadata() as meta:
        if meta.get("pdfuaid:part") != "1":
            yield "does not say that it is PDF/UA-1"
        if not str(meta.get("dc:title", "")).strip():
            yield "no title"


def _of_element(element: Any, kind: str, parent: str, kids: list[str]) -> Iterator[str]:
    if kind not in STANDARD:
        yield f"{kind} is no kind of element"
    if kind in WITHIN and parent not in WITHIN[kind]:
        yield f"{kind} in {parent}"
    if strange := set(kids) - HOLDS.get(kind, set(kids)):
        yield f"{kind} with {sorted(strange)}"
    if kind in ("Figure", "Formula") and not str(element.get("/Alt", element.get("/ActualText", ""))).strip():
        yield f"{kind} without a text in its place"
    if kind == "TH" and _attribute(element, "/Scope") not in ("/Row", "/Column", "/Both"):
        yield "TH without scope"
    if kind == "Table":
        yield from _of_table(element)


def _of_table(table: Any) -> Iterator[str]:
    rows = [_children(row) for row in _below(table, "TR")]
    widths = {sum(_span(cell, "/ColSpan") for cell in row) for row in rows}
    tall = any(_span(cell, "/RowSpan") > 1 for row in rows for cell in row)
    if len(widths) > 1 and not tall:
        yield f"a table with rows of {sorted(widths)} cells"
    if not any(cell.S == Name.TH for row in rows for cell in row):
        yield "a table without headings"


def _of_page(page: Any, number: int, tree: Tree) -> Iterator[str]:
    marked: set[int] = set()
    stack: list[str] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in ("BDC", "BMC"):
            stack.append(_mark(instruction.operands, marked))
        elif operator == "EMC":
            stack.pop()
        elif operator in SHOWS and not {"artifact", "content"} & set(stack):
            yield f"{operator} neither read aloud nor marked as decoration"
        if {"artifact", "content"} <= set(stack):
            yield "decoration inside of what is read aloud, or the reverse"
    read = {mcid: times for (at, mcid), times in tree.places.items() if at == number}
    if marked != set(read):
        yield f"marked but not in the tree: {sorted(marked - set(read))}; the reverse: {sorted(set(read) - marked)}"
    if twice := [mcid for mcid, times in read.items() if times > 1]:
        yield f"read twice: {twice}"
    if "/Annots" in page and len(page.Annots) and page.get("/Tabs") != Name.S:
        yield "links are not walked through in the order of the tree"


def _mark(operands: Any, marked: set[int]) -> str:
    if str(operands[0]) == "/Artifact":
        return "artifact"
    properties = operands[1] if len(operands) > 1 else None
    if isinstance(properties, Dictionary) and "/MCID" in properties:
        marked.add(int(properties.MCID))
        return "content"
    return "other"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for thing in pdf.objects:
        if not isinstance(thing, Dictionary) or thing.get("/Type") != Name.Font or "/Subtype" not in thing:
            continue
        if thing.Subtype == Name.Type0 and "/ToUnicode" not in thing:
            yield f"{thing.get('/BaseFont')}: its signs have no letters"
        descriptor = thing.get("/FontDescriptor")
        if descriptor is not None and not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys()):
            yield f"{thing.get('/BaseFont')} is not in the document"


def _cell(cell: Any) -> str:
    kind = str(cell.S)[1:]
    return f"{kind}{_attribute(cell, '/Scope')}" if kind == "TH" else kind


def _attribute(element: Any, name: str) -> str:
    given = element.get("/A")
    for attributes in given if isinstance(given, Array) else [given]:
        if isinstance(attributes, Dictionary) and name in attributes:
            return str(attributes[name])
    return ""


def _span(cell: Any, name: str) -> int:
    return int(_attribute(cell, name) or 1)


def _below(element: Any, kind: str) -> Iterator[Any]:
    """Those of a kind, the tables inside of a table's cells left out."""
    for kid in _children(element):
        if Name(f"/{kind}") == kid.S:
            yield kid
        elif not (kind == "TR" and Name.Table == kid.S):
            yield from _below(kid, kind)


def _children(element: Any) -> list[Any]:
    return [kid for kid in _kids(element) if isinstance(kid, Dictionary) and "/S" in kid]


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]
