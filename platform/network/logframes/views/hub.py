"""A project's logframe on the hub: over its partners, as they have published; funders read those of their projects."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import SignedInRequest
from accounts.roles import Ability, abilities, requires
from network.logframes.alerts import alerts_of
from network.logframes.asked import read_asked
from network.logframes.files import FORMATS, answer
from network.logframes.published import periods_out, publications_of
from network.logframes.reading import approved_frame, frame_under_way
from network.logframes.table import table_of_network
from network.models import Project
from network.projects.reading import readable
from network.projects.views import READS, WRITES

LOOKS_AFTER = {WRITES, Ability.MANAGE_TENANTS}


@requires(*READS)
def logframe(request: SignedInRequest, pk: int) -> HttpResponse:
    """The frame that holds with what is published; what is under way to who writes it."""
    project = _project(request, pk)
    can, frame = abilities(request.user), approved_frame(project)
    context: dict[str, Any] = {
        "project": project, "frame": frame, "trail": trail_of(project), "writes": WRITES in can,
        "under_way": frame_under_way(project) if can & LOOKS_AFTER else None,
        "versions": project.logframes.order_by("-number") if can & LOOKS_AFTER else [],
    }  # fmt: skip
    if frame:
        every = publications_of(project)
        asked = read_asked(request.GET, periods_out(every))
        table = None if asked.wrong else table_of_network(project, frame, every, asked.period)
        context |= {"asked": asked, "table": table, "formats": FORMATS}
        if table and can & LOOKS_AFTER:
            context["alerts"] = alerts_of(table, every)
    return render(request, "network/logframes/logframe.html", context)


@requires(*READS)
def file(request: SignedInRequest, pk: int, file_format: str) -> HttpResponse:
    """The same as a file. Raises Http404 for a format that there is not."""
    project = _project(request, pk)
    frame = approved_frame(project)
    if frame is None:
        messages.error(request, _("No logframe is approved yet: there is nothing to take along."))
        return redirect("network:logframe", pk)
    every = publications_of(project)
    asked = read_asked(request.GET, periods_out(every))
    if asked.wrong:
        messages.error(request, asked.wrong)
        return redirect("network:logframe", pk)
    tenant: Any = request.tenant  # type: ignore[attr-defined]  # django-tenants' middleware
    return answer(table_of_network(project, frame, every, asked.period), file_format, tenant.name)


def _project(request: SignedInRequest, pk: int) -> Project:
    return get_object_or_404(readable(request.user).with_parts(), pk=pk)


def trail_of(project: Project, *, below: bool = False) -> list[dict[str, str]]:
    """Where one is; `below` the logframe itself."""
    items = [
        {"url": reverse("network:projects"), "label": _("Projects")},
        {"url": reverse("network:project", args=[project.pk]), "label": project.code},
    ]
    if below:
        items.append({"url": reverse("network:logframe", args=[project.pk]), "label": _("Logframe")})
    return items
