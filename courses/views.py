"""Learning: one's own courses, marking a lesson done, answering an exercise, the result; a course's join code."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from core.languages import fallback_languages, shown
from courses.actions import ForeignAttemptError, finish_lesson, open_join_code, submit_attempt
from courses.answering import AnswerForm, review
from courses.models import Attempt, CoursePage, Enrolment, Exercise, LessonPage
from courses.reading import find_enrolment, read_outline, read_own_outlines


@login_required
def mine(request: SignedInRequest) -> HttpResponse:
    """My courses, the one to continue first."""
    return render(request, "courses/mine.html", {"outlines": read_own_outlines(request.user)})


@require_POST
@login_required
def finish(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mark a lesson done and go on to the next."""
    lesson = get_object_or_404(LessonPage.objects.live(), pk=pk)
    course = lesson.course()
    finish_lesson(enrolment=_enrolment(request, course), lesson=lesson)
    outline = read_outline(request, course)
    _before, after = outline.neighbours(lesson)
    following = after or outline.course
    return redirect(following.get_url(request))


@login_required
def exercise(request: SignedInRequest, lesson_pk: int, pk: int) -> HttpResponse:
    """The questions of an exercise on one page; posting them makes an attempt."""
    lesson = get_object_or_404(LessonPage.objects.live(), pk=lesson_pk)
    asked = get_object_or_404(Exercise, pk=pk, live=True)
    if not lesson.lesson_exercises.filter(exercise=asked).exists():
        raise Http404
    enrolment = _enrolment(request, lesson.course())
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
    open_join_code(course=course, active=active)
    messages.success(
        request, render_to_string("courses/_code_switched.html", {"course": course, "active": active}, request)
    )
    return redirect(course.get_url(request))


def _enrolment(request: SignedInRequest, course: CoursePage) -> Enrolment:
    """The reader's enrolment in the course; 404 for those who have not joined."""
    enrolment = find_enrolment(request, course)
    if enrolment is None:
        raise Http404
    return enrolment
