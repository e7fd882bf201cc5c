"""Logframes in an NGO that is partner of projects: its own part, live and as published, and numbers that are typed."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache

from accounts.requests import SignedInRequest
from accounts.roles import Ability, abilities, requires
from core.lists import Item, Listing, asked_in
from core.tables import Badge
from impact.models import TypedValue
from impact.presentation import FigureQuery
from impact.views.parts import tabs
from network.logframes.alerts import alerts_of
from network.logframes.asked import Asked, read_asked
from network.logframes.files import FORMATS, answer
from network.logframes.forms import TypedForm
from network.logframes.live import measure_live, selection_of
from network.logframes.published import Publications, periods_out, publications_here
from network.logframes.reading import approved_frame, indicators_of, partner_of, span_of
from network.logframes.table import LogframeTable, table_of_partner
from network.models import FrameIndicator, Logframe, Partner, Project
from network.projects.listing import ProjectsForm, of_projects

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}  # fmt: skip


@requires(Ability.SEE_FIGURES)
def projects(request: SignedInRequest) -> HttpResponse:
    """The projects that the NGO is or was partner of."""
    form = ProjectsForm(asked_in(request))
    mine = Project.objects.filter(pk__in=Project.objects.of_tenant(_tenant(request).uuid).values("pk"))
    listing = Listing(
        request, name="logframes", caption=_("Logframes"), form=form, usual="-starts", may_take=True,
        items=[*of_projects("logframes:logframe"), Item("frame", _("Logframe"), _state_of_frame)],
        rows=form.projects(mine).prefetch_related("logframes"),
    )  # fmt: skip
    if answer := listing.answer():
        return answer
    return render(request, "network/logframes/projects.html", {"list": listing, "tabs": tabs(request)})


def _state_of_frame(project: Project) -> Badge:
    if any(one.state == Logframe.State.APPROVED for one in project.logframes.all()):
        return Badge(pgettext("logframe", "Approved"), "done")
    return Badge(pgettext("logframe", "None yet"))


@requires(Ability.SEE_FIGURES)
@never_cache
def logframe(request: SignedInRequest, pk: int) -> HttpResponse:
    """The NGO's part of a frame."""
    project, partner = _part(request, pk)
    frame = approved_frame(project)
    context: dict[str, Any] = {"project": project, "frame": frame, "partner": partner, "tabs": tabs(request)}
    if frame:
        out = publications_here(project, partner)
        asked = read_asked(request.GET, periods_out([out]))
        table = None if asked.wrong else _table(request, project, frame, out, asked)
        context |= {"asked": asked, "table": table, "formats": FORMATS, "is_own": True}
        if table:
            context["alerts"] = alerts_of(table, [out])
    return render(request, "network/logframes/own.html", context)


@requires(Ability.SEE_FIGURES)
@never_cache
def file(request: SignedInRequest, pk: int, file_format: str) -> HttpResponse:
    """The same as a file."""
    project, partner = _part(request, pk)
    frame = approved_frame(project)
    if frame is None:
        messages.error(request, _("No logframe is approved yet: there is nothing to take along."))
        return redirect("logframes:logframe", pk)
    out = publications_here(project, partner)
    asked = read_asked(request.GET, periods_out([out]))
    if asked.wrong:
        messages.error(request, asked.wrong)
        return redirect("logframes:logframe", pk)
    return answer(_table(request, project, frame, out, asked), file_format, _tenant(request).name)


def _table(
    request: SignedInRequest, project: Project, frame: Logframe, out: Publications, asked: Asked
) -> LogframeTable:  # fmt: skip
    indicators = indicators_of(frame)
    live = measure_live(project, out.partner, indicators)
    return table_of_partner(
        project, frame, out, live, _evidence(request, project, out.partner, indicators), asked.period
    )


def _evidence(
    request: SignedInRequest, project: Project, partner: Partner, indicators: list[FrameIndicator]
) -> dict[str, str]:  # fmt: skip
    """What stands behind each number, for who may see names: the records, or the numbers that were typed."""
    if Ability.MANAGE_SESSIONS not in abilities(request.user) or (span := span_of(project, partner)) is None:
        return {}
    found = {}
    for one in indicators:
        if one.figure:
            query = FigureQuery(span, selection_of(project, one)).query
            found[one.code] = f"{reverse('impact:evidence', args=[one.figure])}?{query}"
        else:
            found[one.code] = reverse("logframes:values", args=[project.pk, one.pk])
    return found


@requires(Ability.SEE_FIGURES)
def values(request: SignedInRequest, pk: int, row: int) -> HttpResponse:
    """Every number that was typed for an indicator, corrected ones too; a form for one more, with its document."""
    project, partner, indicator = _indicator(request, pk, row)
    given: tuple[Any, ...] = (request.POST, request.FILES) if request.method == "POST" else ()
    form = TypedForm(*given, project=project, partner=partner, indicator=indicator, actor=request.user)
    if given and form.done():
        messages.success(request, _("Kept. It is read outside once the period of its day is published."))
        return redirect("logframes:values", pk, row)
    rows = TypedValue.objects.filter(project=project.code, indicator=indicator.code)
    rows = rows.select_related("recorded_by", "voided_by", "voids").order_by("-day", "-pk")
    context = {"project": project, "indicator": indicator, "form": form, "rows": rows, "tabs": tabs(request)}
    return render(request, "network/logframes/values.html", context)


@requires(Ability.SEE_FIGURES)
def correct(request: SignedInRequest, pk: int, row: int, value: uuid.UUID) -> HttpResponse:
    """A new row with the reason; the one before stays to be read."""
    project, partner, indicator = _indicator(request, pk, row)
    wrong = get_object_or_404(TypedValue, uuid=value, project=project.code, indicator=indicator.code)
    given: tuple[Any, ...] = (request.POST, request.FILES) if request.method == "POST" else ()
    form = TypedForm(
        *given, project=project, partner=partner, indicator=indicator, actor=request.user, corrects=wrong,
        initial={"day": wrong.day, "value": wrong.value},
    )  # fmt: skip
    back = reverse("logframes:values", args=[pk, row])
    if given and form.done():
        messages.success(request, _("Corrected. What stood before stays to be read here."))
        return redirect(back)
    context = {"form": form, "heading": _("Correct a number"), "submit": _("Correct"), "back": back}
    trail = [{"url": back, "label": indicator.code}]
    return render(request, "network/projects/form.html", context | {"trail": trail})


@requires(Ability.SEE_FIGURES)
@never_cache
def document(request: SignedInRequest, pk: int, value: uuid.UUID) -> HttpResponse:
    """The document of a number: for the NGO's own staff, nobody else."""
    project, _partner = _part(request, pk)
    found = get_object_or_404(TypedValue, uuid=value, project=project.code)
    if not found.document or not default_storage.exists(found.document):
        raise Http404
    with default_storage.open(found.document) as stored:
        suffix = found.document.rpartition(".")[2]
        response = HttpResponse(stored.read(), content_type=TYPES.get(suffix, "application/octet-stream"))
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Disposition"] = f'attachment; filename="{found.uuid}.{suffix}"'
    return response


def _tenant(request: SignedInRequest) -> Any:
    return request.tenant  # type: ignore[attr-defined]  # django-tenants' middleware


def _part(request: SignedInRequest, pk: int) -> tuple[Project, Partner]:
    """Another's project is not found."""
    tenant = _tenant(request)
    project = get_object_or_404(Project.objects.of_tenant(tenant.uuid).with_parts(), pk=pk)
    partner = partner_of(project, tenant)
    if partner is None:
        raise Http404
    return project, partner


def _indicator(request: SignedInRequest, pk: int, row: int) -> tuple[Project, Partner, FrameIndicator]:
    """One that is typed, of the frame that holds: numbers are taken under an approved frame only."""
    project, partner = _part(request, pk)
    frame = approved_frame(project)
    found = [one for one in indicators_of(frame) if one.pk == row and not one.figure] if frame else []
    if not found:
        raise Http404
    return project, partner, found[0]
