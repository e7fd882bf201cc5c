"""The outline one works in: courses to write, a lesson or an exercise put in, lessons moved."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.roles import Ability, requires
from core.languages import active
from core.writing import lock_place, sent_key
from courses.archiving import courses_left, without_final
from courses.models import Exercise, LessonPage, ModulePage, SavedBlock
from courses.writing.inserting import put_exercise_in
from courses.writing.outline import outline_of, own_courses, placeholder

KINDS = [Exercise.Kind.PRACTICE, Exercise.Kind.PRE, Exercise.Kind.POST, Exercise.Kind.FINAL, Exercise.Kind.REFRESHER,
         Exercise.Kind.SIMULATION]  # fmt: skip


@requires(Ability.WRITE_CONTENT)
def overview(request: HttpRequest) -> HttpResponse:
    """The courses one writes in, with their modules and lessons."""
    courses = [(course, outline_of(course)) for course in own_courses(request.user)]
    return render(
        request, "courses/admin/writing_overview.html", {"courses": courses, "saved_blocks": SavedBlock.objects.all()}
    )


@requires(Ability.WRITE_CONTENT)
@require_POST
def add_lesson(request: HttpRequest, pk: int) -> HttpResponse:
    """A new lesson at the end of a module, as a draft; the screen opens with it."""
    module = get_object_or_404(ModulePage, pk=pk)
    if not module.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    key = sent_key(request) or uuid.uuid4()
    with transaction.atomic():
        lock_place(module)
        lesson = LessonPage.objects.child_of(module).filter(translation_key=key).first()
        if lesson is None:
            named = {f"heading_{active()}": placeholder()}
            lesson = LessonPage(live=False, owner=request.user, translation_key=key, **named)
            module.add_child(instance=lesson)
            lesson.save_revision(user=request.user, log_action="wagtail.create")
    return redirect("courses_writing:lesson", lesson.pk)


@requires(Ability.WRITE_CONTENT)
@require_POST
def add_exercise(request: HttpRequest, pk: int) -> HttpResponse:
    """A new exercise of the kind that was asked for, at the end of a lesson, as a draft; its form opens."""
    lesson = changeable(request, pk)
    kind = request.POST.get("kind", "")
    if kind not in KINDS:
        raise Http404
    key = sent_key(request) or uuid.uuid4()
    with transaction.atomic():
        lock_place(lesson)
        exercise = Exercise.objects.filter(key=key).first()
        if exercise is None:
            exercise = put_exercise_in(lesson=changeable(request, pk), kind=kind, actor=request.user, key=key)
    return redirect(edit_address(exercise))


@requires(Ability.WRITE_CONTENT)
@require_POST
def move(request: HttpRequest, pk: int, way: str) -> HttpResponse:
    """A lesson one place up or down in its module; at its end it stays."""
    lesson = get_object_or_404(LessonPage, pk=pk)
    if not lesson.get_parent().permissions_for_user(request.user).can_reorder_children():
        raise PermissionDenied
    other = {"up": lesson.get_prev_sibling, "down": lesson.get_next_sibling}.get(way)
    if other is None:
        raise Http404
    if target := other():
        lesson.move(target, pos="left" if way == "up" else "right", user=request.user)
    return _placed(request, pk)


@requires(Ability.WRITE_CONTENT)
@require_POST
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """A lesson into a module, before another of its lessons (`before`) or at its end."""
    lesson = get_object_or_404(LessonPage, pk=pk)
    sent = {name: request.POST.get(name, "") for name in ("module", "before")}
    if any(value and not value.isdecimal() for value in sent.values()):
        raise Http404
    module = get_object_or_404(ModulePage, pk=sent["module"] or 0)
    before = LessonPage.objects.child_of(module).filter(pk=sent["before"] or 0).first()
    stays = lesson.is_child_of(module)
    may = (
        module.permissions_for_user(request.user).can_reorder_children()
        if stays
        else lesson.permissions_for_user(request.user).can_move_to(module)
    )
    if not may:
        raise PermissionDenied
    if before != lesson:
        if reasons := without_final(courses_left([lesson], module)):
            return JsonResponse({"why": " ".join(reasons)}, status=422)
        lesson.move(before or module, pos="left" if before else "last-child", user=request.user)
    return _placed(request, pk)


def _placed(request: HttpRequest, pk: int) -> HttpResponse:
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"said": _("Moved.")})
    return redirect("courses_writing:lesson", pk)


def changeable(request: HttpRequest, pk: int) -> LessonPage:
    """The newest draft of a lesson that the user may change. Raises Http404, PermissionDenied."""
    lesson = get_object_or_404(LessonPage, pk=pk)
    if not lesson.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    draft: LessonPage = lesson.get_latest_revision_as_object()
    return draft


def edit_address(exercise: Any) -> str:
    """Where an exercise is edited: a case as its graph, the others in their form."""
    if exercise.is_simulation:
        return reverse("courses_writing:case", args=[exercise.pk])
    return reverse("wagtailsnippets_courses_exercise:edit", args=[exercise.pk])
