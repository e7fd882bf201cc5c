"""Playing a case simulation: a page per scene, the whole case on one page for a phone without a network, the result.

The script of the whole case (static/js/case.js) plays by the rules of `courses.simulations.playing`; it sends the
run's UUID and the keys of its decisions, and the server follows them itself.
"""

from typing import Any, cast
from urllib.parse import urlencode
from uuid import uuid4

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
from courses.models import Attempt, Enrolment, Exercise, LessonPage, Scene
from courses.prerequisite_lesson import find_prerequisite_lesson
from courses.quiz.selection import lot_of, tries_left
from courses.simulations.forms import AddressForm, DecisionForm, SentRunForm, placed_options
from courses.simulations.playing import (
    Case,
    Run,
    UnplayableError,
    WrongPathError,
    find_attempt,
    finish_simulation,
    played_case,
    read_case,
)
from courses.simulations.result import Result, gauges, story_time, turning_point
from courses.views.learning import fetch_exercise, own_enrolment
from courses.views.prerequisite import redirect_to_prerequisite_lesson


@login_required
def play(request: SignedInRequest, lesson_pk: int, pk: int) -> HttpResponse:
    """A scene and its decisions; posting one leads to the next scene, the last one to the result.

    The address holds the whole state, so that reloading, going back and changing the language keep the place.
    """
    lesson, exercise = fetch_exercise(lesson_pk, pk, Exercise.objects.filter(kind=Exercise.Kind.SIMULATION))
    enrolment = own_enrolment(request, lesson.course())
    if first := find_prerequisite_lesson(enrolment, lesson):
        return redirect_to_prerequisite_lesson(request, first)
    address = AddressForm(request.GET)
    try:
        if kept := _kept(enrolment, exercise, address):
            return redirect("courses:attempt", uuid=kept.uuid)
        if tries_left(exercise, enrolment) == 0:
            raise NoTriesLeftError
        table = Table(lesson, exercise, address, read_case(exercise))
        lot = lot_of(exercise, enrolment)
        if request.method != "POST":
            return _scene(request, table, DecisionForm(table.run.scene, lot))
        form = DecisionForm(table.run.scene, lot, request.POST)
        if not form.is_valid():
            return _scene(request, table, form)
        after = table.case.decide(table.run, form.decided())
        if not after.is_over:
            return redirect(f"{table.url(after.places)}#now")  # where the talk goes on
        finish_simulation(enrolment=enrolment, exercise=exercise, lesson=lesson, uuid=table.uuid, path=after.keys)
        return redirect("courses:attempt", uuid=table.uuid)
    except ForeignAttemptError:
        raise Http404 from None
    except WrongPathError:
        messages.info(request, _("This place of the case no longer exists. The case starts again."))
        return redirect("courses:play", lesson.pk, exercise.pk)
    except (UnplayableError, NoTriesLeftError) as reason:
        messages.info(request, _refusal(reason))
        return redirect(lesson.get_url(request))


class Table:
    """The case on the table: who plays what, and how far the run has come. Raises WrongPathError, UnplayableError."""

    def __init__(self, lesson: LessonPage, exercise: Exercise, address: AddressForm, case: Case) -> None:
        if not address.is_valid():
            raise WrongPathError
        self.lesson, self.exercise, self.case, self.uuid = lesson, exercise, case, address.cleaned_data["run"]
        self.run: Run = case.follow(address.cleaned_data["path"])
        if self.run.is_over:
            raise WrongPathError  # an ending is come to by deciding

    def url(self, places: list[int]) -> str:
        """The address of the run after the decisions at these places."""
        query = {"run": str(self.uuid), "path": ".".join(map(str, places))}
        return f"{reverse('courses:play', args=[self.lesson.pk, self.exercise.pk])}?{urlencode(query)}"


def _kept(enrolment: Enrolment, exercise: Exercise, address: AddressForm) -> Attempt | None:
    """The attempt that this run has already made."""
    if not address.is_valid():
        return None
    return find_attempt(enrolment=enrolment, exercise=exercise, uuid=address.cleaned_data["run"])


def _refusal(reason: Exception) -> str:
    """Why the case cannot be played now."""
    if isinstance(reason, NoTriesLeftError):
        return _("You have used all the tries that this case allows.")
    return _("This case is being revised. Come back to it later.")


def _scene(request: SignedInRequest, table: Table, form: DecisionForm) -> HttpResponse:
    run, places = table.run, table.run.places
    texts = [shown(table.exercise, "heading"), shown(run.scene, "heading"), shown(run.scene, "text"), *form.texts()]
    if run.last:
        texts += [shown(run.last.option, "text"), shown(run.last.option, "feedback")]
    else:
        texts.append(shown(table.exercise, "intro"))
    context = {
        "lesson": table.lesson,
        "exercise": table.exercise,
        "run": run,
        "number": len(run.steps) + 1,
        "before_last": run.steps[:-1],
        "clock": story_time(len(run.steps)),
        "gauges": gauges(run.scores(), table.case.graph.maxima),
        "form": form,
        "here": table.url(places),
        "before": table.url(places[:-1]) if places else "",
        "again": reverse("courses:play", args=[table.lesson.pk, table.exercise.pk]),
        "fallbacks": fallback_languages(texts),
    }
    return render(request, "courses/simulation.html", context)


@login_required
def whole_case(request: SignedInRequest, lesson_pk: int, pk: int) -> HttpResponse:
    """All scenes; posting a run that came to an ending keeps it once, however often it is sent."""
    lesson, exercise = fetch_exercise(lesson_pk, pk, Exercise.objects.filter(kind=Exercise.Kind.SIMULATION))
    enrolment = own_enrolment(request, lesson.course())
    if first := find_prerequisite_lesson(enrolment, lesson):
        return redirect_to_prerequisite_lesson(request, first)
    case = read_case(exercise)
    if request.method != "POST":
        left = tries_left(exercise, enrolment)
        context = _whole_context(lesson, exercise, case, lot_of(exercise, enrolment)) | {"tries_left": left}
        return render(request, "courses/case.html", context)
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
        else _refusal(reason)
    )
    if HEADER in request.headers:
        return refuse(409, said)
    messages.info(request, said)
    return redirect(lesson.get_url(request))


def _whole_context(lesson: LessonPage, exercise: Exercise, case: Case, lot: str) -> dict[str, Any]:
    try:
        scenes, start = list(case.scenes.values()), case.start.number
        full = gauges(case.follow([]).scores(), case.graph.maxima)
    except UnplayableError:
        scenes, start, full = [], 0, []
    return {
        "lesson": lesson, "exercise": exercise, "start": start,
        "clocks": " ".join(story_time(decisions) for decisions in range(len(scenes) + 1)), "gauges": full,
        "scenes": [(scene, placed_options(scene, lot)) for scene in scenes],
        "online": reverse("courses:play", args=[lesson.pk, exercise.pk]),
        "fallbacks": fallback_languages(_texts_of_all(exercise, scenes)),
    }  # fmt: skip


def _texts_of_all(exercise: Exercise, scenes: list[Scene]) -> list[Shown]:
    decisions = [option for scene in scenes for option in scene.options.all()]
    of_decisions = [shown(option, name) for option in decisions for name in ("text", "feedback")]
    of_scenes = [shown(scene, name) for scene in scenes for name in ("heading", "text", "rule", "source")]
    return [shown(exercise, "heading"), shown(exercise, "intro"), *of_scenes, *of_decisions]


def simulation_result(request: SignedInRequest, attempt: Attempt) -> HttpResponse:
    """The result of one's own run: the ending with its rule, the scores, the decisions with their feedback."""
    exercise = cast(Exercise, attempt.exercise)
    result = Result(attempt, played_case(attempt))
    can_play_again = attempt.lesson is not None and tries_left(exercise, attempt.enrolment) != 0
    context = {
        "back_to_turn": _turning_address(attempt, result) if can_play_again else "",
        "attempt": attempt,
        "result": result,
        "can_play_again": can_play_again,
        "fallbacks": fallback_languages([shown(exercise, "heading"), *result.texts()]),
    }
    return render(request, "courses/simulation_result.html", context)


def _turning_address(attempt: Attempt, result: Result) -> str:
    """Where the run may be taken up at its turning point, as a new one; nowhere once the case leads there no more."""
    exercise, place = cast(Exercise, attempt.exercise), turning_point(result.steps)
    if place is None:
        return ""
    try:
        before = read_case(exercise).follow_keys(attempt.path[:place])
    except (WrongPathError, UnplayableError):
        return ""
    query = {"run": str(uuid4()), "path": ".".join(map(str, before.places))}
    return f"{reverse('courses:play', args=[attempt.lesson_id, exercise.pk])}?{urlencode(query)}"
