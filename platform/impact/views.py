"""The coordinator's dashboard and the same numbers as JSON."""

from django.db.models import Max
from django.db.models.functions import ExtractYear
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.roles import Ability, requires
from impact.counting import Period, count_tenant
from impact.counting.cells import count_by
from impact.counting.tenant import parameters
from impact.dashboard import draw_months, draw_regions, professional_attendances
from sessions.models import Slot


@requires(Ability.SEE_FIGURES)
def dashboard(request: HttpRequest) -> HttpResponse:
    """A year's figures with region and month."""
    years = _years()
    year = _asked_year(request, years)
    period = Period.year(year)
    counted = count_tenant(period)
    cells = {axis: count_by(axis, period, parameters(period)) for axis in ("region", "month", "category")}
    context = {
        "year": year,
        "years": years,
        "figures": counted["indicators"],
        "professional_attendances": professional_attendances(cells["category"]),
        "drawings": [draw_regions(cells["region"]), draw_months(cells["month"])],
    }
    return render(request, "impact/dashboard.html", context)


@requires(Ability.SEE_FIGURES)
def figures_json(request: HttpRequest, year: int) -> JsonResponse:
    """The year as `count` prints it."""
    return JsonResponse(count_tenant(Period.year(_known_year(year))), json_dumps_params={"ensure_ascii": False})


@requires(Ability.SEE_FIGURES)
def definitions(request: HttpRequest) -> HttpResponse:
    """How each figure is counted, in words."""
    return render(request, "impact/definitions.html")


def _years() -> list[int]:
    """The years that have a half-day, newest first."""
    return list(
        Slot.objects.annotate(year=ExtractYear("date")).values_list("year", flat=True).distinct().order_by("-year")
    )


def _asked_year(request: HttpRequest, years: list[int]) -> int:
    """The year of the address, else that of the newest held session, else this year."""
    if "year" in request.GET:
        asked = request.GET["year"]
        return _known_year(int(asked)) if asked.isdecimal() and len(asked) == 4 else _no_year()
    newest = Slot.objects.filter(session__state="held").aggregate(newest=Max("date"))["newest"]
    return newest.year if newest else (years[0] if years else timezone.localdate().year)


def _known_year(year: int) -> int:
    return year if 1990 <= year <= 2100 else _no_year()


def _no_year() -> int:
    raise Http404
