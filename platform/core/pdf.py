"""Renders PDF by typst: accessible (PDF/UA-1), with our fonts alone, from a source in templates/pdf/ and JSON.

Data never goes into the source, so that nothing somebody wrote can be read as markup. The compiler refuses what would
not be accessible, such as a picture without a text in its place.
"""

import io
import json
from functools import cache
from importlib.resources import files
from typing import Any

import segno
import typst
from django.conf import settings

SOURCES = settings.ROOT / "templates" / "pdf"
FONTS = ("fontpkg_ibm_plex_sans_arabic", "fontpkg_amiri")


def compile_pdf(name: str, data: dict[str, Any], **options: Any) -> bytes:
    """The document of `templates/pdf/<name>.typ`, which reads `data` from `sys.inputs.data`."""
    source = (SOURCES / f"{name}.typ").read_bytes()
    given = {"pdf_standards": ["ua-1"]} | options
    return typst.compile(source, sys_inputs={"data": json.dumps(data)}, **_environment(), **given)


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
        "font_paths": [str(files(package) / "files") for package in FONTS],
        "ignore_system_fonts": True,
        "root": str(SOURCES),
    }
