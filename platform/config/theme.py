"""The tenant's colour: legible shades for light and for dark pages.

A page names them, and the script in its head sets them before anything is drawn (static/js/quick-exit.js): one request
less. Browsers without JavaScript fetch them as a style sheet, whose address names the colour: it may be kept for good.
"""

from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core.colours import DARK, HEX, LIGHT, legible

YEAR = 365 * 24 * 3600
SHEET = ":root {{ --tenant-accent: {light}; --tenant-accent-dark: {dark}; }}\n"


@lru_cache(maxsize=1024)
def shades(colour: str) -> dict[str, str]:
    """A colour (`#rrggbb`) as it is legible on light and on dark pages."""
    return {"light": legible(colour, LIGHT), "dark": legible(colour, DARK)}


@require_safe
def theme(request: HttpRequest, accent: str) -> HttpResponse:
    """The sheet of a colour (six hexadecimal digits)."""
    colour = f"#{accent}"
    if not HEX.fullmatch(colour):
        raise Http404
    return HttpResponse(
        SHEET.format(**shades(colour)),
        content_type="text/css",
        headers={"Cache-Control": f"public, max-age={YEAR}, immutable"},
    )
