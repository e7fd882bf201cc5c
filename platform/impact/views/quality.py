"""Pages of data quality: gaps in the records with where to mend them, and sampling audits."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from core.dates import long_date, number
from core.lists import Item, Listing
from core.tables import Link
from impact.counting import Period
from impact.drilldown import sheets_of
from impact.forms import DrawForm, RecountForm
from impact.models import Audit, Recount
from impact.presentation import FigureQuery, title_of
from impact.presentation.extent import read_extent
from impact.quality import find_gaps, verification_factor
from impact.views.parts import tabs
from sessions.wording import half_day


@requires(Ability.MANAGE_SESSIONS)
@never_cache
def quality(request: SignedInRequest) -> HttpResponse:
    """Every kind of gap in a period, each with where to mend it."""
    asked = FigureQuery.read(request.GET, read_extent().default_year)
    context = {"tabs": tabs(request), "asked": asked, "gaps": find_gaps(asked)}
    return render(request, "impact/quality.html", context)


@requires(Ability.MANAGE_SESSIONS)
def audits(request: SignedInRequest) -> HttpResponse:
    """The audits so far, and a form to draw another."""
    listing = Listing(
        request, name="audits", caption=_("Sampling audit"), items=_columns(), usual="-drawn", may_take=True,
        rows=Audit.objects.prefetch_related("recounts__counts").order_by("-pk"),
        prepare=lambda found: [(audit, verification_factor(audit)) for audit in found],
    )  # fmt: skip
    if listing.is_meant and (answer := listing.answer()):
        return answer
    posted = request.method == "POST" and not listing.is_meant
    form = DrawForm(request.POST if posted else None, actor=request.user)
    if posted and form.done():
        return redirect("impact:audit", form.result.pk)
    return render(request, "impact/audits.html", {"tabs": tabs(request), "form": form, "list": listing})


def _columns() -> list[Item]:
    """Of (audit, (on the sheets, in the records, factor))."""
    return [
        Item("period", _("Period"), _link, order=("start", "end"), falls=True),
        Item("drawn", _("Drawn on"), lambda row: long_date(row[0].drawn_at), lambda row: localdate(row[0].drawn_at),
             order=("drawn_at",), falls=True),
        Item("sheets", _("On the sheets"), lambda row: number(row[1][0]), lambda row: row[1][0], numeric=True),
        Item("records", _("In the records"), lambda row: number(row[1][1]), lambda row: row[1][1], numeric=True),
        Item("factor", _("Factor"), lambda row: number(row[1][2], 3), lambda row: row[1][2], numeric=True),
    ]  # fmt: skip


def _link(row: tuple[Audit, Any]) -> Link:
    return Link(title_of(Period(row[0].start, row[0].end)), reverse("impact:audit", args=[row[0].pk]))


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


def _pk(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
