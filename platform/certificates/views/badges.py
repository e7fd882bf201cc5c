"""Views of badges: the holder's file, and what whoever verifies one asks for: the keys, the revocations, the criteria.

The last three are the same for everybody and tell of nobody; programs on other sites read them too.
"""

import hashlib
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from certificates.badge_keys import signing_key
from certificates.badges import (
    LIST_SIZE,
    Issuer,
    bake,
    did_document,
    did_of,
    revoked_in,
    sign_badge,
    sign_status_list,
)
from certificates.forms import BadgeForm
from certificates.models import BadgeKey, Certificate, in_language
from certificates.views.fetching import fetch_certificate, own_page, refuse_without_value
from certificates.wording import aims, criteria, title
from core.addresses import whole_address
from core.languages import Shown, active

MINUTES = 5  # how long others may remember
VC_JWT = "application/vc+jwt"


@never_cache
@login_required
def badge(request: SignedInRequest, code: str) -> HttpResponse:
    """Say what a badge is; posted: the file. Only its holder has the name written in."""
    found = fetch_certificate(request, code)
    if refused := refuse_without_value(request, found):
        return refused
    is_own = Certificate.objects.of_user(request.user).filter(pk=found.pk).exists()
    form = BadgeForm(request.POST if request.method == "POST" else None, may_name=is_own)
    if request.method == "POST" and form.is_valid():
        return _file(request, found, form.cleaned_data)
    context = {"form": form, "certificate": found, "title": title(found, active()), "back_url": own_page(found)}
    return render(request, "certificates/badge.html", context)


def _file(request: HttpRequest, found: Certificate, chosen: dict[str, Any]) -> HttpResponse:
    issuer = Issuer(whole_address(request, ""))
    token = sign_badge(found, issuer=issuer, key=signing_key(), named=chosen.get("with_name", False))
    if chosen["kind"] == BadgeForm.PICTURE:
        content, kind = bake(token, found.target_uuid, str(title(found, active()))), "image/svg+xml"
    else:
        content, kind = token.encode(), VC_JWT
    response = HttpResponse(content, content_type=kind)
    ending = "svg" if chosen["kind"] == BadgeForm.PICTURE else "jwt"
    response["Content-Disposition"] = f'attachment; filename="badge-{found.printed_code}.{ending}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def did(request: HttpRequest) -> HttpResponse:
    """The NGO's public keys, at whichever of its hosts is asked; none before the first badge."""
    keys = list(BadgeKey.objects.trusted())
    if not keys:
        raise Http404
    return _public(JsonResponse(did_document(did_of(request.get_host()), keys), content_type="application/did+json"))


@require_safe
def status_list(request: HttpRequest, number: int) -> HttpResponse:
    """Which badges are revoked, signed; made anew as soon as one more is. By the host that is asked: a badge goes on
    asking at the one it was issued at."""
    newest = BadgeKey.objects.trusted().first()
    if newest is None or not _is_used(number):
        raise Http404
    issuer, revoked = Issuer(f"{request.scheme}://{request.get_host()}"), revoked_in(number)
    digest = hashlib.sha256(repr((issuer.address, number, newest.name, revoked)).encode()).hexdigest()
    name = f"badge-status:{connection.schema_name}:{digest}"  # type: ignore[attr-defined]
    token = cache.get(name)
    if token is None:
        token = sign_status_list(number, issuer=issuer, key=signing_key(), revoked=revoked, now=timezone.now())
        cache.set(name, token, 3600)
    return _public(HttpResponse(token, content_type=VC_JWT))


@require_safe
def achievement(request: HttpRequest, training: UUID) -> HttpResponse:
    """What a badge of this training stands for and what it takes, in the reader's language."""
    found = Certificate.objects.filter(target_uuid=training).newest_first().first()
    if found is None:
        raise Http404
    language = active()
    organisation, code = in_language(found.organisation, language)
    context = {
        "title": title(found, language), "organisation": Shown(organisation, code, language),
        "aims": aims(found, language), "criteria": criteria(found.target_kind), "training": training,
    }  # fmt: skip
    response = render(request, "certificates/achievement.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _is_used(number: int) -> bool:
    return Certificate.objects.filter(pk__gte=number * LIST_SIZE, pk__lt=(number + 1) * LIST_SIZE).exists()


def _public(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = f"public, max-age={MINUTES * 60}"
    return response
