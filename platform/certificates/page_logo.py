"""The tenant's logo on its pages: the one of its certificates, drawn small once, at an address that never changes."""

import hashlib
import io
from dataclasses import dataclass

from django.core.cache import cache
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_tenants.utils import get_public_schema_name
from PIL import Image

from certificates.models import Letterhead
from core.stamps import touch, touched_at

HIGHEST, WIDEST = 40, 160  # CSS pixels, as the head of a page has room
DENSITY = 2  # of a phone's screen
YEAR, SECONDS = 365 * 24 * 3600, 60
LOGOS, PAGES = "logos", "pages"  # stamps: what processes remember of logos, and of whole pages


@dataclass(frozen=True)
class PageLogo:
    """`digest` names the picture; the size is in CSS pixels."""

    digest: str
    width: int
    height: int

    @property
    def url(self) -> str:
        return reverse("logo", args=[self.digest])


def page_logo() -> PageLogo | None:
    """The logo of the active tenant, remembered for a minute; None where it has none."""
    if connection.schema_name == get_public_schema_name():  # type: ignore[attr-defined]
        return None
    key = f"page-logo:{touched_at(LOGOS)}"
    kept: tuple[PageLogo | None] | None = cache.get(key)  # in a tuple: that there is none is remembered too
    if kept is None:
        picture = _picture()
        kept = (_measure(picture) if picture else None,)
        cache.set(key, kept, SECONDS)
    return kept[0]


def forget_logos() -> None:
    """The logo changed: every process looks anew, and no page is given that was kept with the former one."""
    for name in (LOGOS, PAGES):
        touch(name)


@require_safe
def serve_logo(request: HttpRequest, logo: str) -> HttpResponse:
    """The picture with this digest; a former one leads to the present one."""
    now = page_logo()
    if now is None:
        raise Http404
    if now.digest != logo:
        return HttpResponseRedirect(now.url)
    drawn = cache.get_or_set(f"page-logo-drawn:{logo}", lambda: draw(_picture(), now), YEAR)
    return HttpResponse(drawn, "image/webp", headers={"Cache-Control": f"public, max-age={YEAR}, immutable"})


def draw(picture: bytes, shown: PageLogo) -> bytes:
    """The picture for a screen of twice the pixels, as WebP; never larger than it is."""
    found = _open(picture).convert("RGBA")
    found.thumbnail((shown.width * DENSITY, shown.height * DENSITY))
    written = io.BytesIO()
    found.save(written, "WEBP", lossless=True, quality=80, method=6)
    return written.getvalue()


def _picture() -> bytes:
    logo = Letterhead.objects.order_by("-pk").values_list("logo", flat=True).first()
    return bytes(logo or b"")


def _measure(picture: bytes) -> PageLogo | None:
    try:
        width, height = _open(picture).size
    except OSError:  # none of ours, which are drawn afresh: from a backup that somebody changed
        return None
    scale = min(1, WIDEST / width, HIGHEST / height)
    return PageLogo(
        hashlib.sha256(picture).hexdigest()[:16], max(1, round(width * scale)), max(1, round(height * scale))
    )


def _open(picture: bytes) -> Image.Image:
    """As `certificates.logos` draws them; only the head of the file is read."""
    return Image.open(io.BytesIO(picture), formats=("PNG",))
