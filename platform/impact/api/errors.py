"""Answers of the interface to what goes wrong, in words: what it was and what to do."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

from impact.api.auth import NO_TOKEN, RateLimitError


def answer_in_words(api: NinjaAPI, told_without_token: Promise = NO_TOKEN) -> None:
    """No token, parameters that cannot be read, too many questions."""

    @api.exception_handler(AuthenticationError)
    def no_token(request: HttpRequest, error: Any) -> HttpResponse:
        return api.create_response(request, {"detail": str(told_without_token)}, status=401)

    @api.exception_handler(ValidationError)
    def not_readable(request: HttpRequest, error: Any) -> HttpResponse:
        told = " ".join(_sentence(one) for one in error.errors)
        return api.create_response(request, {"detail": told}, status=422)

    @api.exception_handler(RateLimitError)
    def too_often(request: HttpRequest, error: Any) -> HttpResponse:
        told = _("Too many questions in a minute. Ask again in %(seconds)s seconds.") % {"seconds": error.seconds}
        response = api.create_response(request, {"detail": told}, status=429)
        response.headers["Retry-After"] = str(error.seconds)
        return response


def _sentence(error: dict[str, Any]) -> str:
    """One parameter that is missing or cannot be read."""
    name = str(error["loc"][-1])
    if error["type"] == "missing":
        return _("“%(name)s” is missing.") % {"name": name}
    if error["type"].startswith("date"):
        return _("“%(name)s” is not a date. Write it as 2019-12-31.") % {"name": name}
    if error["type"].startswith("int"):
        return _("“%(name)s” is not a whole number.") % {"name": name}
    return _("“%(name)s” cannot be read. The page /api/v1/docs says what it may be.") % {"name": name}
