"""Targets of the NGO: what was set out to reach in a period, and how far it is."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from core.dates import number
from core.folding import by_label
from core.lists import Item, Listing
from impact.counting import Period, count_tenant
from impact.forms import TargetForm
from impact.models import Target
from impact.presentation import NAMES, title_of
from impact.presentation.headline import share_reached
from impact.views.parts import tabs


@requires(Ability.SEE_FIGURES)
def targets(request: SignedInRequest) -> HttpResponse:
    """What was set out to reach, how far it is, and a form for one more."""
    listing = Listing(
        request, name="targets", caption=_("Targets"), items=_columns(request), usual="-period", may_take=True,
        rows=Target.objects.order_by("-start", "-end", "pk"), prepare=_with_progress,
    )  # fmt: skip
    if listing.is_meant and (answer := listing.answer()):
        return answer
    posted = request.method == "POST" and not listing.is_meant
    form = TargetForm(request.POST if posted else None, instance=Target(set_by=request.user))
    if posted and _is_set(form):
        messages.success(request, _("The target is set."))
        return redirect("impact:targets")
    context = {"tabs": tabs(request), "form": form, "list": listing}
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


def _columns(request: SignedInRequest) -> list[Item]:
    names = [(code, NAMES[code].name) for code in Target.CODES]
    return [
        Item("figure", _("Figure"), lambda one: one["name"], order=by_label("indicator", names)),
        Item("period", _("Period"), lambda one: one["period"], order=("start", "end"), falls=True),
        Item("target", _("Target"), lambda one: number(one["target"].value), lambda one: one["target"].value,
             order=("value",), falls=True, numeric=True),
        Item("reached", _("Reached so far"), lambda one: number(one["value"]), lambda one: one["value"], numeric=True),
        Item("share", _("Share"), lambda one: render_to_string("impact/_share.html", {"row": one}),
             lambda one: one["percent"]),
        Item("act", _("What can be done"), lambda one: _remove_button(request, one), is_written=False),
    ]  # fmt: skip


def _remove_button(request: SignedInRequest, one: dict[str, Any]) -> str:
    return render_to_string("impact/_remove_target.html", {"row": one, "csrf_token": get_token(request)})


def _with_progress(found: list[Target]) -> list[dict[str, Any]]:
    """Each target with the figure as it is: one count per period, not per target."""
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
