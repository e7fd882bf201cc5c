"""PDF (ISO 32000): who made it, when and with what go; title, language, tags and the mark of PDF/UA stay."""

import io
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from core.metadata.errors import UnreadableError
from core.metadata.jpeg import strip_jpeg

_FAULTS = (pikepdf.PdfError, pikepdf.PasswordError, pikepdf.DataDecodingError)
_DATED = ("/M", "/CreationDate")
_GONE = ("/Metadata", "/PieceInfo", "/LastModified", "/SpiderInfo", "/Thumb")
_KEPT_XMP = {
    "pdfuaid": ("http://www.aiim.org/pdfua/ns/id/", ("part", "amd", "corr", "rev")),
    "pdfaid": ("http://www.aiim.org/pdfa/ns/id/", ("part", "conformance", "amd", "rev")),
}


def strip_pdf(data: bytes) -> bytes:
    """The document as it looks and is read aloud. Former versions kept inside it go; so does a signature's worth.

    Raises UnreadableError, for one that asks for a password too.
    """
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            _clean(pdf)
            written = io.BytesIO()
            pdf.save(written, deterministic_id=True, encryption=False, linearize=False)
    except (*_FAULTS, TypeError, KeyError, AttributeError) as error:
        raise UnreadableError from error
    return written.getvalue()


def _clean(pdf: pikepdf.Pdf) -> None:
    _ = len(pdf.pages)  # a document without pages is none
    title, xmp = _title(pdf), _marks(pdf)
    language = str(pdf.Root.get("/Lang", ""))
    for key in list(pdf.trailer.keys()):
        if key in ("/Info", "/ID"):
            del pdf.trailer[key]
    for thing in pdf.objects:
        _walk(thing)
    if title:
        pdf.trailer.Info = pdf.make_indirect(Dictionary(Title=title))
    pdf.Root.Metadata = pdf.make_stream(_packet(title, language, xmp), Type=Name.Metadata, Subtype=Name.XML)


def _title(pdf: pikepdf.Pdf) -> str:
    info = pdf.trailer.get("/Info")
    noted = str(info.get("/Title", "")) if isinstance(info, Dictionary) else ""
    return (noted or _xmp(pdf).get("dc:title", "") or "").strip()


def _xmp(pdf: pikepdf.Pdf) -> dict[str, str]:
    """The simple entries of the document's XMP; none where it cannot be read."""
    try:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
            found = {f"{prefix}:{name}": meta.get(f"{{{space}}}{name}") for prefix, (space, names) in _KEPT_XMP.items()
                     for name in names}  # fmt: skip
            found["dc:title"] = meta.get("dc:title")
    except Exception:  # XML of any kind of damage
        return {}
    return {name: str(value) for name, value in found.items() if isinstance(value, str) and value}


def _marks(pdf: pikepdf.Pdf) -> dict[str, str]:
    return {name: value for name, value in _xmp(pdf).items() if not name.startswith("dc:")}


def _packet(title: str, language: str, marks: dict[str, str]) -> bytes:
    spaces = "".join(f' xmlns:{prefix}="{space}"' for prefix, (space, _names) in _KEPT_XMP.items())
    lines = [f"<{name}>{escape(value)}</{name}>" for name, value in marks.items()]
    if title:
        lines.append(f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>')
    if language:
        lines.append(f"<dc:language><rdf:Bag><rdf:li>{escape(language)}</rdf:li></rdf:Bag></dc:language>")
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"{spaces}>{"".join(lines)}</rdf:Description></rdf:RDF>'
        '</x:xmpmeta>\n<?xpacket end="r"?>'
    ).encode()


def _walk(thing: Any) -> None:
    """An object and what it holds itself; what it refers to is an object of its own."""
    if isinstance(thing, Dictionary | Stream):
        _forget(thing)
        children = [value for _key, value in thing.items()]
    else:
        children = list(thing) if isinstance(thing, Array) else []
    for child in children:
        if isinstance(child, Dictionary | Array) and not child.is_indirect:
            _walk(child)


def _forget(thing: Any) -> None:
    """What one object tells: notes of programs, who annotated and when, the EXIF of its picture, files it carries."""
    for key in _GONE:
        if key in thing:
            del thing[key]
    kind = thing.get("/Type")
    if thing.get("/Subtype") not in (None, Name.Widget) and "/Rect" in thing:
        for key in ("/T", *_DATED):  # an annotation's /T is its author, a field's its name
            if key in thing:
                del thing[key]
    if kind in (Name.EmbeddedFile, Name.Sig) or "/Params" in thing:
        for key in ("/Params", "/Name", "/Location", "/ContactInfo", "/M"):
            if key in thing:
                del thing[key]
    if isinstance(thing, Stream) and thing.get("/Filter") in (Name.DCTDecode, [Name.DCTDecode]):
        thing.write(strip_jpeg(bytes(thing.read_raw_bytes())), filter=Name.DCTDecode)
