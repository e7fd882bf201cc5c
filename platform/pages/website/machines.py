"""What programs ask a site for: robots.txt, the map of its pages, whom to tell of a weakness, a drawn picture to share.

All of it is the same for everybody, says nothing of who asked and sets no cookie.
"""

import datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Page

from core.languages import ready_languages
from core.pages import reachable
from pages.website.sharing import draw_card

CLOSED = ("/admin/", "/documents/", "/verify/")
HOUR, DAY = 3600, 24 * 3600
MOST = 5000  # pages in the map: the protocol allows 50,000
SECURITY_DAYS = 90


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What may be read is said page by page (`robots` in the head); here is what need not be asked for at all."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in CLOSED),
        f"Sitemap: {_address(request, '/sitemap.xml')}",
    ]
    return _text("\n".join(lines) + "\n")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Each published page once per language in which it is ready, with its address in the others."""
    response = render(request, "pages/website/sitemap.xml", {"pages": _entries(request)}, "application/xml")
    return _kept(response, HOUR)


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116: whom to tell of a weakness, where the server says so (`SECURITY_CONTACT`)."""
    contact = settings.SECURITY_CONTACT
    if not contact:
        raise Http404
    until = (timezone.now() + datetime.timedelta(days=SECURITY_DAYS)).replace(hour=0, minute=0, second=0, microsecond=0)
    where = contact if contact.startswith("https://") else f"mailto:{contact}"
    lines = [f"Contact: {where}", f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}", "Preferred-Languages: fr, ar, en"]
    return _text("\n".join(lines) + "\n")


@require_safe
def card(request: HttpRequest) -> HttpResponse:
    """The picture shown where an address of the site is shared: the tenant's tiling, no word and no face."""
    tenant: Any = request.tenant  # type: ignore[attr-defined]
    drawn = cache.get_or_set("share-card", lambda: draw_card(tenant.name_fr, tenant.accent), DAY)
    return _kept(HttpResponse(drawn, content_type="image/png"), DAY)


def _entries(request: HttpRequest) -> list[dict[str, Any]]:
    pages = reachable(Page.objects.public().filter(depth__gt=1)).order_by("path").specific()[:MOST]
    entries = []
    for page in pages:
        if not hasattr(page, "headings"):
            continue
        path = page.url_path.removeprefix(_root(page))
        urls = {code: _address(request, f"/{code}/{path}") for code in ready_languages(page)}
        entries += [{"url": url, "others": urls, "changed": page.last_published_at} for url in urls.values()]
    return entries


def _root(page: Any) -> str:
    """`/home/` of `/home/courses/`: the home page stands at the root of the site."""
    return "/" + page.url_path.split("/")[1] + "/"


def _address(request: HttpRequest, path: str) -> str:
    return request.build_absolute_uri(path)


def _text(content: str) -> HttpResponse:
    return _kept(HttpResponse(content, content_type="text/plain; charset=utf-8"), HOUR)


def _kept(response: HttpResponse, seconds: int) -> HttpResponse:
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    return response
