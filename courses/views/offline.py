"""Saving a course on the phone, and the page one lands on without a network."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.requests import SignedInRequest
from courses.models import CoursePage
from courses.offline import list_pages
from courses.reading import read_outline
from courses.views.learning import own_enrolment


@login_required
def save(request: SignedInRequest, pk: int) -> HttpResponse:
    """Download a course for reading and answering without a network; its size first."""
    course = get_object_or_404(CoursePage.objects.live(), pk=pk)
    own_enrolment(request, course)
    outline = read_outline(request, course)
    saved, first = list_pages(request, outline), outline.prerequisite_lesson
    context = {"course": course, "saved": saved, "prerequisite_lesson": first}
    return render(request, "offline/save.html", context)


def shell(request: HttpRequest) -> HttpResponse:
    """Without a network: what is saved on this phone, what is still to be sent. It names nobody: it is kept for all."""
    return render(request, "offline/shell.html", {"is_shell": True})
