"""Gives a logframe as a file to download."""

import json
from collections.abc import Callable

from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _

from core.languages import active
from network.logframes.files.data import as_data
from network.logframes.files.documents import as_docx, as_pdf
from network.logframes.files.sheets import as_afd, as_eu
from network.logframes.table import LogframeTable

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMATS = (
    ("eu", _("Excel, in the EU’s shape")), ("afd", _("Excel, in AFD’s shape")), ("docx", _("Word")), ("pdf", _("PDF")),
    ("json", _("Data (JSON)")),
)  # fmt: skip


def _json(table: LogframeTable, organisation: str) -> bytes:
    return json.dumps(as_data(table), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()


WAYS: dict[str, tuple[str, str, Callable[[LogframeTable, str], bytes]]] = {
    "eu": ("xlsx", SHEET, lambda table, organisation: as_eu(table)),
    "afd": ("xlsx", SHEET, lambda table, organisation: as_afd(table)),
    "docx": ("docx", WORD, lambda table, organisation: as_docx(table)),
    "pdf": ("pdf", "application/pdf", as_pdf),
    "json": ("json", "application/json", _json),
}


def answer(table: LogframeTable, file_format: str, organisation: str) -> HttpResponse:
    """Raises Http404 for a format that there is not."""
    if file_format not in WAYS:
        raise Http404
    suffix, kind, make = WAYS[file_format]
    response = HttpResponse(make(table, organisation), content_type=kind)
    called = f"logframe-{table.project.code}-{file_format}-{active()}.{suffix}"
    response.headers["Content-Disposition"] = f'attachment; filename="{called}"'
    return response
