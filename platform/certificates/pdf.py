"""Renders certificates as PDF: one or a hundred in one document."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates.models import Certificate
from certificates.wording import Sheet, sheets
from core.languages import Shown
from core.pdf import compile_pdf, qr_svg
from core.zellige import tile_on_paper


def render_pdf(certificates: Sequence[Certificate], *, address: str, **options: Any) -> bytes:
    """One page for each; `address` is that of the page where codes are verified. Needs `with_state`."""
    return compile_pdf("certificate", _document(certificates, address), **options)


def _document(certificates: Sequence[Certificate], address: str) -> dict[str, Any]:
    first = certificates[0]
    with override(first.languages[0]):
        title = _("Certificate of training") if len(certificates) == 1 else _("Certificates")
    letterheads = {one.letterhead_id: one.letterhead for one in certificates if one.letterhead}
    return {
        "title": title,
        "author": next(iter(first.organisation.values()), ""),
        "language": first.languages[0],
        "logos": {str(pk): list(bytes(head.logo)) for pk, head in letterheads.items() if head.logo},
        "stamps": {str(pk): list(bytes(head.stamp)) for pk, head in letterheads.items() if head.stamp},
        "pages": [_page(one, address) for one in certificates],
    }


def _page(certificate: Certificate, address: str) -> dict[str, Any]:
    head = certificate.letterhead
    return {
        "sheets": [_sheet(sheet) for sheet in sheets(certificate)],
        "code": certificate.printed_code,
        "address": address,
        "qr": qr_svg(f"{address}{certificate.printed_code}", light=None),
        "tile": tile_on_paper(str(certificate.target_uuid)),
        "logo": str(head.pk) if head and head.logo else None,
        "stamp": str(head.pk) if head and head.stamp else None,
    }


def _sheet(sheet: Sheet) -> dict[str, Any]:
    words = {name: _run(value) if isinstance(value, Shown) else value for name, value in vars(sheet).items()}
    words["aims"] = [_run(line) for line in sheet.aims]
    return words if sheet.function else words | {"function": None}


def _run(text: Shown) -> dict[str, str]:
    return {"text": str(text), "language": text.language}
