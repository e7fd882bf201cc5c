"""An .xlsx file as the ZIP archive it is: whether it can be opened safely, and what calamine does not tell.

Calamine allocates the whole rectangle that cells span, so one stray cell in the last row could take all
memory; and it reads a cell with an error (#N/A) as an empty one.
"""

import re
import struct
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import join, normpath
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _

from sessions.records.problems import Problem, WorkbookRefused

LARGEST_FILE = 20 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024
LARGEST_AREA = 3_000_000  # cells

# What reading a broken archive raises; RuntimeError: it is encrypted, LookupError: no such part or encoding.
UNSOUND = (
    BadZipFile, zlib.error, struct.error, ElementTree.ParseError, NotImplementedError, RuntimeError, EOFError,
    OSError, LookupError, ValueError,
)  # fmt: skip

_FILLED_CELL = re.compile(rb"""<(?:\w+:)?c\s[^<>]*?\br=["']([A-Z]{1,3})([0-9]{1,7})["'][^<>]*(?<!/)>""")
_ERROR_CELL = re.compile(rb"""<(?:\w+:)?c\s(?=[^<>]*\bt=["']e["'])[^<>]*?\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")


@dataclass
class Extent:
    """What one sheet's cells span, from A1; `errors` are (row, column), both from 0."""

    rows: int = 0
    columns: int = 0
    errors: set[tuple[int, int]] = field(default_factory=set)


def measure_sheets(data: bytes) -> dict[str, Extent]:
    """The extent of each worksheet by its name. Raises WorkbookRefused for what is no sound .xlsx file."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                raise not_xlsx()
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
                why = _("The workbook is too large once unpacked. Split it in several.")
                raise WorkbookRefused([Problem(why)])
            return {name: _measure(archive.read(part)) for name, part in _worksheet_parts(archive).items()}
    except UNSOUND as error:
        raise not_xlsx() from error


def not_xlsx() -> WorkbookRefused:
    """The refusal of a file of another kind, or a broken one."""
    why = _("This is no .xlsx workbook, or it is damaged or locked. Save it anew as “Excel workbook (.xlsx)”.")
    return WorkbookRefused([Problem(why)])


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


def _parse(xml: bytes) -> ElementTree.Element:
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise ValueError("entities")
    return ElementTree.fromstring(xml)  # noqa: S314 - no entities, see above


def _measure(xml: bytes) -> Extent:
    extent = Extent(errors={(int(row) - 1, _index(letters)) for letters, row in _ERROR_CELL.findall(xml)})
    columns = set()
    for letters, row in _FILLED_CELL.findall(xml):
        columns.add(letters)
        extent.rows = max(extent.rows, int(row))
    extent.columns = max((_index(letters) + 1 for letters in columns), default=0)
    return extent


def _index(letters: bytes) -> int:
    """A -> 0, Z -> 25, AA -> 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
