"""The coordinator's dashboard and its cycles, and the same numbers as a file and as JSON."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from core.dates import YEARS
from core.tables import DataTable
from impact.counting import (
    CountParameters,
    Period,
    Selection,
    count_asked,
    count_before,
    count_tenant,
    measure_cycles,
    parameters_for,
    supplementary,
)
from impact.counting.supplementary import Figures
from impact.forms import SaveViewForm
from impact.models import SavedView, Target
from impact.presentation import NAMES, FigureQuery, compare, indicator_rows
from impact.presentation.crossing import Crossing, cross_table, read_crossing
from impact.presentation.dashboard import (
    Drawing,
    draw_axis,
    draw_over_time,
    draw_regions,
    evidence_of,
    professional_attendances,
)
from impact.presentation.extent import read_extent
from impact.presentation.headline import FIRST, OTHERS, STEPS, big_numbers, progress_of, with_course
from impact.presentation.rows import with_evidence
from impact.presentation.spans import shorter_spans, whole_spans, year_spans
from impact.publishing import live_file, make_live
from impact.views.parts import evidence_addresses, tabs

PEOPLE_AXES = ("sex", "category", "age_band")
MOST_VIEWS = 20


@requires(Ability.SEE_FIGURES)
def dashboard(request: SignedInRequest) -> HttpResponse:
    """A period's figures, filtered, beside those of the period before and the targets."""
    extent = read_extent()
    asked = FigureQuery.read(request.GET, extent.default_year)
    parameters = parameters_for(asked.period, asked.selection)  # whose people are looked up once
    counted = count_asked(parameters, (*PEOPLE_AXES, "region", "month"))
    before, months_before = count_before(parameters_for(asked.before, asked.selection))
    cells = counted["by"]
    figures = counted["indicators"] | supplementary.measure_asked(parameters)
    behind = evidence_addresses(request, asked)
    context: dict[str, Any] = {
        "tabs": tabs(request),
        "asked": asked,
        "year": asked.period.start.year,
        "years": year_spans(asked, extent),
        "shorter": shorter_spans(asked),
        "whole": whole_spans(extent, asked),
        "filters": asked.filters(extent),
        "figures": counted["indicators"],
        "rows": with_evidence(indicator_rows(figures), behind),
        "drawings": _drawings(asked, cells, months_before, bool(behind)),
        "saved": SavedView.objects.filter(user=request.user),
        "form": SaveViewForm(),
        "crossing": read_crossing(request.GET, extent),
        "crossed": _crossed(asked, parameters, read_crossing(request.GET, extent), bool(behind)),
    } | _headlines(asked, figures, before, cells, behind)
    return render(request, "impact/dashboard.html", context)


def _headlines(
    asked: FigureQuery, figures: Figures, before: dict[str, int], cells: dict[str, Any], behind: dict[str, str]
) -> dict[str, Any]:
    """The big numbers; targets are of whole periods, so none shows beside a filter."""
    targets = Target.objects.filter(start=asked.period.start, end=asked.period.end)
    told = (compare(figures, before, asked), {} if asked.selection else progress_of(list(targets), figures), behind)
    by_professionals = professional_attendances(cells["category"])
    first = with_course(big_numbers(FIRST, figures, by_professionals, *told), cells["month"])
    return {
        "first": first,
        "steps": first[: len(STEPS)],
        "others": big_numbers(OTHERS, figures, by_professionals, *told),
        "changes": told[0],
        "targets": told[1],
    }


def _drawings(
    asked: FigureQuery, cells: dict[str, Any], months_before: dict[str, int], may_open: bool
) -> list[Drawing]:
    behind = evidence_of(asked) if may_open else None
    return [
        draw_axis("category", cells["category"], behind),
        draw_over_time(cells["month"], months_before, asked, behind),
        draw_regions(cells["region"], behind),
        *(draw_axis(axis, cells[axis], behind) for axis in PEOPLE_AXES if axis != "category"),
    ]


def _crossed(asked: FigureQuery, parameters: CountParameters, crossing: Crossing, may_open: bool) -> DataTable | None:
    """People reached by two axes, where two were chosen."""
    if not crossing.by:
        return None

    def behind(row: str, column: str) -> str:
        query = asked.with_values(**{crossing.rows: row, crossing.columns: column})
        return f"{reverse('impact:evidence', args=['REACH'])}?{query}"

    cells = count_asked(parameters, crossing.by)["by"][crossing.by]
    return cross_table(crossing, cells, behind if may_open else None)


@requires(Ability.SEE_FIGURES)
@never_cache
def export(request: SignedInRequest, file_format: str) -> HttpResponse:
    """A workbook, or every number on its own line."""
    asked = FigureQuery.read(request.GET, read_extent().default_year)
    tenant: Any = request.tenant  # type: ignore[attr-defined]  # django-tenants' middleware
    return live_file(make_live(asked, tenant.name), file_format)


@requires(Ability.SEE_FIGURES)
@require_POST
def save_view(request: SignedInRequest) -> HttpResponse:
    """Keep the period and filters in sight under a name; the same name again replaces it."""
    asked, form = FigureQuery.read(request.GET, timezone.localdate().year), SaveViewForm(request.POST)
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
def cycles(request: SignedInRequest) -> HttpResponse:
    """How many different people each cycle reached, and of one in parts how many completed them all."""
    asked = FigureQuery.read(request.GET, read_extent().default_year)
    measured = measure_cycles(asked.period)
    rows = [(reach, FigureQuery(asked.period, Selection({"cycle": reach.cycle.code})).query) for reach in measured]
    context = {"tabs": tabs(request), "asked": asked, "cycles": rows, "named": NAMES["CYCLE"]}
    return render(request, "impact/cycles.html", context)


@requires(Ability.SEE_FIGURES)
def figures_json(request: HttpRequest, year: int) -> JsonResponse:
    """The year as `count` prints it."""
    if year not in YEARS:
        raise Http404
    return JsonResponse(count_tenant(Period.year(year)), json_dumps_params={"ensure_ascii": False})


@requires(Ability.SEE_FIGURES, Ability.READ_PROJECTS)
def definitions(request: HttpRequest) -> HttpResponse:
    """How each figure is counted, in words."""
    return render(request, "impact/definitions.html", {"tabs": tabs(request), "definitions": NAMES.values()})
