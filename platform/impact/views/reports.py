"""Lists reports of published periods and gives them as files: to the NGO all, to funders those of their projects."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from accounts.requests import SignedInRequest
from accounts.roles import Ability, abilities, requires
from impact.disclosure import FUNDER_K
from impact.models import ProjectReader, Snapshot
from impact.presentation.values import in_words
from impact.publishing import as_file, make_report
from impact.views.parts import tabs
from impact.views.report_list import ReportLine, list_reports


@requires(Ability.SEE_FIGURES, Ability.READ_PROJECTS)
def reports(request: SignedInRequest) -> HttpResponse:
    """Every published period with its reports, of the whole and of each project that the reader may read."""
    newest = Snapshot.objects.select_related("period").order_by("period_id", "-number").distinct("period_id")
    latest = sorted(newest, key=lambda one: (one.period.end, one.period.start), reverse=True)
    lines = [
        ReportLine(one, code, name or _("The whole NGO")) for one in latest for code, name in _readable(request, one)
    ]
    listing = list_reports(request, lines)
    if answer := listing.answer():
        return answer
    own = Ability.SEE_FIGURES in abilities(request.user)
    return render(request, "impact/reports.html", {"tabs": tabs(request), "list": listing, "own": own})


@requires(Ability.SEE_FIGURES, Ability.READ_PROJECTS)
def report(request: SignedInRequest, digest: str, file_format: str) -> HttpResponse:
    """One report as a file. Another project than one's own is not found."""
    project = request.GET.get("project", "")
    found = get_object_or_404(Snapshot.objects.select_related("period"), digest=digest)
    if project not in dict(_readable(request, found)):
        raise Http404
    tenant: Any = request.tenant  # type: ignore[attr-defined]  # django-tenants' middleware
    return as_file(make_report(found, FUNDER_K, tenant.name, project), file_format, tenant)


def _readable(request: SignedInRequest, snapshot: Snapshot) -> list[tuple[str, str]]:
    """Code and name of what the reader may read: the whole is the empty code, and not a funder's."""
    projects = [(code, in_words("project", code)) for code in snapshot.data["projects"]]
    if Ability.SEE_FIGURES in abilities(request.user):
        return [("", ""), *projects]
    own = set(ProjectReader.objects.filter(user=request.user).values_list("project", flat=True))
    return [(code, name) for code, name in projects if code in own]
