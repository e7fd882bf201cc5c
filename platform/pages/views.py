"""The first steps in the admin: their page, the example brought and removed, the list put away and shown again."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages

from accounts.roles import Ability, requires
from courses.models import CoursePage
from courses.ownership import refuse_unless_own
from courses.sample import add_sample_course, remove_sample_course, sample_course
from pages.first_steps import DISMISSED, SEEN, STYLES, concern, first_steps, marks, own_courses, set_mark


@requires(Ability.WRITE_CONTENT)
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The steps on a page of their own, also when they are done or put away."""
    _only_for_ngos(request)
    remembered = marks(request.user)
    context = {
        "steps": first_steps(request.user, remembered),
        "dismissed": bool(remembered.get(DISMISSED)),
        "styles": STYLES,
        "page_title": _("First steps"),
        "header_icon": "list-ol",
    }
    return TemplateResponse(request, "pages/admin/first_steps.html", context)


@requires(Ability.WRITE_CONTENT)
@require_GET
def example(request: HttpRequest) -> HttpResponse:
    """Lead to the example, and remember that it was looked at."""
    _only_for_ngos(request)
    course = sample_course()
    if course is None:
        return redirect("first_steps:overview")
    set_mark(request.user, SEEN, True)
    return redirect("wagtailadmin_explore", course.pk)


@requires(Ability.WRITE_CONTENT)
@require_POST
def add_example(request: HttpRequest) -> HttpResponse:
    """Bring the example back."""
    _only_for_ngos(request)
    course = add_sample_course(actor=request.user)
    if course is None:
        messages.warning(request, _("The example was published: it is a course of yours now. Copy it to start anew."))
        return redirect("first_steps:overview")
    messages.success(request, _("The example is back, as a draft."))
    return redirect("wagtailadmin_explore", course.pk)


@requires(Ability.WRITE_CONTENT)
@require_http_methods(["GET", "POST"])
def remove_example(request: HttpRequest) -> HttpResponse:
    """Ask once, then remove the example."""
    _only_for_ngos(request)
    course = sample_course()
    if course is None:
        return redirect("first_steps:overview")
    refuse_unless_own(request.user, course)
    if request.method != "POST":
        context = {"page_title": _("Remove the example"), "header_icon": "bin"}
        return TemplateResponse(request, "pages/admin/remove_example.html", context)
    if remove_sample_course(actor=request.user):
        messages.success(request, _("The example is removed. You can bring it back from the first steps."))
    else:
        messages.error(request, _("People have joined the example: it stays, as a draft that nobody is shown."))
    return redirect("wagtailadmin_home")


@requires(Ability.WRITE_CONTENT)
@require_GET
def code(request: HttpRequest) -> HttpResponse:
    """Lead to the page of a published course, where staff see its join code."""
    _only_for_ngos(request)
    own, _has_example = own_courses()
    live = next((course["pk"] for course in own if course["live"]), None)
    return redirect(CoursePage.objects.get(pk=live).url if live else "first_steps:overview")


@requires(Ability.WRITE_CONTENT)
@require_POST
def dismiss(request: HttpRequest) -> HttpResponse:
    """Put the list away, for this user; the message undoes it, and so does the help menu's page."""
    _only_for_ngos(request)
    set_mark(request.user, DISMISSED, True)
    undo = messages.button(reverse("first_steps:overview"), _("Show them again"))
    messages.success(request, _("The first steps are put away."), buttons=[undo])
    return redirect("wagtailadmin_home")


@requires(Ability.WRITE_CONTENT)
@require_POST
def show(request: HttpRequest) -> HttpResponse:
    """Show the list on the home page again."""
    _only_for_ngos(request)
    set_mark(request.user, DISMISSED, False)
    return redirect("wagtailadmin_home")


def _only_for_ngos(request: Any) -> None:
    if not concern(request):
        raise Http404
