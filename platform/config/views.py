"""Redirects URLs without a language to the reader's; closes what nobody is to reach."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from config.middleware import TenantRequest, offered_language


@require_safe
@vary_on_headers("Accept-Language")
def choose_language(request: TenantRequest) -> HttpResponse:
    """`/` leads to the first of the browser's languages that the tenant offers, else to the tenant's first."""
    return HttpResponseRedirect(f"/{offered_language(request)}/")


@require_safe
@vary_on_headers("Accept-Language")
def to_verify(request: TenantRequest, code: str = "") -> HttpResponse:
    """`/verify/<code>` leads to the page in the reader's language."""
    with override(offered_language(request)):
        page = reverse("certificates:verify_code", args=[code]) if code else reverse("certificates:verify")
    return HttpResponseRedirect(page)


@require_safe
@vary_on_headers("Accept-Language")
def to_achievement(request: TenantRequest, training: UUID) -> HttpResponse:
    """The address that stands in badges leads to the page in the reader's language."""
    with override(offered_language(request)):
        return HttpResponseRedirect(reverse("certificates:achievement", args=[training]))


def not_there(request: HttpRequest) -> HttpResponse:
    """In place of a page of a library that asks too little of who it is."""
    raise Http404
