"""The network's page on the hub: sums of what may be summed, NGO by NGO, without a name."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.roles import Ability, requires
from core.dates import YEARS, number, year_of
from core.tables import Column, DataTable, data_table
from impact.presentation import NAMES, draw_months, draw_published, professional_attendances
from network.actions import roll_up_network
from network.headline import hidden_parts, hide_small_cells, network_numbers
from network.models import RolledUpFigures, left_scope
from network.remembering import departed
from tenants.models import Tenant

OF_PEOPLE = ("ATT", "HDP", "CMP")


@requires(Ability.SEE_NETWORK_FIGURES)
def figures(request: HttpRequest) -> HttpResponse:
    """A year over the whole network."""
    counted = list(RolledUpFigures.objects.values_list("start__year", flat=True).distinct().order_by("-start__year"))
    year, this_year = _asked_year(request, counted), timezone.localdate().year
    years = sorted({*counted, this_year, this_year - 1}, reverse=True)  # a new year is counted here for the first time
    of_year = {row.scope: row for row in RolledUpFigures.objects.filter(start__year=year)}
    context: dict[str, Any] = {"year": year, "years": years}
    if network := of_year.get(RolledUpFigures.NETWORK):
        by, figures = network.figures["by"], network.figures["indicators"]
        before = RolledUpFigures.objects.filter(scope=RolledUpFigures.NETWORK, start__year=year - 1).first()
        then = before.figures["indicators"] if before else None
        context |= {
            "figures": figures,
            "cards": network_numbers(figures, then, year, professional_attendances(by["category"])),
            "computed_at": network.computed_at,
            "drawings": [
                draw_published("region", hide_small_cells(by["region"]), _("Attendances by region")),
                draw_months(hide_small_cells(by["month"])),
            ],
            "table": _table_of_ngos(of_year),
        }
    return render(request, "network/figures.html", context)


@require_POST
@requires(Ability.SEE_NETWORK_FIGURES)
def refresh(request: HttpRequest, year: int) -> HttpResponse:
    """Count the year anew."""
    if year not in YEARS:
        raise Http404
    told = roll_up_network(years=[year])
    if told.away:
        messages.warning(
            request,
            _("The sums of %(year)s stand as they were counted last: the machine of %(names)s does not answer. Try "
              "again when it does.") % {"year": year, "names": _names_of(told.away)},
        )  # fmt: skip
    elif told.lost:
        messages.warning(
            request,
            _("The figures of %(year)s cannot be counted anew: an organisation has left, and its part in them was not "
              "kept. What was counted last stands.") % {"year": year},
        )  # fmt: skip
    else:
        messages.success(request, _("The figures of %(year)s were counted anew.") % {"year": year})
    return redirect(reverse("network:figures") + f"?year={year}")


def _names_of(schemas: list[str]) -> str:
    return ", ".join(tenant.name for tenant in Tenant.objects.filter(schema_name__in=schemas).order_by("schema_name"))


@requires(Ability.SEE_NETWORK_FIGURES)
def definitions(request: HttpRequest) -> HttpResponse:
    """How each figure is counted, in words."""
    return render(request, "impact/definitions.html", {"definitions": NAMES.values()})


def _asked_year(request: HttpRequest, years: list[int]) -> int:
    return year_of(request.GET.get("year", "")) or (years[0] if years else timezone.localdate().year)


def _table_of_ngos(rolled: dict[str, RolledUpFigures]) -> DataTable:
    """One row per NGO with what may be added, those that have left too, and the network's total."""
    heads = (_("Sessions held"), _("Hours delivered"), _("Attendances"), _("Half-day presences"), _("Completions"))
    codes = ("S_HELD", "H_DEL", "ATT", "HDP", "CMP")
    total = rolled[RolledUpFigures.NETWORK].figures["indicators"]
    here = Tenant.objects.whole().filter(kind=Tenant.Kind.NGO).order_by("name_fr")
    names = {f"tenant:{tenant.schema_name}": tenant.name for tenant in here}
    names |= {left_scope(one.tenant): _("%(name)s (has left)") % {"name": one.name} for one in departed()}
    ngos = [(scope, name, rolled[scope].figures["indicators"]) for scope, name in names.items() if scope in rolled]
    hidden = {
        code: hidden_parts({scope: int(figures[code]["value"]) for scope, _name, figures in ngos}) for code in OF_PEOPLE
    }

    def text(scope: str, code: str, value: Any) -> str:
        return _("not shown") if scope in hidden.get(code, ()) else number(value)

    rows = [(name, *(text(scope, code, figures[code]["value"]) for code in codes)) for scope, name, figures in ngos]
    rows.append((_("The network"), *(number(total[code]["value"]) for code in codes)))
    return data_table("", [Column(_("Partner NGO")), *(Column(head, numeric=True) for head in heads)], rows)
