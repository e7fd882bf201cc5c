"""The dashboard as a file: the same period, filters and numbers."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.cache import never_cache

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from impact.presentation.extent import read_extent
from impact.presentation.query import Asked
from impact.publishing.reports import live_file, make_live


@requires(Ability.SEE_FIGURES)
@never_cache
def export(request: SignedInRequest, form: str) -> HttpResponse:
    """A workbook, or every number on its own line."""
    asked = Asked.read(request.GET, read_extent().default_year)
    tenant: Any = request.tenant  # type: ignore[attr-defined]  # django-tenants' middleware
    return live_file(make_live(asked, tenant.name), form)
