"""Reporting periods of the NGO: open, submit, publish what was accepted, see what was published and how it drifts."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from core.acting import refusal_as_message
from impact.counting import Period, Selection, count_tenant, supplementary
from impact.disclosure import PUBLIC_K
from impact.disclosure.layout import figures_of
from impact.forms import PeriodForm
from impact.models import SHORT_DIGEST, ReportingPeriod, Snapshot
from impact.presentation import NAMES, FigureQuery, indicator_rows, steps_of
from impact.presentation.numbering import SEPARATOR, name_of_number
from impact.presentation.rows import signed, with_evidence
from impact.publishing import (
    Published,
    find_drift,
    open_period,
    publish_period,
    remove_period,
    submit_period,
    verify_chain,
)
from impact.publishing.reasons import OF_A_FIGURE, causes_in_order
from impact.views.parts import evidence_addresses, tabs
from impact.views.period_list import list_periods


@requires(Ability.SEE_FIGURES)
def periods(request: SignedInRequest) -> HttpResponse:
    """All periods of the NGO, and a form for one more."""
    listing = list_periods(request)
    if listing.is_meant and (answer := listing.answer()):
        return answer
    posted = request.method == "POST" and not listing.is_meant
    form = PeriodForm(request.POST if posted else None)
    if posted and form.is_valid():
        return redirect("impact:period", open_period(**form.cleaned_data).pk)
    return render(request, "impact/periods.html", {"form": form, "list": listing, "tabs": tabs(request)})


@requires(Ability.SEE_FIGURES)
def period(request: SignedInRequest, pk: int) -> HttpResponse:
    """One period: where it stands, its figures now, what was published and what has moved since."""
    found = get_object_or_404(ReportingPeriod, pk=pk)
    snapshots = list(found.snapshots.order_by("-number"))
    newest = snapshots[0] if snapshots else None
    asked = FigureQuery(Period(found.start, found.end), Selection())
    figures = count_tenant(asked.period)["indicators"] | supplementary.measure(asked.period, asked.selection)
    context: dict[str, Any] = {
        "tabs": tabs(request),
        "period": found,
        "steps": steps_of(found),
        "rows": with_evidence(indicator_rows(figures), evidence_addresses(request, asked)),
        "snapshots": snapshots,
        "is_over": found.end < timezone.localdate(),
        "newest": newest,
    }
    if newest:
        drift = find_drift(newest)
        context |= {"drift": drift} | _moves(drift.as_data())
    return render(request, "impact/period.html", context)


@requires(Ability.SEE_FIGURES)
@require_POST
def submit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Tell the network that the records of the period are in."""
    found = get_object_or_404(ReportingPeriod, pk=pk)
    with refusal_as_message(request):
        submit_period(period=found, by=str(request.user))
        messages.success(request, _("Submitted. The network looks at the figures now."))
    return redirect("impact:period", pk)


@requires(Ability.SEE_FIGURES)
@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take away a period that was opened by mistake."""
    with refusal_as_message(request):
        remove_period(period=get_object_or_404(ReportingPeriod, pk=pk))
        messages.success(request, _("The period is removed. Open it again whenever you want."))
        return redirect("impact:periods")
    return redirect("impact:period", pk)


@requires(Ability.SEE_FIGURES)
def publish(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask once, showing what everybody will see; then freeze. A published period is restated with its causes."""
    found = get_object_or_404(ReportingPeriod, pk=pk)
    if request.method == "POST":
        with refusal_as_message(request):
            snapshot = publish_period(period=found, by=str(request.user))
            messages.success(request, _("Published with the mark %(digest)s.") % {"digest": snapshot.short_digest})
        return redirect("impact:period", pk)
    newest = found.snapshots.order_by("-number").first()
    drift = find_drift(newest) if newest else None
    asked = FigureQuery(Period(found.start, found.end), Selection())
    figures = count_tenant(asked.period)["indicators"] | supplementary.measure(asked.period, asked.selection)
    context = {
        "tabs": tabs(request), "period": found, "newest": newest, "rows": indicator_rows(figures),
    } | _moves(drift.as_data() if drift else [])  # fmt: skip
    return render(request, "impact/publish.html", context)


@requires(Ability.SEE_FIGURES)
def snapshot(request: SignedInRequest, digest: str) -> HttpResponse:
    """What was published, as everybody sees it, with its mark and its place in the chain."""
    if len(digest) < SHORT_DIGEST:  # fewer letters may be the beginning of several
        raise Http404
    found = get_object_or_404(Snapshot.objects.select_related("period"), digest__startswith=digest)
    shown = Published(found, PUBLIC_K)
    count, broken = verify_chain()
    context = {
        "tabs": tabs(request),
        "snapshot": found,
        "rows": indicator_rows(shown.indicators),
        "own_rows": indicator_rows(figures_of(found.data)),
        "hides": shown.hides_anything,
        "withholds": shown.withholds,
        "links": count,
        "broken": broken,
    }
    return render(request, "impact/snapshot.html", context | _moves(found.data["causes"]))


def _moves(entries: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Each number that has moved, with the causes apart: `moves` of the figures, `cell_moves` of tables, cycles and
    projects."""
    found: dict[str, list[dict[str, Any]]] = {"moves": [], "cell_moves": []}
    for entry in entries:
        is_figure = entry.keys() <= OF_A_FIGURE
        found["moves" if is_figure else "cell_moves"].append(
            {
                "name": name_of_number(entry),
                "published": entry["from"],
                "live": entry["to"],
                "causes": [(text, signed(by)) for text, by in causes_in_order(entry["causes"])],
            }
        )
    order = {str(named.name): place for place, named in enumerate(NAMES.values())}
    found["moves"].sort(key=lambda move: order[move["name"].split(SEPARATOR)[0]])
    return found
