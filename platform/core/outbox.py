"""Answers the offline outbox: what a phone sends later goes to the same views, which answer its script in JSON.

The phone keeps what was written until one of these answers comes (static/js/outbox.js):
200 `{"next": url}` taken; 200 `{"asks": true}` not taken: the form is then sent the ordinary way, and its page asks
something (only with the header `ASKED`, while somebody is in front of it); 401 signed out, keep it;
404, 409 and 422 `{"reason": text}` not taken, and why.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

HEADER = "X-Wasl-Outbox"
ASKED = "X-Wasl-Asks"  # sent as the form is, not later: whoever sent it can answer


def sendable_later(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose form may be queued on a phone: idempotent, and redirecting when it has written."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or HEADER not in request.headers:
            return view(request, *args, **kwargs)
        try:
            return _as_json(view(request, *args, **kwargs))
        except (Http404, PermissionDenied):
            return refuse(404, _("It is not there any more, or you are not in this course any more."))

    return answering


def _as_json(response: HttpResponse) -> JsonResponse:
    if isinstance(response, JsonResponse):
        return response
    if not isinstance(response, HttpResponseRedirect):
        return refuse(422, _("It was not complete. Open the page, answer again and send it."))
    if response.url.partition("?")[0] == resolve_url(settings.LOGIN_URL):
        return refuse(401, _("You are signed out. Sign in, then send it."))
    return JsonResponse({"next": response.url})


def may_ask_back(request: HttpRequest) -> bool:
    """Whether somebody is there to answer: not of what a phone sends later."""
    return HEADER not in request.headers or ASKED in request.headers


def ask_back() -> JsonResponse:
    """The script sends the form the ordinary way, and the page of that asks."""
    return JsonResponse({"asks": True})


def refuse(status: int, reason: str) -> JsonResponse:
    """What is not taken, and why: the phone keeps it with the reason."""
    return JsonResponse({"reason": reason}, status=status)
