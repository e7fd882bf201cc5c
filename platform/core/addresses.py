"""Whole addresses of pages, to be handed on, printed or put into calendars: at the tenant's first host.

Somebody signed in at a former host goes on there; what they hand on must outlast that host.
"""

from typing import Any

from django.http import HttpRequest


def at_first_host(request: HttpRequest) -> str:
    """Host, with the request's port, of the tenant's address; the request's own where that is it, or `www.` before
    it."""
    asked = request.get_host()
    name, colon, port = asked.partition(":")
    first: str = getattr(_tenant(request), "first_host", "")
    return asked if first in ("", name.lower().removeprefix("www.")) else f"{first}{colon}{port}"


def whole_address(request: HttpRequest, path: str) -> str:
    """`https://ngo.example.org/fr/…` of a path that begins with a slash."""
    return f"{request.scheme}://{at_first_host(request)}{path}"


def _tenant(request: HttpRequest) -> Any:
    return getattr(request, "tenant", None)
