"""Gives a report as a file to download: PDF, or one of the formats of its own module."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from core.languages import active
from core.pdf import compile_pdf
from impact.publishing.reports.content import Report, as_data
from impact.publishing.reports.iati import as_iati
from impact.publishing.reports.sheets import as_csv, as_workbook

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LABELS = (("pdf", "PDF"), ("xlsx", "Excel"), ("csv", "CSV"), ("xml", "IATI"))
KINDS = {"pdf": "application/pdf", "xlsx": SHEET, "csv": "text/csv; charset=utf-8", "xml": "application/xml"}


def as_pdf(report: Report, **options: Any) -> bytes:
    """PDF/UA-1 by typst, in the active language."""
    words = {
        "figures": _("Figures"), "figure": _("Figure"), "value": _("Value"), "basis": _("What it rests on"),
        "summed": _("May be summed"), "tables": _("Who and where"), "definitions": _("How each figure is counted"),
        "notes": _("Notes"), "causes": _("Why it was restated"), "mark": _("Mark (SHA-256)"), "page": _("page"),
        "restatement": report.label, "share": _("Attendances"),
    }  # fmt: skip
    return compile_pdf("report", {"language": active(), "words": words, **as_data(report)}, **options)


LIVE: dict[str, Callable[[Report], bytes]] = {"xlsx": as_workbook, "csv": as_csv}
PUBLISHED: dict[str, Callable[[Report], bytes]] = {"pdf": as_pdf, **LIVE}


def as_file(report: Report, file_format: str, tenant: Any) -> HttpResponse:
    """A published report of a tenant. Raises Http404 for a format that there is not."""
    if file_format == "xml":
        return _answer(as_iati(report, tenant.schema_name, tenant.country), report, file_format, "report")
    return _made(report, file_format, PUBLISHED, "report")


def live_file(report: Report, file_format: str) -> HttpResponse:
    """Figures as they are: sheets alone, nothing that looks published. Raises Http404 for another format."""
    return _made(report, file_format, LIVE, "figures")


def _made(report: Report, file_format: str, ways: dict[str, Callable[[Report], bytes]], called: str) -> HttpResponse:
    if file_format not in ways:
        raise Http404
    return _answer(ways[file_format](report), report, file_format, called)


def _answer(content: bytes, report: Report, file_format: str, called: str) -> HttpResponse:
    response = HttpResponse(content, content_type=KINDS[file_format])
    name = f"{called}-{report.period.start}-{report.period.end}-{active()}.{file_format}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
