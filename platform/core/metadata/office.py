"""Office files (ISO/IEC 29500 and 26300): a zip of XML. Author, company, dates, programs and paths go, also of
comments, of changes and of the pictures inside; title and language stay."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from core.metadata.errors import UnreadableError
from core.metadata.jpeg import strip_jpeg
from core.metadata.pictures import orientation_of

StripOther = Callable[[bytes, str], bytes]  # a file and what its name ends in, without the dot
MOST_BYTES, MOST_PARTS, MOST_DEPTH = 150_000_000, 5_000, 2
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_KEPT = {"title", "language"}  # of the properties
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
# Who did what and when, in attributes of comments, changes and lists of people, by local names; the words are Word's
# own where it is told to remove personal information. None: on whatever element.
_WHO: dict[str, tuple[str, set[str] | None]] = {
    "author": ("Author", None),
    "initials": ("A", None),
    "displayName": ("Author", {"person"}),
    "name": ("Author", {"cmAuthor", "author", "userInfo"}),
    "userName": ("Author", {"fileSharing", "userInfo", "header"}),
    "userId": ("Author", {"person", "author", "presenceInfo"}),
    "providerId": ("None", {"person", "author", "presenceInfo"}),
    "url": ("", {"absPath"}),  # the folder it was last saved in
    "created": ("2000-01-01T00:00:00Z", {"cm", "reply"}),
}
_WHEN = {"date", "dateUtc", "dT", "dt", "dateTime"}
_OF_SOMEBODY = {"author", "authorId", "personId", "userName"}
_MARKS = (b"uthor", b"initials", b"person", b"userInfo", b"fileSharing", b"absPath", b"presenceInfo")
_CONTENT = re.compile(r"(word|xl|ppt)/.*\.xml")
_ODF_ELEMENTS = {"creator", "date", "creator-initials", "initial-creator", "printed-by", "sender-initials"}
_ODF_SETTINGS = {"PrinterName", "PrinterSetup", "PrinterIndependentLayout"}
_EMBEDDED = {
    "docx", "xlsx", "pptx", "odt", "ods", "odp", "pdf", "mp3", "m4a", "mp4", "ogg", "webm", "png", "gif", "webp",
}  # fmt: skip


def is_office(data: bytes) -> bool:
    """Whether a zip is an office file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile:
        return False
    return "[Content_Types].xml" in names or (names[:1] == ["mimetype"] and "META-INF/manifest.xml" in names)


def strip_office(data: bytes, strip_other: StripOther, depth: int = 0) -> bytes:
    """The document with its contents as they are, the files in it stripped by `strip_other`.

    Raises UnreadableError: damaged, locked by a password, a bomb.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _read(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise UnreadableError from error
    except Exception as error:  # zlib.error is of no common kind
        raise (error if isinstance(error, UnreadableError) else UnreadableError()) from error
    is_open = "mimetype" in parts
    if not is_open and "[Content_Types].xml" not in parts:
        raise UnreadableError
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in parts.items():
            bare = (_open_part if is_open else _part)(name, content)
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, _embedded(name, content, strip_other, depth) if bare is None else bare)
    return written.getvalue()


def _read(archive: zipfile.ZipFile) -> dict[str, bytes]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MOST_PARTS or len({info.filename for info in infos}) < len(infos):
        raise UnreadableError
    if sum(info.file_size for info in infos) > MOST_BYTES or any(info.flag_bits & 1 for info in infos):
        raise UnreadableError
    return {info.filename: archive.read(info) for info in infos}


def _part(name: str, content: bytes) -> bytes | None:
    """A part of a docx, xlsx or pptx; None where its XML says nothing of people."""
    if name == "docProps/core.xml":
        return _properties(content)
    if name in ("docProps/app.xml", "docProps/custom.xml"):
        root = _parsed(content)
        del root[:]
        return _written(root)
    if name == "word/_rels/settings.xml.rels":  # where its template lies on somebody's disk
        root = _parsed(content)
        for link in root:
            if link.get("TargetMode") == "External":
                link.set("Target", "file:///template.dotx")
        return _written(root)
    if _CONTENT.fullmatch(name) and any(mark in content for mark in _MARKS):
        return _without_people(content)
    return None


def _properties(content: bytes) -> bytes:
    root = _parsed(content)
    for entry in list(root):
        name = etree.QName(entry) if isinstance(entry.tag, str) else None
        if name is None or name.namespace != _DUBLIN_CORE or name.localname not in _KEPT:
            root.remove(entry)
    return _written(root)


def _without_people(content: bytes) -> bytes:
    root = _parsed(content)
    for thing in root.iter(etree.Element):
        local = etree.QName(thing).localname
        names = {etree.QName(key).localname for key in thing.attrib}
        for key in list(thing.attrib):
            attribute = etree.QName(key).localname
            word, elements = _WHO.get(attribute, ("", set()))
            if attribute in _WHEN and names & _OF_SOMEBODY:
                del thing.attrib[key]
            elif elements is None or local in elements:
                thing.set(key, word)
        if local == "author" and thing.text:
            thing.text = "Author"
    return _written(root)


def _open_part(name: str, content: bytes) -> bytes | None:
    """A part of an odt, ods or odp."""
    if name == "meta.xml" or name.endswith("/meta.xml"):
        return _open_properties(content)
    if name.rpartition("/")[2] == "settings.xml":
        root = _parsed(content)
        for item in list(root.iter("{urn:oasis:names:tc:opendocument:xmlns:config:1.0}config-item")):
            key = next((value for attr, value in item.attrib.items() if etree.QName(attr).localname == "name"), "")
            if key in _ODF_SETTINGS:
                item.text = ""
        return _written(root)
    if name.rpartition("/")[2] in ("content.xml", "styles.xml"):
        root = _parsed(content)
        for thing in list(root.iter(etree.Element)):
            parent = thing.getparent()
            about = parent is not None and etree.QName(parent).localname in ("annotation", "change-info")
            if about and etree.QName(thing).localname in _ODF_ELEMENTS:
                parent.remove(thing)
        return _written(root)
    return None


def _open_properties(content: bytes) -> bytes:
    root = _parsed(content)
    for meta in root:
        for entry in list(meta):
            name = etree.QName(entry) if isinstance(entry.tag, str) else None
            if name is None or name.namespace != _DUBLIN_CORE or name.localname not in _KEPT:
                meta.remove(entry)
    return _written(root)


def _embedded(name: str, content: bytes, strip_other: StripOther, depth: int) -> bytes:
    """A picture keeps which side is up, for programs differ in who turns it; any other file is stripped as ever."""
    if content[:3] == b"\xff\xd8\xff":
        return strip_jpeg(content, orientation=orientation_of(content))
    if name.rpartition(".")[2].lower() not in _EMBEDDED:
        return content
    if depth >= MOST_DEPTH:
        raise UnreadableError
    if content[:4] == b"PK\x03\x04":
        return strip_office(content, strip_other, depth + 1)
    return strip_other(content, name.rpartition(".")[2])


def _parsed(content: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError from error
    if root.getroottree().docinfo.doctype:
        raise UnreadableError
    return root


def _written(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
