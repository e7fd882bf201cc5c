"""Which device a mark was made on: a random name in a cookie, so that two phones of one trainer can be told apart.

It says nothing of the phone, is given to staff only, and is another one for each NGO and after the cookie is gone.
"""

import re
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "wasl_device"
_NAME = re.compile(r"[0-9a-f]{6}")
_LASTS = 365 * 24 * 60 * 60  # seconds


def named_device(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose request knows its `device`."""

    @wraps(view)
    def naming(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        known = request.COOKIES.get(COOKIE, "")
        name = known if _NAME.fullmatch(known) else secrets.token_hex(3)
        request.device = name  # type: ignore[attr-defined]  # declared by sessions.views.fetching.StaffRequest
        response = view(request, *args, **kwargs)
        if name != known:
            response.set_cookie(
                COOKIE, name, max_age=_LASTS, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
            )
        return response

    return naming
