"""Renders PDF by typst: accessible (PDF/UA-1), with our fonts alone, from a source in templates/pdf/ and JSON.

Data never goes into the source, so that nothing somebody wrote can be read as markup. The compiler refuses what would
not be accessible, such as a picture without a text in its place.
"""

import io
import json
import subprocess
import sys
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import segno
from django.conf import settings

from core import typesetting

SOURCES = settings.ROOT / "templates" / "pdf"
PATIENCE = 120  # seconds: the sheets of a large session, on a slow machine
FONTS = (str(Path(__file__).with_name("typefaces")), str(files("fontpkg_amiri") / "files"))  # tools/documents_font.py


# The column that names the rows in the tables of a document, counted from 0; an empty cell names none.
ROW_HEADINGS = {"evidence_file": 0, "logframe": 0, "own_data": 0, "report": 0, "room": 1, "sheet": 1}


class PdfError(Exception):
    """What the compiler says; it may quote the document."""


def compile_pdf(name: str, data: dict[str, Any], **options: Any) -> bytes:
    """The document of `templates/pdf/<name>.typ`, which reads `data` from `sys.inputs.data`. Raises PdfError."""
    order = {
        "source": (SOURCES / f"{name}.typ").read_text(encoding="utf-8"),
        "inputs": {"data": json.dumps(data)},
        "row_headings": ROW_HEADINGS.get(name),
        "options": {"pdf_standards": ["ua-1"], **_environment(), **options},
    }
    command = [sys.executable, "-I", "-X", "utf8", typesetting.__file__]
    done = subprocess.run(command, input=json.dumps(order).encode(), capture_output=True, check=False, timeout=PATIENCE)
    if done.returncode:
        raise PdfError(done.stderr.decode(errors="replace").strip() or f"exit {done.returncode}")
    return done.stdout


def qr_svg(url: str, *, light: str | None = "#ffffff") -> str:
    """The QR code of an address, as SVG; without `light` the paper is its ground."""
    drawn = io.BytesIO()
    segno.make(url, error="m", micro=False).save(drawn, kind="svg", border=2, dark="#123a3c", light=light)
    return drawn.getvalue().decode()


def qr_inline(url: str) -> str:
    """The QR code of an address as an element of a page, as large as its place."""
    return str(
        segno.make(url, error="m", micro=False).svg_inline(border=2, dark="#123a3c", light="#ffffff", omitsize=True)
    )


@cache
def _environment() -> dict[str, Any]:
    return {
        "font_paths": list(FONTS),
        "ignore_system_fonts": True,
        "root": str(SOURCES),
    }
