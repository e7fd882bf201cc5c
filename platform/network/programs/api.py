"""The interface for programs of the hub: projects, and their logframes over all partners as they have published."""

import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Query, Schema
from ninja.errors import HttpError

from impact.api import errors
from impact.api.auth import PER_PAGE, cursor_page
from network.logframes.api import WRONG, Logframe
from network.logframes.asked import read_asked
from network.logframes.files import as_data
from network.logframes.published import periods_out, publications_of
from network.logframes.reading import approved_frame
from network.logframes.table import table_of_network
from network.models import Project
from network.programs.auth import NO_TOKEN, AccountToken, account_of
from network.projects.reading import readable

api = NinjaAPI(
    title="Wasl",
    version="1",
    description="Projects of the network and their logframes, as the partners have published.",
    docs_url=None,
    openapi_url="openapi.json",
    urls_namespace="hub-api-1",
)
errors.answer_in_words(api, NO_TOKEN)


class ProjectShape(Schema):
    """A project that the account of the token may read."""

    code: str
    titles: dict[str, str]
    grant_number: str
    starts: datetime.date
    ends: datetime.date
    funders: list[str]
    partners: list[str]


class ProjectPage(Schema):
    """Projects, and the cursor of the next ones."""

    results: list[ProjectShape]
    next: str | None


@api.get("projects", auth=AccountToken(), response={200: ProjectPage} | WRONG, summary="Projects")
def projects(request: HttpRequest, cursor: str = "", limit: int = PER_PAGE) -> dict[str, Any]:
    """Those that the account of the token may read, in the order they were set up."""
    return cursor_page(readable(account_of(request)).with_parts(), cursor, limit, _project)


@api.get("logframes/{code}", auth=AccountToken(), response={200: Logframe} | WRONG, summary="Logframe")
def logframe(
    request: HttpRequest, code: str, start: str = Query("", alias="from"), end: str = Query("", alias="to")
) -> dict[str, Any]:
    """The approved logframe of a project over all its partners, as they have published; with “from” and “to” as
    published for these dates. Counts of fewer than five people are null; people are never added up over partners."""
    project = readable(account_of(request)).with_parts().filter(code=code).first()
    if project is None:
        raise HttpError(404, _("There is no project of this code that this token may read."))
    frame = approved_frame(project)
    if frame is None:
        raise HttpError(404, _("No logframe of this project is approved yet."))
    every = publications_of(project)
    asked = read_asked(request.GET, periods_out(every))
    if asked.wrong:
        raise HttpError(400, asked.wrong)
    return as_data(table_of_network(project, frame, every, asked.period))


def _project(project: Project) -> dict[str, Any]:
    return {
        "code": project.code, "titles": project.titles, "grant_number": project.grant_number,
        "starts": project.starts, "ends": project.ends_now,
        "funders": [one.name for one in project.funders.all()],
        "partners": [one.name for one in project.partners.all()],
    }  # fmt: skip
