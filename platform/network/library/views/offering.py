"""An NGO offers a module of its own to the library."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.models import ModulePage
from courses.ownership import refuse_unless_own
from courses.packing.omissions import find_omissions
from network.library.forms import NoteForm
from network.library.offers import OfferRefusedError, offer_module, withdraw_offer
from network.library.reading import own_offers, text_of
from network.library.views.guards import for_ngo


@for_ngo
def mine(request: HttpRequest) -> HttpResponse:
    """What this NGO has offered, and what became of it."""
    offers = [(offer, text_of(offer.headings)) for offer in own_offers()]
    return render(request, "network/library/own_offers.html", {"offers": offers})


@for_ngo
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a published module, with a word about it."""
    module = get_object_or_404(ModulePage, pk=pk)
    refuse_unless_own(request.user, module)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            offer_module(module=module, note=form.cleaned_data["note"])
        except OfferRefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The module is offered. The network’s editors read it and answer here."))
            return redirect("library:own_offers")
    context = {"module": module, "form": form, "omissions": find_omissions(module), "is_offer": True}
    return render(request, "network/library/give.html", context)


@require_POST
@for_ngo
def withdraw(request: HttpRequest, uuid: str) -> HttpResponse:
    """Take an offer back."""
    try:
        withdraw_offer(offer=get_object_or_404(own_offers(), uuid=uuid))
    except OfferRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The offer is withdrawn."))
    return redirect("library:own_offers")
