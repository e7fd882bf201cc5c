"""The code participants join a course with: closed and reopened."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from courses.actions import open_join_code
from courses.models import CoursePage
from courses.ownership import refuse_unless_own


@require_POST
@requires(Ability.WRITE_CONTENT)
def close_code(request: SignedInRequest, pk: int) -> HttpResponse:
    """Nobody joins the course any more; a click undoes it."""
    return _switch_code(request, pk, active=False)


@require_POST
@requires(Ability.WRITE_CONTENT)
def reopen_code(request: SignedInRequest, pk: int) -> HttpResponse:
    """The course's code lets people in again."""
    return _switch_code(request, pk, active=True)


def _switch_code(request: SignedInRequest, pk: int, *, active: bool) -> HttpResponse:
    course = get_object_or_404(CoursePage.objects.live(), pk=pk)
    refuse_unless_own(request.user, course)
    open_join_code(course=course, active=active)
    messages.success(
        request, render_to_string("courses/_code_switched.html", {"course": course, "active": active}, request)
    )
    return redirect(course.get_url(request))
