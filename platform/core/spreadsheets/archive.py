"""Checks the ZIP archive of an .xlsx file: whether it can be opened safely, and what calamine does not tell.

Calamine allocates the whole rectangle that cells span, so one stray cell in the last row could take all memory; it
reads a cell with an error (#N/A) as an empty one; it aborts on places no sheet has; and where cells without a place
stand beside cells with one it puts them in wrong rows. Runs in a confined process: no Django here.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import join, normpath
from typing import IO, Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from defusedxml import DefusedXmlException, ElementTree

from core.confined import Refusal

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of Excel
MOST_PARTS = 1_000
CHUNK = 1 << 20
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Microsoft's container of before 2007, and of a workbook with a password
PACKED = (b"PK\x03\x04", b"PK\x05\x06", OLD)  # how workbooks of any kind begin
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# What reading a broken archive raises; RuntimeError: it is encrypted, LookupError: no such part or encoding.
UNSOUND = (
    BadZipFile, zlib.error, struct.error, ElementTree.ParseError, DefusedXmlException, NotImplementedError,
    RuntimeError, EOFError, OSError, LookupError, ValueError,
)  # fmt: skip

# A row or a cell with its attributes; a sign > may stand inside quotes.
_TAG = re.compile(rb"""<(?:\w+:)?(row|c)(?=[\s/>])((?:[^<>"']|"[^"<]*"|'[^'<]*')*+)>""")
_PLACE = re.compile(rb"""\sr\s*=\s*["']([^"']*)["']""")
_ERROR = re.compile(rb"""\st\s*=\s*["']e["']""")
_CELL = re.compile(rb"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
_ROW = re.compile(rb"[1-9][0-9]{0,6}")


@dataclass
class Extent:
    """What one sheet's filled cells span, from A1; how many rows have one; `errors` are (row, column) from 0."""

    rows: int = 0
    columns: int = 0
    filled: int = 0
    errors: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Wanted:
    """Which worksheets, all or `only` these or the `first` that has a filled cell, and how large each may be:
    `most_cells` of the rectangle that its cells span, `most_rows` of those that hold something."""

    most_unpacked: int
    most_cells: int
    most_rows: int
    only: list[str] | None = None
    first: bool = False


def measure_sheets(file: IO[bytes], wanted: Wanted) -> dict[str, Extent]:
    """The extent of each wanted worksheet by its name, once every part of the archive was unpacked to its end: its
    sizes and sums are true. Refuses what is no sound .xlsx file, and sheets that are too large."""
    _refuse_other_kinds(file)
    extents = {}
    try:
        with ZipFile(file) as archive:
            _check_parts(archive, wanted.most_unpacked)
            for name, part in _worksheet_parts(archive).items():
                if wanted.only is None or name in wanted.only:
                    extents[name] = _measure(name, archive.read(part), wanted)
                    if wanted.first and extents[name].filled:
                        break
    except UNSOUND as error:
        raise Refusal("not_xlsx") from error
    return extents


def _refuse_other_kinds(file: IO[bytes]) -> None:
    head = file.read(8)
    if head == OLD:
        raise Refusal("password" if ENCRYPTED in file.read() else "old")
    file.seek(0)


def _check_parts(archive: ZipFile, most_unpacked: int) -> None:
    """Sizes first, as the archive tells them; then whether they are true: `zipfile` reads no further than a size."""
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise Refusal("password")
    names = [part.filename for part in parts]
    if "xl/workbook.xml" not in names:
        raise Refusal("not_xlsx")
    if len(names) > MOST_PARTS or sum(part.file_size for part in parts) > most_unpacked:
        raise Refusal("unpacked")
    if len(set(names)) != len(names):  # readers do not agree on which counts
        raise Refusal("not_xlsx")
    for part in parts:
        _check_part(archive, part)


def _check_part(archive: ZipFile, part: ZipInfo) -> None:
    is_xml, last = part.filename.endswith((".xml", ".rels")), b""
    with archive.open(part) as opened:
        while block := opened.read(CHUNK):
            if is_xml:
                _refuse_entities(last + block)
                last = block[-16:]


def _refuse_entities(xml: bytes) -> None:
    """Refuse entities of its own, and encodings in which they would hide."""
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or b"\0" in xml:
        raise ValueError("entities")


def _worksheet_parts(archive: ZipFile) -> dict[str, str]:
    """Sheet name -> path of its part in the archive, worksheets only."""
    targets = {
        link.get("Id"): normpath(join("/xl", link.get("Target", ""))).lstrip("/")
        for link in _parse(archive.read("xl/_rels/workbook.xml.rels")).iterfind("{*}Relationship")
        if link.get("Type", "").endswith("/worksheet")
    }
    parts = {}
    for sheet in _parse(archive.read("xl/workbook.xml")).iterfind("{*}sheets/{*}sheet"):
        link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
        if link in targets:
            parts[sheet.get("name", "")] = targets[link]
    return parts


def _parse(xml: bytes) -> Any:
    return ElementTree.fromstring(xml, forbid_dtd=True)


def _measure(sheet: str, xml: bytes, wanted: Wanted) -> Extent:
    """Walk through the sheet as calamine does. Refuses places that no sheet has, and those that cannot be told."""
    extent, at = Extent(), _Walk(sheet)
    last = 0
    for name, attributes in _tags(xml):
        place = _PLACE.search(attributes)
        is_empty = attributes.endswith(b"/")
        if name == b"row":
            at.enter_row(place[1] if place else None, is_empty=is_empty)
            continue
        row, column = at.enter_cell(place[1] if place else None)
        if is_empty:
            continue
        if row != last:
            extent.filled, last = extent.filled + 1, row
            if extent.filled > wanted.most_rows:
                raise Refusal("long", sheet=sheet, rows=wanted.most_rows)
        extent.rows, extent.columns = max(extent.rows, row), max(extent.columns, column)
        if _ERROR.search(attributes):
            extent.errors.append((row - 1, column - 1))
    at.refuse_displaced()
    if extent.rows * extent.columns > wanted.most_cells:
        raise Refusal("far", sheet=sheet, rows=extent.rows, columns=extent.columns)
    return extent


def _tags(xml: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and attributes of each row and cell."""
    return (tag.groups() for tag in _TAG.finditer(xml))  # type: ignore[misc]


class _Walk:
    """Where the next cell stands: by its own place, else beside the one before it in its row."""

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet
        self.row = self.column = 0
        self.bare = self.elsewhere = 0  # rows of a cell without a place; of one that stands in another row than it says
        self.columns: dict[bytes, int] = {}

    def enter_row(self, place: bytes | None, *, is_empty: bool) -> None:
        if place is not None and not _ROW.fullmatch(place):
            raise Refusal("place", sheet=self.sheet, place=_shown(place))
        if place is not None or not is_empty:
            self.row = self.row + 1 if place is None else int(place)
        self.column = 0
        self._check()

    def enter_cell(self, place: bytes | None) -> tuple[int, int]:
        """Row and column, from 1."""
        row = self.row
        if place is None:
            self.bare = self.bare or row
            self.column += 1
        else:
            match = _CELL.fullmatch(place)
            if match is None:
                raise Refusal("place", sheet=self.sheet, place=_shown(place))
            row, self.column = int(match[2]), self._column(match[1])
            if row != self.row:
                self.elsewhere = self.elsewhere or row
        self._check(row, place or b"")
        return row, self.column

    def _check(self, row: int = 1, place: bytes = b"") -> None:
        if not (1 <= row <= LAST_ROW and self.row <= LAST_ROW and self.column <= LAST_COLUMN):
            raise Refusal("place", sheet=self.sheet, place=_shown(place or str(self.row).encode()))

    def _column(self, letters: bytes) -> int:
        if letters not in self.columns:
            number = 0
            for letter in letters.upper():
                number = number * 26 + letter - 64
            self.columns[letters] = number
        return self.columns[letters]

    def refuse_displaced(self) -> None:
        if self.bare and self.elsewhere:
            raise Refusal("place", sheet=self.sheet, place=str(self.bare))


def _shown(place: bytes) -> str:
    return place[:20].decode("ascii", "replace")
