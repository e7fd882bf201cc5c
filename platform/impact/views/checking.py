"""What is missing, what was drawn and recounted, what was set out to reach."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from impact.counting import Period, Selection, count_tenant
from impact.counting.cycles import measure_cycles
from impact.drilldown.audit_trail import sheets_of
from impact.forms import DrawForm, RecountForm, TargetForm
from impact.models import Audit, Recount, Target
from impact.presentation.extent import read_extent
from impact.presentation.headline import share_reached
from impact.presentation.naming import NAMES
from impact.presentation.query import Asked, title_of
from impact.quality.audits import verification_factor
from impact.quality.gaps import find_gaps
from impact.views.parts import tabs
from sessions.wording import half_day


@requires(Ability.MANAGE_SESSIONS)
@never_cache
def quality(request: SignedInRequest) -> HttpResponse:
    """Every kind of gap in a period, each with where to mend it."""
    asked = Asked.read(request.GET, read_extent().default_year)
    context = {"tabs": tabs(request), "asked": asked, "gaps": find_gaps(asked)}
    return render(request, "impact/quality.html", context)


@requires(Ability.SEE_FIGURES)
def cycles(request: SignedInRequest) -> HttpResponse:
    """How many different people each cycle reached, and of one in parts how many completed them all."""
    asked = Asked.read(request.GET, read_extent().default_year)
    measured = measure_cycles(asked.period)
    rows = [(reach, Asked(asked.period, Selection({"cycle": reach.cycle.code})).query) for reach in measured]
    context = {"tabs": tabs(request), "asked": asked, "cycles": rows, "named": NAMES["CYCLE"]}
    return render(request, "impact/cycles.html", context)


@requires(Ability.MANAGE_SESSIONS)
def audits(request: SignedInRequest) -> HttpResponse:
    """The audits so far, and a form to draw another."""
    form = DrawForm(request.POST if request.method == "POST" else None, actor=request.user)
    if request.method == "POST" and form.done():
        return redirect("impact:audit", form.result.pk)
    found = [
        (audit, title_of(Period(audit.start, audit.end)), verification_factor(audit))
        for audit in Audit.objects.prefetch_related("recounts__counts")
    ]
    return render(request, "impact/audits.html", {"tabs": tabs(request), "form": form, "audits": found})


@requires(Ability.MANAGE_SESSIONS)
def audit(request: SignedInRequest, pk: int) -> HttpResponse:
    """The drawn sessions; a number is counted on the sheets of each, and what was counted stays."""
    drawn = Audit.objects.prefetch_related("recounts__session", "recounts__counts__counted_by")
    found = get_object_or_404(drawn, pk=pk)
    wrong: dict[int, RecountForm] = {}
    if request.method == "POST":
        recount = get_object_or_404(Recount, pk=_pk(request.POST.get("recount", "")), audit=found)
        form = RecountForm(request.POST, recount=recount, actor=request.user)
        if form.done():
            return redirect("impact:audit", pk)
        wrong[recount.pk] = form
    sheets, recorded, factor = verification_factor(found)
    recounts = list(found.recounts.all())
    pictures = sheets_of(recount.session_id for recount in recounts)
    context = {
        "tabs": tabs(request),
        "audit": found,
        "title": title_of(Period(found.start, found.end)),
        "rows": [
            (recount, wrong.get(recount.pk), [(half_day(scan.slot), scan) for scan in pictures[recount.session_id]])
            for recount in recounts
        ],
        "sheets": sheets,
        "recorded": recorded,
        "factor": factor,
        "later": verification_factor(found, latest=True)[2]
        if any(len(one.counts.all()) > 1 for one in recounts)
        else None,
    }
    return render(request, "impact/audit.html", context)


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
        rows.append(
            {
                "target": target,
                "name": NAMES[target.indicator].name,
                "period": title_of(Period(target.start, target.end)),
                "value": value,
                "percent": share_reached(target, counted[target.start, target.end]),
            }
        )
    return rows


def _pk(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
