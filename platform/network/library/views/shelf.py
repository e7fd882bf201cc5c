"""The library as an NGO's trainers see it: the shelf, a module, adopting it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Site

from accounts.requests import SignedInRequest
from courses.packing.adopting import AlreadyHereError
from courses.packing.bundle import BundleError
from network.library.forms import CourseChoiceForm, SearchForm
from network.library.offers import adopt as adopt_offer
from network.library.reading import entries, find, in_library
from network.library.views.guards import for_ngo
from network.library.views.preview import preview_context, send_file

PAGE = 20


@for_ngo
def shelf(request: HttpRequest) -> HttpResponse:
    """The modules of the library, newest first, with what is here of them."""
    form = SearchForm(request.GET or None)
    found = find(in_library(), **form.asked()) if form.is_bound else list(in_library())
    page = Paginator(found, PAGE).get_page(request.GET.get("p"))
    context = {"form": form, "page": page, "entries": entries(page.object_list), "is_search": form.is_bound}
    return render(request, "network/library/shelf.html", context)


@for_ngo
def module(request: HttpRequest, uuid: str) -> HttpResponse:
    """A module of the library to read through, and the way to adopt it."""
    offer = get_object_or_404(in_library(), uuid=uuid)
    context = preview_context(request, offer) | {
        "entry": entries([offer])[0],
        "form": CourseChoiceForm(user=request.user),
    }
    return render(request, "network/library/module.html", context)


@for_ngo
def module_file(request: HttpRequest, uuid: str, name: str) -> HttpResponse:
    """A picture, document or medium of a module of the library."""
    return send_file(get_object_or_404(in_library(), uuid=uuid), name)


@require_POST
@for_ngo
def adopt(request: SignedInRequest, uuid: str) -> HttpResponse:
    """Copy the module into a course of this NGO, as drafts."""
    offer = get_object_or_404(in_library(), uuid=uuid)
    form = CourseChoiceForm(request.POST, user=request.user)
    if not form.is_valid():
        context = preview_context(request, offer) | {"entry": entries([offer])[0], "form": form}
        return render(request, "network/library/module.html", context)
    site = Site.find_for_request(request)
    try:
        adoption = adopt_offer(
            offer=offer, actor=request.user,
            choose=lambda: form.course_for(offer.headings, home=site.root_page, actor=request.user),
        )  # fmt: skip
    except AlreadyHereError as found:
        edit = reverse("wagtailadmin_pages:edit", args=[found.module.pk])
        messages.warning(
            request, format_html('{} <a href="{}">{}</a>', _("You have this module already."), edit, _("Open it"))
        )
        return redirect("library:module", uuid=uuid)
    except BundleError as error:
        messages.error(request, str(error))
        return redirect("library:module", uuid=uuid)
    messages.success(
        request,
        _("The module is here as a draft, with its lessons, exercises and files. Read it, then publish what you want."),
    )
    return redirect("wagtailadmin_explore", adoption.module.pk)
