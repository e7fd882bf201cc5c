"""Redirects to the lesson that comes first, from wherever something is taken."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.languages import shown
from core.outbox import HEADER, refuse
from courses.models import LessonPage


def redirect_to_prerequisite_lesson(request: HttpRequest, lesson: LessonPage) -> HttpResponse:
    """Nothing is taken before the lesson that comes first is done: go there. A phone keeps what it wanted to send."""
    reason = _("First do the lesson “%(lesson)s”: its rules protect everybody.") % {"lesson": shown(lesson, "heading")}
    if HEADER in request.headers:
        return refuse(409, reason)
    messages.info(request, reason)
    return redirect(lesson.get_url(request))
