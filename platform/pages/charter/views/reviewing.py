"""For staff: the organisations that signed. A name is counted and shown once somebody has read it here."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from pages.charter import actions
from pages.charter.models import Signature
from pages.website.library import paginated

may_write = requires(Ability.WRITE_TO_READERS)


@require_safe
@may_write
def signatures(request: SignedInRequest) -> HttpResponse:
    """Those that wait to be read first, then by name."""
    rows = Signature.objects.signed().select_related("version").order_by("accepted_at", "name_key")
    waiting = rows.filter(accepted_at__isnull=True)
    context = {"waiting": list(waiting), "page": paginated(rows.filter(accepted_at__isnull=False), request)}
    return render(request, "pages/charter/signatures.html", context)


@require_POST
@may_write
def accept(request: SignedInRequest, pk: int) -> HttpResponse:
    """Count it, and show its name where it is wished."""
    actions.accept(signature=get_object_or_404(Signature.objects.signed(), pk=pk))
    return redirect("charter:signatures")


@require_POST
@may_write
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Delete it: it was no organisation, or it asks for it."""
    actions.withdraw(signature=get_object_or_404(Signature.objects.signed(), pk=pk))
    return redirect("charter:signatures")
