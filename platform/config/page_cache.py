"""Full-page cache for anonymous requests: the same bytes for a few seconds, found before a tenant is.

Whoever brings a cookie (an account, larger letters), a question or a wish of the browser gets a page of their own. What
an editor changes shows at once on this machine, everything else (another machine, the worker, a session on the front
page) within `PAGE_CACHE_SECONDS`.
"""

import hashlib
from collections.abc import Callable
from http import HTTPStatus
from typing import cast

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse

from config.middleware import TenantRequest
from config.watching.meters import HIT, MISS, meters
from core.kept import PAGES
from core.stamps import touch, touched_at
from tenants.models import Tenant

ALIAS = "pages"
EDITOR = "/admin/"
VIEW = "wagtail_serve"  # the pages that editors write; forms and figures are never kept
WISHES = ("Cookie", "Authorization", "Range", "Save-Data", "If-None-Match", "If-Modified-Since")
KNOWN_TO_VARY = {"cookie", "accept-encoding"}  # both are in the key, or keep a page out

Kept = tuple[list[tuple[str, str]], bytes, Tenant]


class PageCacheMiddleware:
    """Keeps answers of Wagtail's pages by their whole address, host and scheme included: pages name them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not (settings.PAGE_CACHE_SECONDS and is_anybody(request)):
            response = self.get_response(request)
            if request.method == "POST" and request.path.startswith(EDITOR):
                outdate_pages()
            return response
        key, cache = key_of(request), caches[ALIAS]
        kept: Kept | None = cache.get(key)
        if kept is not None:
            headers, content, tenant = kept
            setattr(request, "tenant", tenant)  # noqa: B010  for whoever tells how the request ended
            setattr(request, "kept_route", VIEW)  # noqa: B010
            self._count(HIT)
            return HttpResponse(content, headers=dict(headers))
        response = self.get_response(request)
        if may_be_kept(request, response):
            tenant = cast(TenantRequest, request).tenant
            cache.set(key, (list(response.items()), response.content, tenant), settings.PAGE_CACHE_SECONDS)
            self._count(MISS)
        return response

    def _count(self, result: str) -> None:
        if settings.METRICS_TOKEN:
            meters().pages.labels(result).inc()


def is_anybody(request: HttpRequest) -> bool:
    """Whether the request says nothing but which page, and how it may be compressed."""
    plain = request.method == "GET" and not request.META.get("QUERY_STRING")
    return plain and not any(request.headers.get(wish) for wish in WISHES)


def key_of(request: HttpRequest) -> str:
    """Scheme, host with port, path, compressed or not, and since when pages are as they are."""
    gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    asked = f"{request.scheme}://{request.get_host()}{request.path} {gzip} {touched_at(PAGES)}"
    return hashlib.sha256(asked.encode()).hexdigest()


def outdate_pages() -> None:
    """No page that was kept until now is given any more, by any process of this machine."""
    touch(PAGES)


def may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """A whole page of an editor that is the same for everybody."""
    match = request.resolver_match
    return (
        response.status_code == HTTPStatus.OK
        and match is not None
        and match.view_name == VIEW
        and not response.streaming
        and not response.cookies
        and not response.has_header("Cache-Control")
        and _varies(response) <= KNOWN_TO_VARY
    )


def _varies(response: HttpResponse) -> set[str]:
    return {name.strip().lower() for name in response.headers.get("Vary", "").split(",") if name.strip()}
