"""Pauses, as readers meet them (`tenants.maintenance`): nothing that is sent is taken, pages are shown or not."""

import datetime
import re
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from config.failing import RETRY_SECONDS
from config.middleware import TenantRequest
from core.dates import long_date
from tenants.maintenance import announced, in_force, pauses_of
from tenants.models import Pause

SAFE = {"GET", "HEAD", "OPTIONS"}
ALWAYS = "/sign-out/"  # on somebody else's device this cannot wait; no figure hangs on it
LARGEST = 500_000  # bytes of a form that is given back to be sent again
SECRET = re.compile(r"password|(^|_)pin\d?$", re.IGNORECASE)
LONGEST = 3600  # seconds: whoever asks again sooner sees the end sooner


class PauseMiddleware:
    """Answers 503 in the reader's language while the tenant is paused.

    Before something is written the database is asked, before a page is shown what was known with the tenant.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: TenantRequest) -> HttpResponse:
        sent = request.method not in SAFE
        pauses = pauses_of(request.tenant.schema_name) if sent else request.tenant.pauses
        pause = in_force(pauses)
        if pause is None or (pause.reading and not sent) or request.path.endswith(ALWAYS):
            return self.get_response(request)
        return _refused(request, pause, sent=sent)


def _refused(request: HttpRequest, pause: Pause, *, sent: bool) -> HttpResponse:
    language = translation.get_language_from_request(request, check_path=True)
    with translation.override(language):
        said = {"message": pause.message, "ends_at": _time(pause.ends_at) if _is_ahead(pause) else "", "sent": sent,
                "path": request.get_full_path(), "fields": _fields(request) if sent else []}  # fmt: skip
        page = render_to_string("paused.html", said)
    headers = {"Content-Language": language, "Cache-Control": "no-store", "Vary": "Accept-Language, Cookie",
               "Retry-After": str(_seconds_left(pause))}  # fmt: skip
    response = HttpResponse(page, status=HTTPStatus.SERVICE_UNAVAILABLE, headers=headers)
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django's own mark: no line for each page
    return response


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What a member typed, to be sent again as it is, but for files and secrets.

    Its token against forged requests is the one that came with it, and is looked at only then.
    """
    if request.method != "POST" or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return []
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
            return []
        fields = [(name, value) for name, values in request.POST.lists() for value in map(str, values)]
    except (ValueError, SuspiciousOperation, UnreadablePostError):
        return []
    return [] if request.FILES or any(SECRET.search(name) for name, _value in fields) else fields


def _is_ahead(pause: Pause) -> bool:
    return pause.ends_at is not None and pause.ends_at > timezone.now()


def _seconds_left(pause: Pause) -> int:
    if pause.ends_at is None or not _is_ahead(pause):
        return RETRY_SECONDS
    return min(LONGEST, max(RETRY_SECONDS, int((pause.ends_at - timezone.now()).total_seconds())))


def notice(request: TenantRequest, *, is_staff: bool) -> str:
    """What those signed in read on top of each page while nothing is saved, and staff before that; "": nothing."""
    if pause := in_force(request.tenant.pauses):
        said = _("The platform is being upgraded: you can read, nothing can be saved for the moment.")
    elif is_staff and (pause := announced(request.tenant.pauses)):
        said = _announcement(pause)
    else:
        return ""
    return f"{said} {pause.message}".strip()


def _announcement(pause: Pause) -> str:
    times = {"begins": _time(pause.begins_at), "ends": _time(pause.ends_at)}
    if pause.reading:
        if pause.ends_at:
            return _("Nothing can be saved from %(begins)s to %(ends)s; finish before then.") % times
        return _("Nothing can be saved from %(begins)s on, for a while; finish before then.") % times
    if pause.ends_at:
        return _("The platform is closed from %(begins)s to %(ends)s; finish before then.") % times
    return _("The platform is closed from %(begins)s on, for a while; finish before then.") % times


def _time(moment: datetime.datetime | None) -> str:
    """Day and hour where the NGO is; "" for none."""
    return f"{long_date(moment)} {timezone.localtime(moment):%H:%M}" if moment else ""
