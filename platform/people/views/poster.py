"""The code participants join with as a poster: to be shown on a wall or printed."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from core.pdf import qr_inline
from people.joining import find_target


@requires(Ability.WRITE_CONTENT, Ability.MANAGE_SESSIONS, Ability.RUN_OWN_SESSIONS)
def poster(request: SignedInRequest, code: str) -> HttpResponse:
    """An open code with its QR, in the language of the page: so is the page it leads to."""
    target, plain = find_target(code), "".join(code.upper().split())
    if target is None:
        raise Http404
    address = request.build_absolute_uri(reverse("people:join_code", args=[plain]))
    context = {"target": target, "code": plain, "address": address, "svg": qr_inline(address)}
    return render(request, "people/poster.html", context)
