"""Answering an exercise, and the result."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.requests import SignedInRequest
from core.languages import fallback_languages, shown
from core.pages import reachable
from courses.actions import ForeignAttemptError, NoTriesLeftError, submit_attempt
from courses.certifying import has_certificate
from courses.models import Attempt, Enrolment, Exercise, LessonPage
from courses.prerequisite_lesson import find_prerequisite_lesson
from courses.quiz.answering import AnswerForm, review
from courses.quiz.selection import StaleDrawError, draw, salt_of, sign, tries_left, unsign
from courses.views.learning import fetch_exercise, own_enrolment
from courses.views.prerequisite import redirect_to_prerequisite_lesson
from courses.views.simulation import simulation_result
from courses.withholding import withheld_questions


@login_required
def exercise(request: SignedInRequest, lesson_pk: int, pk: int) -> HttpResponse:
    """The questions of an exercise on one page; posting them makes an attempt."""
    lesson, asked = fetch_exercise(lesson_pk, pk, Exercise.objects.exclude(kind=Exercise.Kind.BANK))
    enrolment = own_enrolment(request, lesson.course())
    if first := find_prerequisite_lesson(enrolment, lesson):
        return redirect_to_prerequisite_lesson(request, first)
    if asked.is_simulation:
        return redirect("courses:play", lesson_pk=lesson.pk, pk=asked.pk)
    if request.method == "POST":
        return _answer(request, lesson, asked, enrolment)
    left = tries_left(asked, enrolment)
    if left == 0:
        return _no_tries_left(request, lesson, asked, enrolment)
    drawn = draw(asked, enrolment)
    form = AnswerForm(asked, drawn, sign(drawn, salt_of(asked, enrolment)))
    return _ask(request, lesson, form, left)


def _answer(request: SignedInRequest, lesson: LessonPage, asked: Exercise, enrolment: Enrolment) -> HttpResponse:
    signed = request.POST.get("asked", "")
    try:
        drawn = unsign(signed, salt_of(asked, enrolment))
    except StaleDrawError:
        return _ask_afresh(request, lesson, asked, enrolment)
    form = AnswerForm(asked, drawn, signed, request.POST)
    if not form.is_valid():
        return _ask(request, lesson, form, tries_left(asked, enrolment))
    try:
        made = submit_attempt(
            enrolment=enrolment, exercise=asked, lesson=lesson, uuid=drawn.attempt,
            given=form.given(), asked=drawn.questions, form=drawn.form,
        )  # fmt: skip
    except ForeignAttemptError:
        raise Http404 from None
    except NoTriesLeftError:
        return _no_tries_left(request, lesson, asked, enrolment)
    return redirect("courses:attempt", uuid=made.uuid)


def _ask_afresh(request: SignedInRequest, lesson: LessonPage, asked: Exercise, enrolment: Enrolment) -> HttpResponse:
    """A new draw with whatever was answered to the questions that are asked again; nothing is kept yet."""
    left = tries_left(asked, enrolment)
    if left == 0:
        return _no_tries_left(request, lesson, asked, enrolment)
    drawn = draw(asked, enrolment)
    data, signed = request.POST.copy(), sign(drawn, salt_of(asked, enrolment))
    data["asked"] = signed
    form = AnswerForm(asked, drawn, signed, data)
    form.add_error(
        None,
        _("The questions of this page are no longer valid, and nothing has been recorded. "
          "Check your answers below and send them again."),
    )  # fmt: skip
    return _ask(request, lesson, form, left)


def _ask(request: SignedInRequest, lesson: LessonPage, form: AnswerForm, left: int | None) -> HttpResponse:
    context = {
        "lesson": lesson, "exercise": form.exercise, "form": form, "fallbacks": form.fallbacks(), "tries_left": left,
    }  # fmt: skip
    return render(request, "courses/exercise.html", context)


def _no_tries_left(request: SignedInRequest, lesson: LessonPage, asked: Exercise, enrolment: Enrolment) -> HttpResponse:
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
    context = {
        "attempt": made,
        "answers": answers,
        "lesson": reachable(LessonPage.objects).filter(pk=made.lesson_id).first(),
        "has_certificate": bool(made.enrolment.completed_at) and has_certificate(made.enrolment),
        "withheld": len(withheld),
        "in_points": made.answers.filter(maximum__gt=1).exists(),
        "tries_left": tries_left(taken, made.enrolment),
        "is_final": taken.kind == Exercise.Kind.FINAL or (course and course.final_exercise_id == taken.pk),
        "fallbacks": fallback_languages(
            [shown(taken, "heading"), *(text for answer in answers for text in answer.texts())]
        ),
    }
    return render(request, "courses/attempt.html", context)
