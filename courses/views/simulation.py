"""Playing a case simulation: a page per scene, and the result."""

from typing import cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import SignedInRequest
from core.languages import fallback_languages, shown
from courses.actions import ForeignAttemptError, NoTriesLeftError
from courses.models import Attempt, Enrolment, Exercise, LessonPage
from courses.prerequisite_lesson import find_gate
from courses.quiz.selection import tries_left
from courses.simulations.forms import AddressForm, DecisionForm
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
from courses.simulations.result import Result
from courses.views.learning import fetch_exercise, own_enrolment
from courses.views.prerequisite import turn_to_gate


@login_required
def play(request: SignedInRequest, lesson_pk: int, pk: int) -> HttpResponse:
    """A scene and its decisions; posting one leads to the next scene, the last one to the result.

    The address holds the whole state, so that reloading, going back and changing the language keep the place.
    """
    lesson, exercise = fetch_exercise(lesson_pk, pk, Exercise.objects.filter(kind=Exercise.Kind.SIMULATION))
    enrolment = own_enrolment(request, lesson.course())
    if gate := find_gate(enrolment, lesson):
        return turn_to_gate(request, gate)
    address = AddressForm(request.GET)
    try:
        if kept := _kept(enrolment, exercise, address):
            return redirect("courses:attempt", uuid=kept.uuid)
        if tries_left(exercise, enrolment) == 0:
            raise NoTriesLeftError
        table = Table(lesson, exercise, address, read_case(exercise))
        if request.method != "POST":
            return _scene(request, table, DecisionForm(table.run.scene))
        form = DecisionForm(table.run.scene, request.POST)
        if not form.is_valid():
            return _scene(request, table, form)
        after = table.case.decide(table.run, form.decided())
        if not after.is_over:
            return redirect(table.url(after.places))
        finish_simulation(enrolment=enrolment, exercise=exercise, lesson=lesson, uuid=table.uuid, path=after.keys)
        return redirect("courses:attempt", uuid=table.uuid)
    except ForeignAttemptError:
        raise Http404 from None
    except WrongPathError:
        messages.info(request, _("This place of the case no longer exists. The case starts again."))
        return redirect("courses:play", lesson.pk, exercise.pk)
    except (UnplayableError, NoTriesLeftError) as reason:
        messages.info(request, refusal(reason))
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


def refusal(reason: Exception) -> str:
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
        "form": form,
        "here": table.url(places),
        "before": table.url(places[:-1]) if places else "",
        "again": reverse("courses:play", args=[table.lesson.pk, table.exercise.pk]),
        "fallbacks": fallback_languages(texts),
    }
    return render(request, "courses/simulation.html", context)


def simulation_result(request: SignedInRequest, attempt: Attempt) -> HttpResponse:
    """The result of one's own run: the ending with its rule, the scores, the decisions with their feedback."""
    exercise = cast(Exercise, attempt.exercise)
    result = Result(attempt, played_case(attempt))
    context = {
        "attempt": attempt,
        "result": result,
        "can_play_again": attempt.lesson is not None and tries_left(exercise, attempt.enrolment) != 0,
        "fallbacks": fallback_languages([shown(exercise, "heading"), *result.texts()]),
    }
    return render(request, "courses/simulation_result.html", context)
