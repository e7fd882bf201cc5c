"""Going from question to question of an exercise without a script: each step posts all answers, nothing is kept yet."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from courses.quiz.answering import AnswerForm, CheckedForm, Stepper
from courses.quiz.selection import StaleDrawError, salt_of, tries_left, unsign
from courses.views.exercises import Taken, ask, ask_afresh, fetch_taken, no_tries_left
from courses.withholding import withheld_questions


@login_required
@require_http_methods(["GET", "POST"])
def show_step(request: SignedInRequest, lesson_pk: int, pk: int, number: int) -> HttpResponse:
    """The question of this number, with the answers given so far."""
    taken = fetch_taken(request, lesson_pk, pk)
    return taken if isinstance(taken, HttpResponse) else _step(request, taken, number, checks=False)


@login_required
@require_http_methods(["GET", "POST"])
def check_step(request: SignedInRequest, lesson_pk: int, pk: int, number: int) -> HttpResponse:
    """The same question with what is right and why, where that may be told; an answer left out is asked for."""
    taken = fetch_taken(request, lesson_pk, pk)
    return taken if isinstance(taken, HttpResponse) else _step(request, taken, number, checks=True)


def _step(request: SignedInRequest, taken: Taken, number: int, *, checks: bool) -> HttpResponse:
    if request.method != "POST":  # an address opened again: its answers came with the form
        return redirect("courses:exercise", taken.lesson.pk, taken.exercise.pk)
    if tries_left(taken.exercise, taken.enrolment) == 0:
        return no_tries_left(request, taken)
    signed = request.POST.get("asked", "")
    try:
        drawn = unsign(signed, salt_of(taken.exercise, taken.enrolment))
    except StaleDrawError:
        return ask_afresh(request, taken)
    form: Any = AnswerForm(taken.exercise, drawn, signed, request.POST)
    checked = set(CheckedForm(len(drawn.questions), request.POST).numbers())
    stepper = Stepper(
        form, number, checked | ({number} if checks else set()), withheld_questions(taken.enrolment)
    )  # fmt: skip
    stepper.keep_errors_of(stepper.number if checks else 0)
    return ask(request, taken, stepper)
