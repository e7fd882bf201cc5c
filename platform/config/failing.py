"""Error pages: they say that the database is away, that no room is left, that what was sent makes no sense to
Wagtail's editor, else that the fault is ours."""

import errno
import logging
import sys
import traceback
from http import HTTPStatus

import django.db
from django.core.exceptions import FieldError, ObjectDoesNotExist, ValidationError
from django.core.paginator import InvalidPage
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string
from django.utils import translation
from modelsearch.backends.base import FieldError as SearchError

from config.watching.context import asked
from core.away import is_database_away
from core.storage import SENTENCES, StorageAwayError

logger = logging.getLogger(__name__)
RETRY_SECONDS = 30
NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
# What Wagtail's own views stumble over where an address or a form holds what none of its pages would send.
STUMBLES = (AttributeError, FieldError, InvalidPage, LookupError, ObjectDoesNotExist, SearchError, TypeError,
            ValueError)  # fmt: skip
OURS = {"accounts", "certificates", "config", "core", "courses", "impact", "network", "pages", "people", "sessions",
        "tenants"}  # fmt: skip


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler of 500: the page for the error that is being handled."""
    error = sys.exc_info()[1]
    if is_database_away(error):
        return _answer(request, "away", HTTPStatus.SERVICE_UNAVAILABLE, "The database is away: 503.")
    if isinstance(error, StorageAwayError):
        return _answer(request, "away", HTTPStatus.SERVICE_UNAVAILABLE, "The place of uploads is away: 503.")
    if is_disk_full(error):
        return _answer(request, "full", HTTPStatus.INSUFFICIENT_STORAGE, "No room is left for files: 507.")
    if isinstance(error, ValidationError) and is_refused_file(error):
        why = error.message
        return _answer(request, "refused", HTTPStatus.UNPROCESSABLE_ENTITY, "A file was refused: 422.", why=why)
    if request.path.startswith("/admin/") and is_strange_to_wagtail(error):
        return _answer(request, "odd", HTTPStatus.BAD_REQUEST, "Wagtail did not understand what was sent: 400.", error)
    this = asked.get()
    return HttpResponseServerError(render_to_string("500.html", {"number": this.number if this else ""}))


def is_strange_to_wagtail(error: BaseException | None) -> bool:
    """Whether Wagtail stumbled over input, without a line of ours: of ours each fault is a fault, answered by 500."""
    if not isinstance(error, (*STUMBLES, django.db.DataError)):
        return False
    frames = traceback.walk_tb(error.__traceback__)
    return all(frame.f_globals.get("__name__", "").partition(".")[0] not in OURS for frame, _line in frames)


def is_refused_file(error: ValidationError) -> bool:
    """Whether the storage refused a file that no form of ours had looked at (Wagtail's picture of oneself)."""
    return getattr(error, "code", None) in SENTENCES


def is_disk_full(error: BaseException | None) -> bool:
    """Whether a file could not be written for want of room."""
    return isinstance(error, OSError) and error.errno in NO_ROOM


def _answer(
    request: HttpRequest, template: str, status: HTTPStatus, line: str, error: BaseException | None = None,
    why: object = "",
) -> HttpResponse:  # fmt: skip
    """A plain page in the language of the address, else of the browser; a line in the log, `error` with it."""
    language = translation.get_language_from_request(request, check_path=True)
    with translation.override(language):
        page = render_to_string(f"{template}.html", {"why": why})
    response = HttpResponse(page, status=status, headers={"Content-Language": language, "Cache-Control": "no-store"})
    response.headers["Vary"] = "Accept-Language, Cookie"
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    if not getattr(request, "_failure_logged", False):  # a later layer may stumble over the same
        logger.error(line, exc_info=error)
    request._failure_logged = True  # type: ignore[attr-defined]
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django's own mark: no traceback for each page
    return response
