"""Manages the library for the editors of the hub: publish, withdraw, bring back; what the NGOs offer."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Site

from accounts.requests import SignedInRequest
from courses.models import ModulePage
from courses.packing.bundle import BundleError
from courses.packing.omissions import find_omissions
from network.library.forms import CourseChoiceForm, NoteForm, ReasonForm
from network.library.offers import (
    OfferRefusedError,
    accept_offer,
    bring_back_module,
    decline_offer,
    publish_module,
    withdraw_module,
)
from network.library.reading import newest_versions, offered_to_hub, text_of
from network.library.views.guards import for_hub
from network.library.views.preview import preview_context, send_file
from network.models import LibraryOffer
from tenants.models import Tenant

PAGE = 20


@for_hub
def kept(request: HttpRequest) -> HttpResponse:
    """Everything the hub has published, withdrawn modules too."""
    newest = sorted(newest_versions(), key=lambda offer: offer.offered_at, reverse=True)
    page = Paginator(newest, PAGE).get_page(request.GET.get("p"))
    shown = [(offer, text_of(offer.headings)) for offer in page.object_list]
    return render(request, "network/library/kept.html", {"page": page, "offers": shown})


@for_hub
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a module to the library, with a note of what is new."""
    module = get_object_or_404(ModulePage, pk=pk)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            offer = publish_module(module=module, note=form.cleaned_data["note"])
        except OfferRefusedError as refused:
            form.add_error(None, str(refused))
        else:
            text = _("Version %(version)s is in the library. Every partner NGO can see it.")
            messages.success(request, text % {"version": offer.version})
            return redirect("library:kept")
    context = {"module": module, "form": form, "omissions": find_omissions(module)}
    return render(request, "network/library/give.html", context)


@for_hub
def withdraw(request: HttpRequest, uuid: str) -> HttpResponse:
    """Ask once, then take a module out of the library."""
    offer = get_object_or_404(newest_versions(), uuid=uuid)
    if request.method == "POST":
        return _switch(request, offer, withdraw_module, _("The module is no longer in the library."))
    context = {"offer": offer, "heading": text_of(offer.headings)}
    return render(request, "network/library/withdraw.html", context)


@require_POST
@for_hub
def bring_back(request: HttpRequest, uuid: str) -> HttpResponse:
    """Put a withdrawn module into the library again."""
    offer = get_object_or_404(newest_versions(), uuid=uuid)
    return _switch(request, offer, bring_back_module, _("The module is in the library again."))


def _switch(request: HttpRequest, offer: LibraryOffer, action: Callable[..., None], said: str) -> HttpResponse:
    try:
        action(offer=offer)
    except OfferRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("library:kept")


@for_hub
def offered(request: HttpRequest) -> HttpResponse:
    """What the NGOs offer."""
    names = {tenant.schema_name: tenant.name for tenant in Tenant.objects.all()}
    page = Paginator(offered_to_hub(), PAGE).get_page(request.GET.get("p"))
    shown = [(offer, text_of(offer.headings), names.get(offer.source, "")) for offer in page.object_list]
    return render(request, "network/library/offered.html", {"page": page, "offers": shown})


@for_hub
def offered_module(request: HttpRequest, uuid: str) -> HttpResponse:
    """An offered module to read through, and the answer."""
    offer = get_object_or_404(offered_to_hub(), uuid=uuid)
    return _show_offered(request, offer, CourseChoiceForm(user=request.user), ReasonForm())


def _show_offered(
    request: HttpRequest, offer: LibraryOffer, form: CourseChoiceForm, reason_form: ReasonForm
) -> HttpResponse:
    tenant = Tenant.objects.filter(schema_name=offer.source).first()
    context = preview_context(request, offer) | {"form": form, "reason_form": reason_form, "source": tenant}
    return render(request, "network/library/offered_module.html", context)


@for_hub
def offered_file(request: HttpRequest, uuid: str, name: str) -> HttpResponse:
    """A picture, document or medium of an offered module."""
    return send_file(get_object_or_404(offered_to_hub(), uuid=uuid), name)


@require_POST
@for_hub
def accept(request: SignedInRequest, uuid: str) -> HttpResponse:
    """Take an offered module into a course of the hub, as a draft."""
    offer = get_object_or_404(offered_to_hub(), uuid=uuid)
    form = CourseChoiceForm(request.POST, user=request.user)
    if not form.is_valid():
        return _show_offered(request, offer, form, ReasonForm())
    site = Site.find_for_request(request)
    try:
        module = accept_offer(
            offer=offer, actor=request.user,
            choose=lambda: form.course_for(offer.headings, home=site.root_page, actor=request.user),
        )  # fmt: skip
    except (OfferRefusedError, BundleError) as refused:
        messages.error(request, str(refused))
        return redirect("library:offered")
    messages.success(request, _("The module is here as a draft. Edit and publish it, then publish it to the library."))
    return redirect("wagtailadmin_explore", module.pk)


@require_POST
@for_hub
def decline(request: HttpRequest, uuid: str) -> HttpResponse:
    """Say no to an offered module, with the reason."""
    offer = get_object_or_404(offered_to_hub(), uuid=uuid)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _show_offered(request, offer, CourseChoiceForm(user=request.user), form)
    try:
        decline_offer(offer=offer, reason=form.cleaned_data["reason"])
    except OfferRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The offer is declined; the partner NGO reads your reason."))
    return redirect("library:offered")
