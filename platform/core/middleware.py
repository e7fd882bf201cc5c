"""Rejects URLs that contain NUL."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils import translation
from django.utils.translation import gettext as _

NUL = "\x00"


class NulMiddleware:
    """A plain 400 to an address with a NUL, in the path or after the question mark: PostgreSQL and file systems take
    none, so that whatever looks it up would fail."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if NUL not in request.path and NUL not in query and "%00" not in query:
            return self.get_response(request)
        language = translation.get_language_from_request(request, check_path=True)
        with translation.override(language):
            said = [_("This page does not exist"), _("It may have moved, or the address may be mistyped.")]
        headers = {"Content-Language": language}
        return HttpResponseBadRequest("\n".join([*said, ""]), "text/plain; charset=utf-8", headers=headers)
