"""Middleware outside all others: a number for each request, and how each ended."""

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from config.watching.context import QUESTIONS, STATIC, Asked, asked
from config.watching.meters import meters

HEADER = "X-Request-ID"
GIVEN = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
UNLOGGED = {*QUESTIONS.values(), STATIC}  # counted, but the log would be full of them

logger = logging.getLogger(__name__)


class RequestMiddleware:
    """Numbers the request, hands the number back, counts and logs how it ended."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.meters = meters() if settings.METRICS_TOKEN else None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        this = Asked(number_of(request), request, time.perf_counter())
        before = asked.set(this)
        setattr(request, "asked", this)  # noqa: B010
        try:
            response = self.get_response(request)
            response.headers[HEADER] = this.number
            self._note(this, response)
        finally:
            asked.reset(before)
        return response

    def _note(self, this: Asked, response: HttpResponseBase) -> None:
        seconds = time.perf_counter() - this.started
        route, status = this.route, response.status_code
        if self.meters:
            self.meters.requests.labels(route, this.kind, this.method, f"{status // 100}xx").inc()
            self.meters.seconds.labels(route, this.kind).observe(seconds)
        if route not in UNLOGGED:
            told = {"method": this.method, "status": status, "seconds": round(seconds, 3)}
            logger.info("request", extra={"told": told})


def number_of(request: HttpRequest) -> str:
    """The one that our proxy gave it, else a new one: what a browser sends is nobody's to choose."""
    given = request.headers.get(HEADER, "") if settings.TRUSTED_PROXIES else ""
    return given.lower().replace("-", "") if GIVEN.fullmatch(given) else secrets.token_hex(16)
