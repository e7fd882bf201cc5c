"""Targets of the NGO: what was set out to reach in a period, and how far it is."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from impact.counting import Period, count_tenant
from impact.forms import TargetForm
from impact.models import Target
from impact.presentation import NAMES, title_of
from impact.presentation.headline import share_reached
from impact.views.parts import tabs


@requires(Ability.SEE_FIGURES)
def targets(request: SignedInRequest) -> HttpResponse:
    """What was set out to reach, how far it is, and a form for one more."""
    form = TargetForm(request.POST if request.method == "POST" else None, instance=Target(set_by=request.user))
    if request.method == "POST" and _is_set(form):
        messages.success(request, _("The target is set."))
        return redirect("impact:targets")
    context = {"tabs": tabs(request), "form": form, "targets": _with_progress()}
    return render(request, "impact/targets.html", context)


@requires(Ability.SEE_FIGURES)
@require_POST
def remove_target(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a target away; it can be set again."""
    get_object_or_404(Target, pk=pk).delete()
    messages.success(request, _("The target is taken away."))
    return redirect("impact:targets")


def _is_set(form: TargetForm) -> bool:
    """Whether it was valid and is kept; a second press at the same moment finds the target there, and says so."""
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            form.save()
    except IntegrityError:
        form.full_clean()
        return False
    return True


def _with_progress() -> list[dict[str, object]]:
    """Each target with the figure as it is: one count per period, not per target."""
    found = list(Target.objects.order_by("-start", "-end", "pk"))
    counted = {
        (one.start, one.end): count_tenant(Period(one.start, one.end))["indicators"]
        for one in {(target.start, target.end): target for target in found}.values()
    }
    rows = []
    for target in found:
        value = counted[target.start, target.end][target.indicator]["value"]
        share = share_reached(target, counted[target.start, target.end])
        rows.append(
            {
                "target": target,
                "name": NAMES[target.indicator].name,
                "period": title_of(Period(target.start, target.end)),
                "value": value,
                "percent": share,
                "bar": min(share or 0, 100),
            }
        )
    return rows
