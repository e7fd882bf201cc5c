"""Periods of the partner NGOs as the network's coordinator sees them: small counts hidden, never a name."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django_tenants.utils import tenant_context

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from core.acting import refusal_as_message
from core.dates import database_now, number
from impact.counting import Period, count_tenant
from impact.disclosure import COUNTS, FUNDER_K, OF_SESSIONS
from impact.forms import PeriodForm
from impact.models import ReportingPeriod, Snapshot
from impact.presentation import IndicatorRow, indicator_rows, steps_of
from impact.publishing import (
    Published,
    Shown,
    accept_period,
    as_file,
    find_drift,
    freeze,
    make_report,
    open_period,
    publish_period,
    return_period,
    submit_period,
    words_of_causes,
)
from network.forms import ReturnForm
from network.models import KeptSnapshot
from network.remembering import departed
from network.views.period_list import list_entries, ngos_at_work
from tenants.models import Tenant

State = ReportingPeriod.State


@requires(Ability.SEE_NETWORK_FIGURES)
def periods(request: SignedInRequest) -> HttpResponse:
    """Every NGO's periods, those that wait for the network first; the network publishes its own."""
    listing = list_entries(request)
    if listing.is_meant and (answer := listing.answer()):
        return answer
    posted = request.method == "POST" and not listing.is_meant
    form = PeriodForm(request.POST if posted else None)
    if posted and form.is_valid():
        try:
            _publish_network(form.cleaned_data, str(request.user))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The network’s figures are published."))
            return redirect("network:publications")
    context = {"list": listing, "form": form, "published": Snapshot.objects.count()}
    return render(request, "network/periods.html", context)


@requires(Ability.SEE_NETWORK_FIGURES)
def report(request: SignedInRequest, digest: str, file_format: str) -> HttpResponse:
    """What the network has published, as a file."""
    found = get_object_or_404(Snapshot.objects.select_related("period"), digest=digest)
    tenant: Any = request.tenant  # type: ignore[attr-defined]  # django-tenants' middleware
    return as_file(make_report(found, FUNDER_K, tenant.name, notes=[_added_up(found)]), file_format, tenant)


def _added_up(snapshot: Snapshot) -> str:
    """Whose figures these are; an NGO that has left is named as it was then."""
    members = snapshot.data["members"]
    names = {f"tenant:{tenant.schema_name}": tenant.name for tenant in ngos_at_work()}
    left, digests = {one.tenant: one.name for one in departed()}, [one["digest"] for one in members]
    kept = KeptSnapshot.objects.filter(digest__in=digests, tenant__in=left).values_list("digest", "tenant")
    by_digest = {digest: left[tenant] for digest, tenant in kept}
    named = sorted(by_digest.get(one["digest"]) or names.get(one["scope"], one["scope"]) for one in members)
    return ngettext(
        "Counted over %(count)s organisation that has published this period: %(names)s.",
        "Counted over %(count)s organisations that have published this period: %(names)s.",
        len(named),
    ) % {"count": number(len(named)), "names": "; ".join(named)}


@requires(Ability.SEE_NETWORK_FIGURES)
def period(request: SignedInRequest, schema: str, pk: int) -> HttpResponse:
    """One NGO's period with its figures, and the two answers."""
    tenant = _ngo(schema)
    with tenant_context(tenant):
        found = get_object_or_404(ReportingPeriod, pk=pk)
        context = _as_submitted(found) if found.snapshots.exists() else {}
        figures = count_tenant(Period(found.start, found.end))["indicators"] if found.state != State.OPEN else {}
    context = {"rows": indicator_rows(_without_small(figures))} | context
    context |= {"ngo": tenant, "period": found, "steps": steps_of(found), "form": ReturnForm()}
    return render(request, "network/period.html", context)


def _as_submitted(period: ReportingPeriod) -> dict[str, Any]:
    """Of a period that was published: what funders are shown, or would be once it is restated. The network kept the
    first publication too."""
    newest = period.snapshots.latest("number")
    if period.state == State.PUBLISHED:
        shown: Shown = Published(newest, FUNDER_K)
        return {"rows": _known(shown), "withholds": shown.withholds}
    shown = Shown(freeze(period, database_now()), FUNDER_K)
    causes = words_of_causes(find_drift(newest).as_data())
    return {"rows": _known(shown), "withholds": shown.withholds, "is_restated": True, "causes": causes}


def _known(shown: Shown) -> list[IndicatorRow]:
    figures = {code: figure for code, figure in shown.indicators.items() if shown.knows(code) and code != "CUM"}
    return indicator_rows(figures)


@requires(Ability.SEE_NETWORK_FIGURES)
@require_POST
def accept(request: SignedInRequest, schema: str, pk: int) -> HttpResponse:
    """The figures may be published by the NGO."""
    with tenant_context(_ngo(schema)):
        found = get_object_or_404(ReportingPeriod, pk=pk)
        with refusal_as_message(request):
            accept_period(period=found, by=str(request.user))
            messages.success(request, _("Accepted. The NGO publishes it."))
    return redirect("network:periods")


@requires(Ability.SEE_NETWORK_FIGURES)
@require_POST
def send_back(request: SignedInRequest, schema: str, pk: int) -> HttpResponse:
    """Back to the NGO with a word of what to look at."""
    form = ReturnForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say in a few words what the NGO should look at."))
        return redirect("network:period", schema, pk)
    with tenant_context(_ngo(schema)):
        found = get_object_or_404(ReportingPeriod, pk=pk)
        with refusal_as_message(request):
            return_period(period=found, note=form.cleaned_data["note"])
            messages.success(request, _("Sent back."))
    return redirect("network:periods")


def _publish_network(days: dict[str, Any], by: str) -> None:
    """The network's own period needs nobody else's word; a published one is restated."""
    found = open_period(start=days["start"], end=days["end"])
    if found.state in (State.OPEN, State.PUBLISHED):
        submit_period(period=found, by=by)
        accept_period(period=found, by=by)
    publish_period(period=found, by=by)


def _ngo(schema: str) -> Tenant:
    found = ngos_at_work().filter(schema_name=schema).first()
    if found is None:
        raise Http404
    return found


def _without_small(figures: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Totals as they are, small counts and what follows from them hidden: no row ever leaves the NGO."""
    small = {code for code in COUNTS if code in figures and 0 < (figures[code]["value"] or 0) < FUNDER_K}
    shown = {
        code: counted
        for code, counted in figures.items()
        if code in (*COUNTS, "PH") or (code in OF_SESSIONS and counted["additive"])
    }
    if small:
        small |= {"PH", "HDP"} & set(shown)
    return {
        code: {part: None if code in small and part != "additive" else value for part, value in counted.items()}
        for code, counted in shown.items()
    }
