"""The dashboard as a file: the same period, filters and numbers."""

from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from core.languages import active
from impact.asking import Asked
from impact.extent import read_extent
from impact.reports import as_csv, as_workbook, make_live
from impact.views.reports import FORMS

MADE = {"xlsx": as_workbook, "csv": as_csv}


@requires(Ability.SEE_FIGURES)
@never_cache
def export(request: SignedInRequest, form: str) -> HttpResponse:
    """A workbook, or every number on its own line."""
    if form not in MADE:
        raise Http404
    asked = Asked.read(request.GET, read_extent().default_year)
    tenant: Any = request.tenant  # type: ignore[attr-defined]  # django-tenants' middleware
    response = HttpResponse(MADE[form](make_live(asked, tenant.name)), content_type=FORMS[form])
    name = f"figures-{asked.period.start}-{asked.period.end}-{active()}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
