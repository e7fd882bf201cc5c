"""A report as PDF (typst, PDF/UA-1), in the active language."""

from typing import Any

from django.utils.translation import gettext as _

from core.languages import active
from core.pdf import compile_pdf
from impact.publishing.reports.content import Report, as_data


def as_pdf(report: Report, **options: Any) -> bytes:
    """The document."""
    words = {
        "figures": _("Figures"), "figure": _("Figure"), "value": _("Value"), "basis": _("What it rests on"),
        "summed": _("May be summed"), "tables": _("Who and where"), "definitions": _("How each figure is counted"),
        "notes": _("Notes"), "causes": _("Why it was restated"), "mark": _("Mark (SHA-256)"), "page": _("page"),
        "restatement": report.label, "share": _("Attendances"),
    }  # fmt: skip
    return compile_pdf("report", {"language": active(), "words": words, **as_data(report)}, **options)
