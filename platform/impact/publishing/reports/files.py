"""A report as an answer to download, in the form that was asked for."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse

from core.languages import active
from impact.publishing.reports.content import Report
from impact.publishing.reports.iati import as_iati
from impact.publishing.reports.sheets import as_csv, as_workbook
from impact.publishing.reports.typeset import as_pdf

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LABELS = (("pdf", "PDF"), ("xlsx", "Excel"), ("csv", "CSV"), ("xml", "IATI"))
KINDS = {"pdf": "application/pdf", "xlsx": SHEET, "csv": "text/csv; charset=utf-8", "xml": "application/xml"}
LIVE: dict[str, Callable[[Report], bytes]] = {"xlsx": as_workbook, "csv": as_csv}
PUBLISHED: dict[str, Callable[[Report], bytes]] = {"pdf": as_pdf, **LIVE}


def as_file(report: Report, form: str, tenant: Any) -> HttpResponse:
    """A published report of a tenant. Raises Http404 for a form that there is not."""
    if form == "xml":
        return _answer(as_iati(report, tenant.schema_name, tenant.country), report, form, "report")
    return _made(report, form, PUBLISHED, "report")


def live_file(report: Report, form: str) -> HttpResponse:
    """Figures as they are: sheets alone, nothing that looks published. Raises Http404 for another form."""
    return _made(report, form, LIVE, "figures")


def _made(report: Report, form: str, ways: dict[str, Callable[[Report], bytes]], called: str) -> HttpResponse:
    if form not in ways:
        raise Http404
    return _answer(ways[form](report), report, form, called)


def _answer(content: bytes, report: Report, form: str, called: str) -> HttpResponse:
    response = HttpResponse(content, content_type=KINDS[form])
    name = f"{called}-{report.period.start}-{report.period.end}-{active()}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
