"""The web app manifest, with a neutral name, and the service worker of the installable site."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from config.middleware import TenantRequest
from core.languages import active, direction

NAME = "Wasl"  # neutral: it stands under an icon on a phone that others look at
ASSETS = (
    "css/wasl.css",
    "js/quick-exit.js",
    "js/outbox.js",
    "js/saved.js",
    "js/forms.js",
    "js/attendance.js",
    "js/known.js",
    "js/scan.js",
    "img/favicon.svg",
)


ICONS = (  # address, size, purpose (tools/icons.py): not every phone takes SVG, and most cut the corners off
    ("img/favicon.svg", "any", "any"),
    ("img/icon-192.png", "192x192", "any"),
    ("img/icon-512.png", "512x512", "any"),
    ("img/icon-maskable-512.png", "512x512", "maskable"),
)


def _icon(name: str, size: str, purpose: str) -> dict[str, str]:
    kind = "image/svg+xml" if name.endswith(".svg") else "image/png"
    return {"src": static(name), "sizes": size, "type": kind, "purpose": purpose}


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: TenantRequest) -> HttpResponse:
    """The web app manifest in the language of the page that names it, where the tenant offers that, else its first."""
    language = active() if active() in request.tenant.languages else request.tenant.languages[0]
    with override(language):
        home = reverse("accounts:home")
    found = {
        "name": NAME, "short_name": NAME, "lang": language, "dir": direction(language), "id": "/", "scope": "/",
        "start_url": home, "display": "standalone", "background_color": "#faf6ee",
        "theme_color": "#123a3c", "icons": [_icon(*one) for one in ICONS],
    }  # fmt: skip
    return JsonResponse(found, content_type="application/manifest+json")


@require_safe
@cache_control(public=True, no_cache=True)
def service_worker(request: TenantRequest) -> HttpResponse:
    """The worker's script. Its text changes with the files it keeps, which is how a browser finds a new version."""
    shells = {}
    for code in request.tenant.languages:
        with override(code):
            shells[code] = reverse("courses:shell")
    context = {
        "assets": [static(name) for name in ASSETS],
        "shells": shells,
        "name": NAME,
        "icon": static("img/icon-192.png"),
    }
    return render(request, "offline/worker.js", context, content_type="text/javascript")
