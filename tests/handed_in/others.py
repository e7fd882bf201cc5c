"""Bad texts, XLIFF files, pictures, PDFs and packed modules, made in code."""

import json
import struct
import zlib
from collections.abc import Callable
from io import BytesIO

import pypdfium2
from PIL import Image

from tests.handed_in.workbooks import FOREIGN, LAUGHS, archive

XLIFF = b'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'


def xliff(inside: bytes, head: bytes = b"") -> bytes:
    return (
        head + XLIFF + b'<file original="m/n" target-language="ar"><body><trans-unit id="t"><source>a</source><target>'
        + inside + b"</target></trans-unit></body></file></xliff>"
    )  # fmt: skip


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, rows: bytes | None = None, *more: bytes) -> bytes:
    """A grey PNG that says it is so large, whatever it holds."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes((width + 1) * height) if rows is None else rows, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(more) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def picture(kind: str, size: tuple[int, int] = (300, 200), colours: str = "RGB") -> bytes:
    out = BytesIO()
    Image.effect_noise(size, 40).convert(colours).save(out, kind)
    return out.getvalue()


def pdf(pages: int = 1, side: float = 200) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _page in range(pages):
        document.new_page(side, side)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def pdf_of_objects(*objects: bytes) -> bytes:
    """A PDF without a table: its reader rebuilds it."""
    numbered = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, body) for n, body in enumerate(objects, 1))
    return b"%PDF-1.7\n" + numbered + b"trailer << /Root 1 0 R >>\n%%EOF"


LOCKED = pdf_of_objects(
    b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>",
).replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -1 /O <%s> /U <%s> >> "
          b"/ID [<00><00>]" % (b"00" * 32, b"11" * 32))  # fmt: skip
CIRCLE = pdf_of_objects(
    b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>"
)


def pdf_with_a_huge_picture() -> bytes:
    data = zlib.compress(bytes(60_000 // 8 * 60_000), 9)
    image = (
        b"<< /Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceGray /BitsPerComponent 1 "
        b"/Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(data), data)
    )
    return pdf_of_objects(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 500] /Resources << /XObject << /I 4 0 R >> >> "
        b"/Contents 5 0 R >>",
        image, b"<< /Length 28 >>\nstream\nq 500 0 0 500 0 0 cm /I Do Q\nendstream",
    )  # fmt: skip


TEXTS: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "headers alone": lambda: b"ref,full_name\n",
    "a text with NUL": lambda: b"ref,full_name\nP1,Ami\x00na\n",
    "a line of 19 MB": lambda: b"ref,full_name\nP1," + b"x" * (19 * 2**20),
    "nineteen million lines": lambda: b"ref,full_name\n" + b"\n" * (19 * 2**20),
    "a million short lines": lambda: b"ref,full_name\n" + b"P1,Amina\n" * 1_000_000,
    "21 MB": lambda: b"x" * (21 * 2**20),
    "a web page": lambda: b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>",
}
XML: dict[str, Callable[[], bytes]] = {
    "XLIFF with a billion laughs": lambda: xliff(b"&j;", LAUGHS),
    "XLIFF with a foreign entity": lambda: xliff(b"&a;", FOREIGN),
    "XLIFF cut short": lambda: xliff(b"x")[:-20],
    "XLIFF of tags in tags": lambda: xliff(b'<g id="1">' * 50_000 + b"</g>" * 50_000),
    "XLIFF in an unknown encoding": lambda: b'<?xml version="1.0" encoding="x-none"?>' + xliff(b"x"),
    "XLIFF of two modules": lambda: xliff(b"x").replace(
        b"</file>", b'</file><file original="o/n" target-language="ar"></file>'
    ),
    "other XML": lambda: b"<html></html>",
}
PICTURES: dict[str, Callable[[], bytes]] = {
    "a GIF": lambda: picture("GIF", colours="P"),
    "a TIFF": lambda: picture("TIFF"),
    "an SVG": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "half a PNG": lambda: (data := picture("PNG"))[: len(data) // 2],
    "half a JPEG": lambda: (data := picture("JPEG"))[: len(data) // 2],
    "the beginning of a JPEG": lambda: b"\xff\xd8\xff\xe0 broken",
    "a PNG that says 65,000 x 65,000": lambda: png(65_000, 65_000, b"\0"),
    "a PNG of 14,000 x 14,000": lambda: png(14_000, 14_000),
    "a PNG without its pixels": lambda: png(100, 100, b""),
    "a PNG with a text of 500 MB": lambda: png(
        10, 10, None, chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(500 * 2**20), 9))
    ),
    "a TIFF named otherwise": lambda: b"II*\x00" + bytes(100),
}
PDFS: dict[str, Callable[[], bytes]] = {
    "a broken PDF": lambda: b"%PDF-1.7 broken",
    "half a PDF": lambda: (data := pdf())[: len(data) // 3],
    "a PDF of no page": lambda: pdf(0),
    "a PDF of 41 pages": lambda: pdf(41),
    "a locked PDF": lambda: LOCKED,
    "a PDF that holds itself": lambda: CIRCLE,
}


def deep(levels: int) -> str:
    return "[" * levels + "]" * levels


MODULES: dict[str, Callable[[], bytes]] = {
    "a module without a manifest": lambda: archive({"media/x": b"x"}),
    "a module whose manifest is no JSON": lambda: archive({"manifest.json": b"{"}),
    "a module whose manifest is a list": lambda: archive({"manifest.json": b"[]"}),
    "a module of deep JSON": lambda: archive({"manifest.json": deep(100_000).encode()}),
    "a module of deep nodes": lambda: archive({"manifest.json": _nodes(450).encode()}),
    "a module with a bomb": lambda: archive({"manifest.json": b" " * 21_000_000}),
    "a module with a wrong file": lambda: archive({"manifest.json": b"{}", f"media/{'0' * 64}": b"x"}),
}


def _nodes(levels: int) -> str:
    tree = ""
    for _level in range(levels):
        tree = json.dumps({"id": "x", "kind": "module", "settings": {}, "texts": {}, "children": []}).replace(
            "[]", f"[{tree}]"
        )
    return json.dumps({"format": 1, "digest": "", "tree": 0, "media": []}).replace('"tree": 0', f'"tree": {tree}')
