"""Bringing an adopted module in line with the library, piece by piece."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.requests import SignedInRequest
from courses.models import Adoption
from courses.ownership import refuse_unless_own
from courses.packing.adopting import decide, pending
from courses.packing.bundle import Bundle, BundleError
from courses.packing.comparing import Piece
from courses.packing.reading import read_module
from network.library.differing import fingerprint, rows
from network.library.offers import newest_of
from network.library.reading import opened
from network.library.views.guards import for_ngo
from network.models import LibraryOffer

TAKE, LEAVE = "take", "leave"


@for_ngo
def update(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is new in the library beside what is here; posting writes what is taken into the drafts."""
    adoption = get_object_or_404(Adoption.objects.select_related("module"), module_id=pk)
    refuse_unless_own(request.user, adoption.module)
    offer = newest_of(adoption)
    context: dict[str, Any] = {"adoption": adoption, "offer": offer}
    if offer is None or offer.version <= adoption.version:
        return render(request, "network/library/update.html", context)
    try:
        with opened(offer) as bundle:
            pieces = pending(adoption, bundle)
            if request.method == "POST" or not pieces:
                return _decide(request, adoption, offer, bundle, pieces)
            mine = read_module(adoption.module, draft=True).renamed(bundle.renamed)
            context |= {"rows": rows(pieces, bundle.tree, mine), "seen": fingerprint(pieces)}
    except BundleError as error:
        messages.error(request, str(error))
    return render(request, "network/library/update.html", context)


def _decide(
    request: SignedInRequest, adoption: Adoption, offer: LibraryOffer, bundle: Bundle, pieces: list[Piece]
) -> HttpResponse:
    if pieces and request.POST.get("seen") != fingerprint(pieces):
        messages.warning(request, _("Something has changed since you opened this page. Look through it again."))
        return redirect("library:update", pk=adoption.module_id)
    answers = {piece.id: request.POST.get(piece.id) for piece in pieces}
    rest = decide(
        adoption, bundle, version=offer.version, actor=request.user,
        taken={key for key, answer in answers.items() if answer == TAKE},
        left={key for key, answer in answers.items() if answer == LEAVE},
    )  # fmt: skip
    _tell(request, rest, offer)
    if rest:
        return redirect("library:update", pk=adoption.module_id)
    return redirect("wagtailadmin_explore", adoption.module_id)


def _tell(request: HttpRequest, rest: int, offer: LibraryOffer) -> None:
    if rest:
        text = ngettext(
            "Written to your drafts. %(count)s change is still to be decided on.",
            "Written to your drafts. %(count)s changes are still to be decided on.", rest,
        )  # fmt: skip
        messages.success(request, text % {"count": rest})
    else:
        text = _("Your module is in line with version %(version)s of the library. What you took is in your drafts: "
                 "read it, then publish.")  # fmt: skip
        messages.success(request, text % {"version": offer.version})
