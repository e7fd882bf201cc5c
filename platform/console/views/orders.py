"""A new NGO from a form, and how far it is."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from console.actions import give_up, go_on
from console.forms import OrderForm
from console.models import TenantOrder
from core.acting import refusal_as_message
from tenants.models import Tenant

REMEMBERED = ("schema_name", "host", "name_fr", "name_ar", "name_en", "languages", "country", "accent",
              "administrator", "language")  # fmt: skip


@requires(Ability.MANAGE_TENANTS)
def order(request: SignedInRequest) -> HttpResponse:
    """Order an NGO; `?again=` fills the form from an order that stopped."""
    former = TenantOrder.objects.filter(pk=request.GET["again"]).first() if _names_one(request) else None
    initial = {name: getattr(former, name) for name in REMEMBERED} if former else {"languages": ["fr", "ar"]}
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = OrderForm(data, files, initial=initial, actor=request.user)
    if form.is_bound and form.done():
        if former and former.state == TenantOrder.State.FAILED:
            former.delete()
        return redirect("console:progress", form.result.pk)
    return render(request, "console/order.html", {"form": form})


@requires(Ability.MANAGE_TENANTS)
def progress(request: SignedInRequest, pk: int) -> HttpResponse:
    """Which steps are done, what stopped it, and what to do."""
    found = get_object_or_404(TenantOrder, pk=pk)
    steps = [_("The space with its pages"), _("Colour and logo"), _("Invitation of the first administrator")]
    context = {
        "order": found,
        "steps": [(step, number <= found.steps_done) for number, step in enumerate(steps, start=1)],
        "current": 0 if found.state == TenantOrder.State.DONE else found.steps_done + 1,
        "tenant": Tenant.objects.filter(uuid=found.uuid).first(),
        "under_way": found.state in TenantOrder.UNDER_WAY and not found.is_silent,
        "heading": pgettext("heading", "A new NGO"),
    }
    return render(request, "console/progress.html", context)


@require_POST
@requires(Ability.MANAGE_TENANTS)
def resume(request: SignedInRequest, pk: int) -> HttpResponse:
    """Go on where it stopped."""
    with refusal_as_message(request):
        go_on(order=get_object_or_404(TenantOrder, pk=pk))
    return redirect("console:progress", pk)


@require_POST
@requires(Ability.MANAGE_TENANTS)
def forget(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take an order off the list: one that is done, or that nobody wants any more."""
    with refusal_as_message(request):
        give_up(order=get_object_or_404(TenantOrder, pk=pk))
        messages.success(request, _("The order is forgotten. An NGO that was made stays."))
    return redirect("console:tenants")


def _names_one(request: SignedInRequest) -> bool:
    return request.GET.get("again", "").isdecimal() and len(request.GET["again"]) < 10
