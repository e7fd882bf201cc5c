"""The coordinator's dashboard and the same numbers as JSON."""

from typing import Any

from django.contrib import messages
from django.db.models import Max
from django.db.models.functions import ExtractYear
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from core.dates import number
from impact.asking import Asked, months, quarters, title_of
from impact.counting import Period, count_tenant
from impact.counting.tenant import measure, parameters
from impact.dashboard import draw_axis, draw_months, draw_regions, professional_attendances
from impact.forms import SaveViewForm
from impact.models import SavedView, Target
from impact.naming import NAMES
from impact.showing import figure_rows
from impact.views.parts import tabs
from sessions.models import Slot

PEOPLE_AXES = ("sex", "age_band", "category")
MOST_VIEWS = 20
# What a comparison shows: the name of the raw count of each figure.
RAW = {"S_HELD": "held", "ATT": "attendances", "REACH": "reached", "TRAINED": "trained"}


@requires(Ability.SEE_FIGURES)
def dashboard(request: SignedInRequest) -> HttpResponse:
    """A period's figures, filtered, beside those of the period before and the targets."""
    years = _years()
    asked = Asked.read(request.GET, _default_year(years))
    counted = count_tenant(asked.period, (*PEOPLE_AXES, "region", "month"), asked.selection)
    figures, cells = counted["indicators"], counted["by"]
    before = measure(asked.before, parameters(asked.before, asked.selection))
    context: dict[str, Any] = {
        "tabs": tabs(request),
        "asked": asked,
        "year": asked.period.start.year,
        "years": years,
        "shorter": [(title_of(span), span) for span in _shorter(asked.period.start.year)],
        "figures": figures,
        "rows": figure_rows(figures),
        "changes": {code: _change(figures[code]["value"], before[raw], asked) for code, raw in RAW.items()},
        "targets": {} if asked.selection else _targets(asked.period, figures),
        "behind": {
            code: f"{reverse('impact:evidence', args=[code])}?{asked.query}" for code in NAMES if code != "GAIN"
        },
        "professional_attendances": professional_attendances(cells["category"]),
        "drawings": [
            draw_regions(cells["region"]), draw_months(cells["month"]),
            *(draw_axis(axis, cells[axis]) for axis in PEOPLE_AXES),
        ],
        "saved": SavedView.objects.filter(user=request.user),
        "form": SaveViewForm(),
    }  # fmt: skip
    return render(request, "impact/dashboard.html", context)


@requires(Ability.SEE_FIGURES)
@require_POST
def save_view(request: SignedInRequest) -> HttpResponse:
    """Keep the period and filters in sight under a name; the same name again replaces it."""
    asked, form = Asked.read(request.GET, timezone.localdate().year), SaveViewForm(request.POST)
    url = f"{reverse('impact:dashboard')}?{asked.query}"
    own = SavedView.objects.filter(user=request.user)
    if not form.is_valid():
        messages.error(request, _("Give the view a name of at most 60 letters."))
    elif own.count() >= MOST_VIEWS and not own.filter(name=form.cleaned_data["name"]).exists():
        messages.error(request, _("You have 20 views. Take one away first."))
    else:
        SavedView.objects.update_or_create(
            user=request.user, name=form.cleaned_data["name"], defaults={"query": asked.query}
        )
        messages.success(request, _("The view is kept."))
    return redirect(url)


@requires(Ability.SEE_FIGURES)
@require_POST
def remove_view(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take one of one's own views away."""
    get_object_or_404(SavedView, pk=pk, user=request.user).delete()
    messages.success(request, _("The view is taken away."))
    return redirect("impact:dashboard")


@requires(Ability.SEE_FIGURES)
def figures_json(request: HttpRequest, year: int) -> JsonResponse:
    """The year as `count` prints it."""
    if not 1990 <= year <= 2100:
        raise Http404
    return JsonResponse(count_tenant(Period.year(year)), json_dumps_params={"ensure_ascii": False})


@requires(Ability.SEE_FIGURES, Ability.READ_PROJECTS)
def definitions(request: HttpRequest) -> HttpResponse:
    """How each figure is counted, in words."""
    return render(request, "impact/definitions.html", {"tabs": tabs(request), "definitions": NAMES.values()})


def _years() -> list[int]:
    """The years that have a half-day, newest first."""
    return list(
        Slot.objects.annotate(year=ExtractYear("date")).values_list("year", flat=True).distinct().order_by("-year")
    )


def _default_year(years: list[int]) -> int:
    """That of the newest held session, else the newest, else this year."""
    newest = Slot.objects.filter(session__state="held").aggregate(newest=Max("date"))["newest"]
    return newest.year if newest else (years[0] if years else timezone.localdate().year)


def _shorter(year: int) -> list[Period]:
    return [*quarters(year), *months(year)]


def _change(now: int, then: int, asked: Asked) -> str:
    """`12 more than in 2018`, in words."""
    if not then:
        return ""
    words = {"count": number(abs(now - then)), "period": title_of(asked.before), "then": number(then)}
    if now > then:
        return _("%(count)s more than in %(period)s (%(then)s)") % words
    if now < then:
        return _("%(count)s fewer than in %(period)s (%(then)s)") % words
    return _("as many as in %(period)s") % words


def _targets(period: Period, figures: dict[str, Any]) -> dict[str, str]:
    found = Target.objects.filter(start=period.start, end=period.end)
    return {
        target.indicator: _("Target %(target)s: %(percent)s %% of it")
        % {
            "target": number(target.value),
            "percent": int(100 * figures[target.indicator]["value"] / target.value),
        }
        for target in found
    }
