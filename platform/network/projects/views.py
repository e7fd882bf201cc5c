"""Pages of projects on the hub: coordinators of the network write them, others read those they may."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from accounts.roles import Ability, abilities, requires
from core.acting import refusal_as_message
from core.codes import COUNTRIES
from core.dates import number
from core.lists import Listing, asked_in
from core.tables import Column, DataTable, data_table
from network.models import Project
from network.projects import forms
from network.projects.actions import delete_project, remove_part, remove_partner
from network.projects.listing import ProjectsForm, of_the_hub
from network.projects.reading import readable, unknown_codes

WRITES = Ability.SEE_NETWORK_FIGURES
READS = (WRITES, Ability.MANAGE_TENANTS, Ability.READ_PROJECTS)


@dataclass(frozen=True)
class Part:
    """What a project has several of: where they hang, their form, what to call one. What has no word for a change is
    history."""

    related: str
    form: type[forms.OfProject]
    add: Promise
    change: Promise | None = None


PARTS = {
    "prolongation": Part("prolongations", forms.ProlongationForm, gettext_lazy("Prolong the project")),
    "funder": Part("funders", forms.FunderForm, gettext_lazy("Add a funder"), gettext_lazy("Change the funder")),
    "phase": Part("phases", forms.PhaseForm, gettext_lazy("Add a phase"), gettext_lazy("Change the phase")),
    "cycle": Part("cycles", forms.CycleForm, gettext_lazy("Add a cycle"), gettext_lazy("Change the cycle")),
    "partner": Part("partners", forms.PartnerForm, gettext_lazy("Add a partner"), gettext_lazy("Change the partner")),
}


@requires(*READS)
def projects(request: SignedInRequest) -> HttpResponse:
    """Those the reader may see; for who writes them also where sessions bear codes of none."""
    form = ProjectsForm(asked_in(request))
    listing = Listing(
        request, name="projects", caption=_("Projects"), items=of_the_hub(), form=form, usual="-starts", may_take=True,
        rows=form.projects(readable(request.user)),
    )  # fmt: skip
    if answer := listing.answer():
        return answer
    writes = WRITES in abilities(request.user)
    context = {"list": listing, "writes": writes, "unknown": _table_of_unknown() if writes else None}
    return render(request, "network/projects/list.html", context)


def _table_of_unknown() -> DataTable | None:
    rows = [(use.tenant.name, number(use.sessions), number(use.codes)) for use in unknown_codes()]
    columns = [Column(_("Partner NGO")), Column(_("Sessions"), numeric=True), Column(_("Codes"), numeric=True)]
    return data_table(_("Codes of no project"), columns, rows) if rows else None


@requires(*READS)
def project(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything about one. Another than the reader's is not found."""
    found = get_object_or_404(readable(request.user).with_parts(), pk=pk)
    countries = [COUNTRIES.get(code, code) for code in found.countries]
    context = {"project": found, "countries": countries, "writes": WRITES in abilities(request.user)}
    return render(request, "network/projects/project.html", context | {"trail": _trail()})


@requires(WRITES)
def new(request: SignedInRequest) -> HttpResponse:
    """Set a project up."""
    form = forms.ProjectForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.done():
        messages.success(request, _("The project is set up. Now add its partners: they choose it in their sessions."))
        return redirect("network:project", form.result.pk)
    return _form(request, form, _("New project"), _("Set up"), reverse("network:projects"), _trail())


@requires(WRITES)
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change its facts; the code stays."""
    found = get_object_or_404(Project, pk=pk)
    form = forms.ProjectForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.done():
        messages.success(request, _("Saved."))
        return redirect("network:project", pk)
    return _form(
        request, form, _("Change the project"), _("Save"), reverse("network:project", args=[pk]), _trail(found)
    )


@requires(WRITES)
def delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Asks first; one that sessions belong to stays."""
    found = get_object_or_404(Project, pk=pk)
    if request.method == "POST":
        with refusal_as_message(request):
            delete_project(project=found)
            messages.success(request, _("The project is deleted."))
            return redirect("network:projects")
        return redirect("network:project", pk)
    return render(request, "network/projects/delete.html", {"project": found, "trail": _trail(found)})


@requires(WRITES)
def add_part(request: SignedInRequest, pk: int, part: str) -> HttpResponse:
    """A prolongation, funder, phase, cycle or partner more."""
    found, kind = get_object_or_404(Project, pk=pk), _kind(part)
    return _part(request, found, kind, None, str(kind.add))


@requires(WRITES)
def change_part(request: SignedInRequest, pk: int, part: str, row: int) -> HttpResponse:
    """One of these; a prolongation stays as it was agreed."""
    found, kind = get_object_or_404(Project, pk=pk), _kind(part)
    if kind.change is None:
        raise Http404
    return _part(request, found, kind, get_object_or_404(getattr(found, kind.related), pk=row), str(kind.change))


@requires(WRITES)
@require_POST
def remove(request: SignedInRequest, pk: int, part: str, row: int) -> HttpResponse:
    """Take one away that was entered by mistake."""
    found, kind = get_object_or_404(Project, pk=pk), _kind(part)
    if kind.change is None:
        raise Http404
    one = get_object_or_404(getattr(found, kind.related), pk=row)
    with refusal_as_message(request):
        remove_partner(partner=one) if part == "partner" else remove_part(part=one)
        messages.success(request, _("Taken away."))
    return redirect("network:project", pk)


def _kind(part: str) -> Part:
    if part not in PARTS:
        raise Http404
    return PARTS[part]


def _part(request: SignedInRequest, project: Project, kind: Part, row: Any, heading: str) -> HttpResponse:
    given: tuple[Any, ...] = (request.POST, request.FILES) if request.method == "POST" else ()
    form = kind.form(*given, instance=row, project=project)
    back = reverse("network:project", args=[project.pk])
    if given and form.done():
        messages.success(request, _("Saved."))
        return redirect(back)
    return _form(request, form, heading, _("Save"), back, _trail(project))


def _form(
    request: SignedInRequest, form: Any, heading: str, submit: str, back: str, trail: list[dict[str, str]]
) -> HttpResponse:  # fmt: skip
    context = {"form": form, "heading": heading, "submit": submit, "back": back, "trail": trail}
    return render(request, "network/projects/form.html", context)


def _trail(project: Project | None = None) -> list[dict[str, str]]:
    items = [{"url": reverse("network:projects"), "label": _("Projects")}]
    if project:
        items.append({"url": reverse("network:project", args=[project.pk]), "label": project.code})
    return items
