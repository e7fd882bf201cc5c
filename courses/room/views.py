"""For the room: what there is of each module, its slides, and its sheets as pages and as PDF."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from core.languages import Shown, shown
from core.pages import reachable
from courses.models import CoursePage, ModulePage
from courses.room.documents import Document
from courses.room.guides import guide_of
from courses.room.handouts import handout_of
from courses.room.slides import slides_of
from courses.room.tools import names_of_tools, tool_of
from courses.starter.room import room


@requires(Ability.WRITE_CONTENT)
def overview(request: SignedInRequest) -> HttpResponse:
    """The published modules by course, and the pocket tools: four queries whatever their number."""
    modules = list(reachable(ModulePage.objects).order_by("path"))
    courses = {course.path: course for course in CoursePage.objects.live()}
    parts: dict[str, list[tuple[ModulePage, Shown]]] = {}
    for module in modules:
        above = next(path for path in courses if module.path.startswith(path))
        parts.setdefault(above, []).append((module, shown(module, "heading")))
    shelf = [(shown(courses[path], "heading"), rows) for path, rows in parts.items()]
    return render(request, "courses/room/overview.html", {"shelf": shelf, "tools": names_of_tools()})


def _module(pk: int) -> ModulePage:
    return get_object_or_404(reachable(ModulePage.objects), pk=pk)


@requires(Ability.WRITE_CONTENT)
def slides(request: SignedInRequest, pk: int) -> HttpResponse:
    """A module to project: one idea a screen, by keyboard; one under the other without JavaScript."""
    module = _module(pk)
    context = {"module": module, "heading": shown(module, "heading"), "slides": slides_of(module)}
    return render(request, "courses/room/slides.html", context)


@requires(Ability.WRITE_CONTENT)
def guide(request: SignedInRequest, pk: int) -> HttpResponse:
    """What a trainer needs to run the module."""
    return _sheet(request, guide_of(_module(pk)))


def handout(request: HttpRequest, pk: int) -> HttpResponse:
    """Two pages to take along, for everybody who may read the module."""
    return _sheet(request, handout_of(_module(pk)))


def tool(request: HttpRequest, name: str) -> HttpResponse:
    """A pocket tool."""
    if name not in room().tools:
        raise Http404
    return _sheet(request, tool_of(name))


def _sheet(request: HttpRequest, document: Document) -> HttpResponse:
    """The page, or with `?pdf` the file: setting it is work, so for those alone who have an account."""
    if "pdf" not in request.GET:
        return render(request, "courses/room/sheet.html", {"document": document})
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return HttpResponse(document.pdf(), content_type="application/pdf")
