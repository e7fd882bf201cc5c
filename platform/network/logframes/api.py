"""Logframes in the interface for programs: the NGO's part of a project, live and as published."""

import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from ninja.errors import HttpError

from impact.api.auth import TokenOf
from impact.api.shapes import Problem
from impact.models import ApiToken
from network.logframes.asked import read_asked
from network.logframes.files import as_data
from network.logframes.live import measure_live
from network.logframes.published import periods_out, publications_here
from network.logframes.reading import approved_frame, indicators_of, partner_of
from network.logframes.table import table_of_partner
from network.models import Project
from tenants.connection import connection

router = Router()
WRONG = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 422: Problem, 429: Problem}


class Logframe(Schema):
    """A project's logframe: `published` names the periods that are out, `results` the chain with its indicators, each
    with what was to be reached (`baseline`, `milestones`, `target`), `live`, `published` and `progress`."""

    project: str
    titles: dict[str, str]
    grant_number: str
    starts: datetime.date
    ends: datetime.date
    version: int
    approved_on: datetime.date
    published: list[dict[str, Any]]
    published_by: list[str]
    not_published_by: list[str]
    results: list[dict[str, Any]]


@router.get("{code}", auth=TokenOf(ApiToken.Scope.FIGURES), response={200: Logframe} | WRONG, summary="Logframe")
def logframe(
    request: HttpRequest, code: str, start: str = Query("", alias="from"), end: str = Query("", alias="to")
) -> dict[str, Any]:
    """This NGO's part of the approved logframe of a project, live and as published; with “from” and “to” as published
    for these dates. Counts of fewer than five people are null in what is published."""
    tenant = connection.tenant
    project = Project.objects.of_tenant(tenant.uuid).with_parts().filter(code=code).first()
    partner = partner_of(project, tenant) if project else None
    frame = approved_frame(project) if project else None
    if project is None or partner is None:
        raise HttpError(404, _("This NGO is partner in no project of this code."))
    if frame is None:
        raise HttpError(404, _("No logframe of this project is approved yet."))
    out = publications_here(project, partner)
    asked = read_asked(request.GET, periods_out([out]))
    if asked.wrong:
        raise HttpError(400, asked.wrong)
    live = measure_live(project, partner, indicators_of(frame))
    return as_data(table_of_partner(project, frame, out, live, {}, asked.period))
