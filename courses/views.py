"""Learning: one's own courses, marking a lesson done, answering an exercise, the result."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from courses.actions import finish_lesson, submit_attempt
from courses.answering import AnswerForm, review
from courses.models import Attempt, CoursePage, Enrolment, Exercise, LessonPage
from courses.reading import find_enrolment, read_outline


@login_required
def mine(request: SignedInRequest) -> HttpResponse:
    """My courses, the one to continue first."""
    enrolments = Enrolment.objects.filter(person__user=request.user, course__live=True).select_related("course")
    courses = [enrolment.course for enrolment in enrolments.order_by("-joined_at") if enrolment.course]
    outlines = [read_outline(request, course) for course in courses]
    return render(request, "courses/mine.html", {"outlines": outlines})


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
        made = submit_attempt(
            enrolment=enrolment, exercise=asked, lesson=lesson, uuid=form.cleaned_data["attempt"], chosen=form.chosen()
        )
        return redirect("courses:attempt", uuid=made.uuid)
    return render(request, "courses/exercise.html", {"lesson": lesson, "exercise": asked, "form": form})


@login_required
def attempt(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The result of one's own attempt, question by question, in whatever language it is read."""
    made = get_object_or_404(
        Attempt.objects.select_related("exercise", "lesson", "enrolment__course"),
        uuid=uuid, enrolment__person__user=request.user,
    )  # fmt: skip
    if made.enrolment.completed_at:
        messages.success(request, _("You have completed this course."))
    return render(request, "courses/attempt.html", {"attempt": made, "answers": review(made)})


def _enrolment(request: SignedInRequest, course: CoursePage) -> Enrolment:
    """The reader's enrolment in the course; 404 for those who have not joined."""
    enrolment = find_enrolment(request, course)
    if enrolment is None:
        raise Http404
    return enrolment
