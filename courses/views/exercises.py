"""Answering an exercise, and the result."""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.requests import SignedInRequest
from core.languages import fallback_languages, shown
from core.outbox import HEADER, refuse
from core.pages import reachable
from courses.actions import ForeignAttemptError, NoTriesLeftError, submit_attempt
from courses.certifying import has_certificate
from courses.models import Attempt, Enrolment, Exercise, LessonPage
from courses.moments import TIMED, closed_words, moment_of
from courses.prerequisite_lesson import find_prerequisite_lesson
from courses.quiz.answering import AnswerForm, CheckedForm, Stepper, review
from courses.quiz.answering.stepping import tells_at_once
from courses.quiz.rereading import objectives_to_reread
from courses.quiz.selection import StaleDrawError, draw, salt_of, sign, tries_left, unsign
from courses.reading import read_outline
from courses.views.learning import fetch_exercise, own_enrolment
from courses.views.prerequisite import redirect_to_prerequisite_lesson
from courses.views.simulation import simulation_result
from courses.withholding import withheld_questions


@login_required
def exercise(request: SignedInRequest, lesson_pk: int, pk: int) -> HttpResponse:
    """The questions of an exercise, the first on its screen; posting them makes an attempt."""
    taken = fetch_taken(request, lesson_pk, pk)
    if isinstance(taken, HttpResponse):
        return taken
    if request.method == "POST":  # also of a moment that has passed: what was asked then is answered
        return _answer(request, taken)
    if closed := _closed_now(request, taken):
        return closed
    asked, enrolment = taken.exercise, taken.enrolment
    if tries_left(asked, enrolment) == 0:
        return no_tries_left(request, taken)
    drawn = draw(asked, enrolment)
    form = AnswerForm(asked, drawn, sign(drawn, salt_of(asked, enrolment)))
    withheld = withheld_questions(enrolment) if tells_at_once(asked) else ()
    return ask(request, taken, Stepper(form, withheld=withheld))


@dataclass(frozen=True)
class Taken:
    """Who takes which exercise, from which lesson."""

    lesson: LessonPage
    exercise: Exercise
    enrolment: Enrolment


def fetch_taken(request: SignedInRequest, lesson_pk: int, pk: int) -> Taken | HttpResponse:
    """The exercise with permission, or where the reader has to go first. Raises Http404."""
    lesson, asked = fetch_exercise(lesson_pk, pk, Exercise.objects.exclude(kind=Exercise.Kind.BANK))
    enrolment = own_enrolment(request, lesson.course())
    if first := find_prerequisite_lesson(enrolment, lesson):
        return redirect_to_prerequisite_lesson(request, first)
    if asked.is_simulation:
        return redirect("courses:play", lesson_pk=lesson.pk, pk=asked.pk)
    return Taken(lesson, asked, enrolment)


def _closed_now(request: SignedInRequest, taken: Taken) -> HttpResponse | None:
    """Of a test that belongs to another moment: why it is not asked now, in the lesson."""
    if taken.exercise.kind not in TIMED:
        return None
    moment = moment_of(taken.exercise, taken.lesson, read_outline(request, taken.lesson.course()))
    if moment.is_open:
        return None
    words = closed_words(taken.exercise, moment)
    if HEADER in request.headers:
        return refuse(409, words)  # a phone keeps what was answered
    messages.info(request, words)
    return redirect(taken.lesson.get_url(request))


def _answer(request: SignedInRequest, taken: Taken) -> HttpResponse:
    lesson, asked, enrolment = taken.lesson, taken.exercise, taken.enrolment
    signed = request.POST.get("asked", "")
    try:
        drawn = unsign(signed, salt_of(asked, enrolment))
    except StaleDrawError:
        return ask_afresh(request, taken)
    form = AnswerForm(asked, drawn, signed, request.POST)
    if not form.is_valid():
        checked = CheckedForm(len(drawn.questions), request.POST).numbers()
        stepper = Stepper(form, Stepper(form).first_error, checked, withheld_questions(enrolment))
        return ask(request, taken, stepper)
    try:
        made = submit_attempt(
            enrolment=enrolment, exercise=asked, lesson=lesson, uuid=drawn.attempt,
            given=form.given(), asked=drawn.questions, form=drawn.form,
        )  # fmt: skip
    except ForeignAttemptError:
        raise Http404 from None
    except NoTriesLeftError:
        return no_tries_left(request, taken)
    return redirect("courses:attempt", uuid=made.uuid)


def ask_afresh(request: SignedInRequest, taken: Taken) -> HttpResponse:
    """A new draw with whatever was answered to the questions that are asked again; nothing is kept yet."""
    asked, enrolment = taken.exercise, taken.enrolment
    if closed := _closed_now(request, taken):
        return closed  # nothing is asked anew that is not asked now
    if tries_left(asked, enrolment) == 0:
        return no_tries_left(request, taken)
    drawn = draw(asked, enrolment)
    data, signed = request.POST.copy(), sign(drawn, salt_of(asked, enrolment))
    data["asked"] = signed
    form = AnswerForm(asked, drawn, signed, data)
    form.add_error(
        None,
        _("The questions of this page are no longer valid, and nothing has been recorded. "
          "Check your answers below and send them again."),
    )  # fmt: skip
    return ask(request, taken, Stepper(form, withheld=withheld_questions(enrolment)))


def ask(request: SignedInRequest, taken: Taken, stepper: Stepper) -> HttpResponse:
    """The page with the question that the stepper shows."""
    form = stepper.form
    context = {
        "lesson": taken.lesson, "exercise": taken.exercise, "form": form, "stepper": stepper,
        "fallbacks": fallback_languages([*form.texts(), *stepper.texts()]),
        "tries_left": tries_left(taken.exercise, taken.enrolment),
    }  # fmt: skip
    return render(request, "courses/exercise.html", context)


def no_tries_left(request: SignedInRequest, taken: Taken) -> HttpResponse:
    """Why nothing is asked, and the best result."""
    lesson, asked, enrolment = taken.lesson, taken.exercise, taken.enrolment
    best = enrolment.attempts.filter(exercise=asked).order_by("-passed", "-score", "-pk").first()
    fallbacks = fallback_languages([shown(asked, "heading"), shown(asked, "intro")])
    context = {"lesson": lesson, "exercise": asked, "best": best, "fallbacks": fallbacks, "tries_left": 0}
    return render(request, "courses/exercise.html", context)


@login_required
def attempt(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The result of one's own attempt, question by question, in whatever language it is read."""
    made = get_object_or_404(
        Attempt.objects.select_related("exercise", "lesson", "enrolment__course", "enrolment__person"),
        uuid=uuid, enrolment__person__user=request.user, exercise__isnull=False,
    )  # fmt: skip
    if made.enrolment.completed_at:
        messages.success(request, _("You have completed this course."))
    if cast(Exercise, made.exercise).is_simulation:
        return simulation_result(request, made)
    course, taken = made.enrolment.course, cast(Exercise, made.exercise)
    withheld = withheld_questions(made.enrolment) & set(made.answers.values_list("question", flat=True))
    answers = review(made, withheld=withheld)
    is_final = taken.kind == Exercise.Kind.FINAL or bool(course and course.final_exercise_id == taken.pk)
    again = objectives_to_reread(request, made) if is_final and not made.passed else []
    context = {
        "attempt": made,
        "answers": answers,
        "to_read": again,
        "lesson": reachable(LessonPage.objects).filter(pk=made.lesson_id).first(),
        "has_certificate": bool(made.enrolment.completed_at) and has_certificate(made.enrolment),
        "withheld": len(withheld),
        "in_points": made.answers.filter(maximum__gt=1).exists(),
        "tries_left": tries_left(taken, made.enrolment),
        "is_final": is_final,
        "fallbacks": fallback_languages(
            [
                shown(taken, "heading"),
                *(text for entry in again for text in (entry.heading, entry.objectives)),
                *(text for answer in answers for text in answer.texts()),
            ]
        ),
    }
    return render(request, "courses/attempt.html", context)
