"""The units of an XLIFF file, read in a confined process: no Django here. `xliff` has the words for the refusals."""

from typing import IO, Any
from xml.sax import SAXException, SAXParseException, handler

from defusedxml import DefusedXmlException, expatreader

from core.confined import Refusal

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
DEEPEST = 60  # tags inside tags


def read_units(file: IO[bytes]) -> dict[str, Any]:
    """`module` and `language` of the file; `units`: `unit`, `line`, `source` (null where there is none), `target`, both
    lists of pieces, a text or an object with `id` and `children`; `foreign`: `unit`, `line`, `tag` of what is none of
    our tags. Refuses `unsound` (error, line), `entities`, `mixed` (line), `deep` (line) and `nothing`."""
    reader = _Reader()
    parser = expatreader.create_parser()
    parser.forbid_dtd = True  # no entities, thus no bombs
    parser.setFeature(handler.feature_namespaces, True)
    parser.setContentHandler(reader)
    try:
        parser.parse(file)
    except SAXParseException as error:
        raise Refusal("unsound", error=error.getMessage(), line=error.getLineNumber() or 1) from error
    except (DefusedXmlException, SAXException, ValueError, LookupError) as error:
        raise Refusal("entities") from error
    if reader.found is None:
        raise Refusal("nothing")
    return reader.found


class _Reader(handler.ContentHandler):
    """Collects source and target of every unit; what tools add beside them is passed over."""

    PASSED_OVER = ("alt-trans", "seg-source", "note", "header", "count-group", "bin-unit")

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, Any] | None = None
        self.node = ""
        self.unit: dict[str, Any] = {}
        self.inside: list[list[Any]] = []  # the growing lists of pieces, inside a source or a target
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
            self.unit = {"unit": unit, "line": self.line, "source": None, "target": []}
        elif local in ("source", "target") and self.unit:
            self.unit[local] = []
            self.inside = [self.unit[local]]

    @property
    def line(self) -> int:
        return self.locator.getLineNumber() or 1

    def _start_file(self, attrs: Any) -> None:
        module, _slash, self.node = attrs.get((None, "original"), "").rpartition("/")
        language = attrs.get((None, "target-language"), "")
        if self.found is None:
            self.found = {"module": module, "language": language, "units": [], "foreign": []}
        elif (module, language) != (self.found["module"], self.found["language"]):
            raise Refusal("mixed", line=self.line)

    def _start_inline(self, local: str, attrs: Any) -> None:
        if len(self.inside) > DEEPEST:
            raise Refusal("deep", line=self.line)
        if local == "mrk":  # a tool's own mark around words: they count, it does not
            self.inside.append(self.inside[-1])
            return
        children: list[Any] = []
        if local not in ("g", "x") and self.found is not None:
            self.found["foreign"].append({"tag": local, "line": self.line, "unit": self.unit["unit"]})
        piece = {"id": attrs.get((None, "id"), ""), "children": None if local == "x" else children}
        self.inside[-1].append(piece)
        self.inside.append(children)

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: N802
        if self.passing:
            self.passing -= 1
        elif self.inside:
            self.inside.pop()
        elif name[1] == "trans-unit" and self.found is not None and self.unit:
            self.found["units"].append(self.unit)
            self.unit = {}

    def characters(self, content: str) -> None:
        if self.inside and not self.passing:
            self.inside[-1].append(content)
