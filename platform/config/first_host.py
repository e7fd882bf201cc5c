"""A tenant's further hosts lead to its first one, so that a page has one address: for readers, search engines, links.

GET and HEAD only, since what was filled in elsewhere is not lost on the way; nor what machines ask. Whoever is signed
in at a further host stays there until they sign out: their session, their passkeys and what their phone keeps for later
belong to that host.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from core.addresses import at_first_host, whole_address

ANSWERED_EVERYWHERE = ("/healthz", "/readyz", "/metrics", "/tls-ask")
BELOW = ("/.well-known/", "/api/")


class FirstHostMiddleware:
    """Answers 301 to a reader's request at a further host."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _leads_on(request):
            return self.get_response(request)
        response = HttpResponsePermanentRedirect(whole_address(request, request.get_full_path()))
        # Asked anew each time: an address that comes back would lead browsers in a circle that remember it.
        response.headers["Cache-Control"] = "no-cache"
        return response


def _leads_on(request: HttpRequest) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and at_first_host(request) != request.get_host()
        and request.path not in ANSWERED_EVERYWHERE
        and not request.path.startswith(BELOW)
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
    )
