"""The bare address of a host."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from config.middleware import TenantRequest


@require_safe
@vary_on_headers("Accept-Language")
def choose_language(request: TenantRequest) -> HttpResponse:
    """`/` leads to the first of the browser's languages that the tenant offers, else to the tenant's first."""
    asked = [code[:2] for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", ""))]
    offered = request.tenant.languages
    return HttpResponseRedirect(f"/{next((code for code in asked if code in offered), offered[0])}/")
