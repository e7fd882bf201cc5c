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
from courses.actions import ForeignAttemptError, submit_attempt
from courses.answering import AnswerForm, review
from courses.models import Attempt, Exercise, LessonPage
from courses.views.learning import own_enrolment


@login_required
def exercise(request: SignedInRequest, lesson_pk: int, pk: int) -> HttpResponse:
    """The questions of an exercise on one page; posting them makes an attempt."""
    lesson = get_object_or_404(LessonPage.objects.live(), pk=lesson_pk)
    asked = get_object_or_404(Exercise, pk=pk, live=True)
    if not lesson.lesson_exercises.filter(exercise=asked).exists():
        raise Http404
    enrolment = own_enrolment(request, lesson.course())
    form = AnswerForm(asked, request.POST or None)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["attempt"]
        try:
            submit_attempt(enrolment=enrolment, exercise=asked, lesson=lesson, uuid=key, chosen=form.chosen())
        except ForeignAttemptError:
            raise Http404 from None
        return redirect("courses:attempt", uuid=key)
    return render(
        request,
        "courses/exercise.html",
        {"lesson": lesson, "exercise": asked, "form": form, "fallbacks": form.fallbacks()},
    )


@login_required
def attempt(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The result of one's own attempt, question by question, in whatever language it is read."""
    made = get_object_or_404(
        Attempt.objects.select_related("exercise", "lesson", "enrolment__course"),
        uuid=uuid, enrolment__person__user=request.user, exercise__isnull=False,
    )  # fmt: skip
    if made.enrolment.completed_at:
        messages.success(request, _("You have completed this course."))
    answers, course, taken = review(made), made.enrolment.course, cast(Exercise, made.exercise)
    context = {
        "attempt": made,
        "answers": answers,
        "is_final": taken.kind == Exercise.Kind.FINAL or (course and course.final_exercise_id == taken.pk),
        "fallbacks": fallback_languages(
            [shown(taken, "heading"), *(text for answer in answers for text in answer.texts())]
        ),
    }
    return render(request, "courses/attempt.html", context)
