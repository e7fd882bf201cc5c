"""Learning: one's own courses, marking a lesson done."""

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from core.pages import reachable
from courses.actions import claim_certificate, finish_lesson
from courses.models import CoursePage, Enrolment, Exercise, LessonPage
from courses.prerequisite_lesson import find_prerequisite_lesson
from courses.reading import find_enrolment, read_outline, read_own_outlines
from courses.views.prerequisite import redirect_to_prerequisite_lesson


@login_required
def mine(request: SignedInRequest) -> HttpResponse:
    """My courses, the one to continue first."""
    return render(request, "courses/mine.html", {"outlines": read_own_outlines(request.user)})


@require_POST
@login_required
def finish(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mark a lesson done and go on to the next, from the last of a module to where its tile stands whole."""
    lesson = get_object_or_404(reachable(LessonPage.objects), pk=pk)
    course = lesson.course()
    enrolment = own_enrolment(request, course)
    if first := find_prerequisite_lesson(enrolment, lesson):
        return redirect_to_prerequisite_lesson(request, first)
    finish_lesson(enrolment=enrolment, lesson=lesson)
    outline = read_outline(request, course)
    if module := outline.module_completed_by(lesson):
        return redirect(f"{module.get_url(request)}#done")
    _before, after = outline.neighbours(lesson)
    following = after or outline.course
    return redirect(following.get_url(request))


def fetch_exercise(lesson_pk: int, pk: int, exercises: QuerySet[Exercise]) -> tuple[LessonPage, Exercise]:
    """A published lesson and one of the `exercises` that stands in it, published too; else 404."""
    lesson = get_object_or_404(reachable(LessonPage.objects), pk=lesson_pk)
    exercise = get_object_or_404(exercises, pk=pk, live=True)
    if not lesson.lesson_exercises.filter(exercise=exercise).exists():
        raise Http404
    return lesson, exercise


def own_enrolment(request: SignedInRequest, course: CoursePage) -> Enrolment:
    """The reader's enrolment in the course; 404 for those who have not joined."""
    enrolment = find_enrolment(request, course)
    if enrolment is None:
        raise Http404
    return enrolment


@require_POST
@login_required
def claim(request: SignedInRequest, pk: int) -> HttpResponse:
    """The certificate of who lacks nothing any more."""
    course = get_object_or_404(CoursePage.objects.live(), pk=pk)
    if claim_certificate(enrolment=own_enrolment(request, course)):
        return redirect("certificates:mine")
    return redirect(f"{course.get_url(request)}#certificate")
