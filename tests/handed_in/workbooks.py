"""Bad workbooks, made in code: small ones that unpack to much, and places that no sheet has."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = b'<?xml version="1.0" encoding="UTF-8"?>'
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{OFFICE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{OFFICE}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{OFFICE}.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
    f'Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
    '<sheet name="people" sheetId="1" r:id="rId1"/></sheets></workbook>',
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def cell(place: str, text: str = "x") -> str:
    """A cell with a text of its own; without a place, one that says none."""
    return f'<c{f" r={chr(34)}{place}{chr(34)}" if place else ""} t="inlineStr"><is><t>{text}</t></is></c>'


HEADERS = f'<row r="1">{cell("A1", "ref")}{cell("B1", "full_name")}</row>'
PERSON = f'<row r="2">{cell("A2", "P1")}{cell("B2", "Amina")}</row>'


def workbook(rows: str | bytes = HEADERS + PERSON, strings: bytes = b"", **changed: bytes | None) -> bytes:
    """An .xlsx file of one sheet named people; `changed` parts by name, None leaves one out."""
    rows = rows.encode() if isinstance(rows, str) else rows
    parts: dict[str, bytes | None] = {name: HEAD + text.encode() for name, text in PARTS.items()}
    parts["xl/worksheets/sheet1.xml"] = (
        HEAD + f'<worksheet xmlns="{MAIN}"><sheetData>'.encode() + rows + b"</sheetData></worksheet>"
    )
    parts["xl/sharedStrings.xml"] = HEAD + f'<sst xmlns="{MAIN}">'.encode() + strings + b"</sst>"
    return archive(parts | changed)


def archive(parts: dict[str, bytes | None]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name, data in parts.items():
            if data is not None:
                made.writestr(name, data)
    return out.getvalue()


def more(rows: str) -> Callable[[], bytes]:
    return lambda: workbook(HEADERS + PERSON + rows)


def million_rows() -> bytes:
    rows = (f'<row r="{number}"><c r="A{number}"><v>1</v></c><c r="B{number}"><v>2</v></c></row>'
            for number in range(2, 1_000_001))  # fmt: skip
    return workbook(HEADERS + "".join(rows))


def long_text_many_times() -> bytes:
    """Three thousand rows that show one text of 30,000 letters twenty times each: two gigabytes, from 60 kB."""
    rows = (
        f'<row r="{number}">{"".join(f"<c r={chr(34)}{chr(65 + at)}{number}{chr(34)} t={chr(34)}s{chr(34)}><v>0</v></c>" for at in range(20))}</row>'  # noqa: E501
        for number in range(2, 3_000)
    )
    return workbook(HEADERS + "".join(rows), b"<si><t>" + b"x" * 30_000 + b"</t></si>")


def bomb() -> bytes:
    out = BytesIO(workbook())
    with ZipFile(out, "a", ZIP_DEFLATED) as made, made.open("xl/media/bomb", "w") as part:
        for _megabyte in range(201):
            part.write(bytes(2**20))
    return out.getvalue()


def lying() -> bytes:
    """Its directory says that the sheet is small; it holds 300 MB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(packer.compress(b" " * 2**20) for _megabyte in range(300)) + packer.flush()
    made = bytearray(archive({name: HEAD + text.encode() for name, text in PARTS.items()}))
    start = made.index(b"PK\x01\x02")
    directory, end = made[start : made.rindex(b"PK\x05\x06")], made[made.rindex(b"PK\x05\x06") :]
    name = b"xl/worksheets/sheet1.xml"
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 33, 0, len(packed), 1000, len(name), 0) + name
    entry = struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 8, 0, 33, 0, len(packed), 1000, len(name), 0, 0,
                        0, 0, 0, start) + name  # fmt: skip
    count = struct.unpack_from("<H", end, 10)[0] + 1
    struct.pack_into("<HHII", end, 8, count, count, len(directory) + len(entry), start + len(local) + len(packed))
    return bytes(made[:start] + local + packed + directory + entry + end)


def many_parts() -> bytes:
    out = BytesIO(workbook())
    with ZipFile(out, "a", ZIP_STORED) as made:
        for number in range(1_500):
            made.writestr(f"xl/media/{number}", b"")
    return out.getvalue()


def part_twice() -> bytes:
    out = BytesIO(workbook())
    with ZipFile(out, "a") as made:
        made.writestr(ZipInfo("xl/worksheets/sheet1.xml"), b"<worksheet/>")
    return out.getvalue()


def with_password() -> bytes:
    """As Excel protects a workbook: a container of its old kind that holds an encrypted package."""
    return OLE + bytes(1000) + "EncryptedPackage".encode("utf-16-le") + bytes(1000)


def encrypted_parts() -> bytes:
    """As an archiver protects a zip: a flag on every part."""
    data = bytearray(workbook())
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]>"
)
FOREIGN = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def with_type(part: str, declared: bytes) -> Callable[[], bytes]:
    """A part that declares entities before its own text."""
    return lambda: workbook(**{part: declared + PARTS["xl/workbook.xml"].encode()})


BAD: dict[str, Callable[[], bytes]] = {
    "a cell in the last corner": more(f'<row r="1048576">{cell("XFD1048576")}</row>'),
    "a column past the last": more(f'<row r="3">{cell("XFE3")}</row>'),
    "a column of nine letters": more(f'<row r="3">{cell("ZZZZZZZZZ3")}</row>'),
    "a row past the last": more(f'<row r="3">{cell("A4294967295")}</row>'),
    "a row of twenty digits": more(f'<row r="3">{cell("A99999999999999999999")}</row>'),
    "a row tag past the last": more(f'<row r="4294967295">{cell("")}</row>'),
    "row nought": more(f'<row r="0">{cell("")}</row>'),
    "a cell in row nought": more(f'<row r="3">{cell("A0")}</row>'),
    "a cell without a column": more(f'<row r="3">{cell("3")}</row>'),
    "a cell without a row": more(f'<row r="3">{cell("A")}</row>'),
    "a negative place": more(f'<row r="3">{cell("A-3")}</row>'),
    "an absolute place": more(f'<row r="3">{cell("$A$3")}</row>'),
    "a place in entities": more(f'<row r="3">{cell("&#65;3")}</row>'),
    "cells out of their row": more(f'<row r="3">{cell("A9")}{cell("", "Bilal")}</row>'),
    "a text that is not there": more('<row r="3"><c r="A3" t="s"><v>7</v></c></row>'),
    "a million rows": million_rows,
    "one long text sixty thousand times": long_text_many_times,
    "a bomb": bomb,
    "a bomb that lies about its size": lying,
    "fifteen hundred parts": many_parts,
    "a part twice": part_twice,
    "a password": with_password,
    "encrypted parts": encrypted_parts,
    "an old workbook": lambda: OLE + bytes(2000),
    "a billion laughs": with_type("xl/workbook.xml", LAUGHS),
    "laughs in the sheet": with_type("xl/worksheets/sheet1.xml", LAUGHS),
    "a foreign entity": with_type("xl/worksheets/sheet1.xml", FOREIGN),
    "a sheet in UTF-16": lambda: workbook(
        **{"xl/worksheets/sheet1.xml": PARTS["xl/workbook.xml"].encode("utf-16")}
    ),
    "no such sheet": lambda: workbook(**{"xl/worksheets/sheet1.xml": None}),
    "deep XML": lambda: workbook(**{"xl/workbook.xml": HEAD + b"<a>" * 100_000 + b"</a>" * 100_000}),
    "no links": lambda: workbook(**{"xl/_rels/workbook.xml.rels": None}),
    "another archive": lambda: archive({"word/document.xml": b"<document/>"}),
    "an archive in an archive": lambda: archive({"list.xlsx": workbook()}),
    "cut short": lambda: workbook()[:-300],
    "its first half": lambda: workbook()[: len(workbook()) // 2],
    "overwritten": lambda: (data := workbook())[:200] + bytes(100) + data[300:],
    "the beginning alone": lambda: b"PK\x03\x04broken",
}  # fmt: skip
