"""Shows a packed module, and its files, before it is unpacked anywhere."""

import mimetypes
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from core.languages import NAMES, ORDER, active, direction
from courses.packing.bundle import BundleError
from network.library.reading import opened, text_of
from network.library.showing import show
from network.library.words import facts_of
from network.models import LibraryOffer

# Shown where they stand; anything else is downloaded.
SHOWN_TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "audio/", "video/")


def preview_context(request: HttpRequest, offer: LibraryOffer) -> dict[str, Any]:
    """The module in the language asked for, with the languages it can be read in."""
    try:
        with opened(offer) as bundle:
            tree = bundle.tree
    except BundleError:
        return {
            "offer": offer,
            "heading": text_of(offer.headings),
            "summary": text_of(offer.summaries),
            "damaged": True,
        }
    languages = [code for code in ORDER if tree.texts["heading"].get(code)] or list(ORDER)
    asked = request.GET.get("language", "")
    language = next((code for code in (asked, active()) if code in languages), languages[0])
    return {
        "offer": offer,
        "heading": text_of(offer.headings),
        "summary": text_of(offer.summaries),
        "facts": facts_of(offer.facts),
        "shown": show(tree, language),
        "language": language,
        "direction": direction(language),
        "languages": [(code, NAMES[code]) for code in languages],
    }


def send_file(offer: LibraryOffer, name: str) -> HttpResponse:
    """A file of a packed module."""
    try:
        with opened(offer) as bundle:
            medium = bundle.media[name]
            content = bundle.read(medium)
    except (BundleError, KeyError):
        raise Http404(_("There is no such file in this module.")) from None
    kind = mimetypes.guess_type(medium.file_name)[0] or "application/octet-stream"
    inline = kind.startswith(SHOWN_TYPES)
    response = HttpResponse(content, content_type=kind if inline else "application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(not inline, medium.file_name) or "inline"
    return response
