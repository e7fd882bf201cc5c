"""A whole case on one page: what a saved course holds in place of its first scene, to be played without a network.

The script of the page (static/js/case.js) plays it by the rules of `courses.simulations.playing`; what is sent is the
run's UUID and the keys of its decisions, and the server follows them itself.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import SignedInRequest
from core.languages import Shown, fallback_languages, shown
from core.outbox import HEADER, refuse
from courses.actions import ForeignAttemptError, NoTriesLeftError
from courses.models import Exercise, LessonPage, Scene
from courses.prerequisite_lesson import find_gate
from courses.quiz.selection import tries_left
from courses.simulations.forms import SentRunForm
from courses.simulations.playing import Case, UnplayableError, WrongPathError, finish_simulation, read_case
from courses.views.learning import fetch_exercise, own_enrolment
from courses.views.prerequisite import turn_to_gate
from courses.views.simulation import refusal


@login_required
def whole_case(request: SignedInRequest, lesson_pk: int, pk: int) -> HttpResponse:
    """All scenes; posting a run that came to an ending keeps it once, however often it is sent."""
    lesson, exercise = fetch_exercise(lesson_pk, pk, Exercise.objects.filter(kind=Exercise.Kind.SIMULATION))
    enrolment = own_enrolment(request, lesson.course())
    if gate := find_gate(enrolment, lesson):
        return turn_to_gate(request, gate)
    case = read_case(exercise)
    if request.method != "POST":
        left = tries_left(exercise, enrolment)
        return render(request, "courses/case.html", _context(lesson, exercise, case) | {"tries_left": left})
    sent = SentRunForm(request.POST)
    try:
        if not sent.is_valid():
            raise WrongPathError
        uuid, path = sent.cleaned_data["run"], sent.cleaned_data["path"]
        finish_simulation(enrolment=enrolment, exercise=exercise, lesson=lesson, uuid=uuid, path=path)
    except ForeignAttemptError:
        raise Http404 from None
    except (WrongPathError, UnplayableError, NoTriesLeftError) as reason:
        return _refuse(request, lesson, reason)
    return redirect("courses:attempt", uuid=uuid)


def _refuse(request: SignedInRequest, lesson: LessonPage, reason: Exception) -> HttpResponse:
    said = (
        _("The case has changed since it was saved: this way through it no longer exists. Play it again.")
        if isinstance(reason, WrongPathError)
        else refusal(reason)
    )
    if HEADER in request.headers:
        return refuse(409, said)
    messages.info(request, said)
    return redirect(lesson.get_url(request))


def _context(lesson: LessonPage, exercise: Exercise, case: Case) -> dict[str, Any]:
    try:
        scenes, start = list(case.scenes.values()), case.start.number
    except UnplayableError:
        scenes, start = [], 0
    return {
        "lesson": lesson, "exercise": exercise, "scenes": scenes, "start": start,
        "online": reverse("courses:play", args=[lesson.pk, exercise.pk]),
        "fallbacks": fallback_languages(_texts(exercise, scenes)),
    }  # fmt: skip


def _texts(exercise: Exercise, scenes: list[Scene]) -> list[Shown]:
    decisions = [option for scene in scenes for option in scene.options.all()]
    of_decisions = [shown(option, name) for option in decisions for name in ("text", "feedback")]
    of_scenes = [shown(scene, name) for scene in scenes for name in ("heading", "text", "rule", "source")]
    return [shown(exercise, "heading"), shown(exercise, "intro"), *of_scenes, *of_decisions]
