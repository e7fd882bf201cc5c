"""The graph of a case in the admin: shown, saved while one writes (asked for as JSON), saved when told to."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.roles import Ability, requires
from core.languages import NAMES, ORDER, direction
from courses.models import Exercise, Scene
from courses.ownership import may_change_exercise
from courses.packing.reading import newest_drafts
from courses.writing.cases.saving import write_case
from courses.writing.cases.screen import blank_option, blank_scene, drawing, scene_rows
from courses.writing.cases.written import read_posted
from courses.writing.editing import name_of_user


@requires(Ability.WRITE_CONTENT)
def edit_case(request: HttpRequest, pk: int) -> HttpResponse:
    """The scenes of a case simulation as a graph."""
    exercise = _draft(request, pk)
    if request.method == "POST":
        is_asked_for_json = "application/json" in request.headers.get("Accept", "")
        return _saved_by_itself(request, exercise) if is_asked_for_json else _sent(request, exercise)
    seen = _for_reading(pk)
    context = drawing(seen) | {
        "exercise": exercise,
        "scenes": scene_rows(seen),
        "blank_scene": blank_scene(),
        "blank_option": blank_option(),
        "outcomes": Scene.Outcome.choices,
        "languages": [{"code": code, "name": NAMES[code], "direction": direction(code)} for code in ORDER],
    }
    return render(request, "courses/admin/case.html", context)


def _draft(request: HttpRequest, pk: int) -> Exercise:
    """The newest draft, of a reader its row alone. Raises Http404, PermissionDenied."""
    exercise = get_object_or_404(Exercise, pk=pk)
    if not may_change_exercise(request.user, exercise):
        raise PermissionDenied
    if not exercise.is_simulation:
        raise Http404
    if request.method != "POST":
        return exercise
    draft: Exercise = exercise.get_latest_revision_as_object()
    draft.latest_revision = exercise.latest_revision
    return draft


def _for_reading(pk: int) -> Exercise:
    """The newest draft with its scenes, in three queries."""
    found: list[Exercise] = newest_drafts(Exercise.objects.filter(pk=pk).prefetch_related("scenes__options"))
    return found[0]


def _came_between(request: HttpRequest, exercise: Exercise) -> str:
    if request.POST.get("loaded") == str(exercise.latest_revision_id or ""):
        return ""
    who = name_of_user(exercise.latest_revision.user if exercise.latest_revision else None)
    return _("%(who)s has saved this case since you opened it.") % {"who": who}


def _saved_by_itself(request: HttpRequest, exercise: Exercise) -> JsonResponse:
    if between := _came_between(request, exercise):
        why = between + " " + _("What you write stays on this device. Load the page again to see theirs.")
        return JsonResponse({"why": why, "stops": True}, status=409)
    try:
        draft = write_case(exercise=exercise, scenes=read_posted(request.POST), actor=request.user)
    except ValidationError as refused:
        return JsonResponse({"why": " ".join(refused.messages)}, status=422)
    kept = Exercise.objects.get(pk=draft.pk)
    seen: dict[str, Any] = drawing(_for_reading(draft.pk))
    now = date_format(timezone.localtime(), "TIME_FORMAT")
    return JsonResponse(
        {
            "loaded": kept.latest_revision_id,
            "said": _("Saved at %(time)s") % {"time": now},
            "drawing": render_to_string("courses/admin/case_drawing.html", seen, request),
        }
    )


def _sent(request: HttpRequest, exercise: Exercise) -> HttpResponse:
    """As a copy from the device is: the later one stands, the other is in the history."""
    between = _came_between(request, exercise)
    try:
        write_case(exercise=exercise, scenes=read_posted(request.POST), actor=request.user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("courses_writing:case", exercise.pk)
    if between:
        messages.warning(request, between + " " + _("Yours is saved after it; theirs is in the history."))
    else:
        messages.success(request, _("Saved as a draft."))
    return redirect("courses_writing:case", exercise.pk)
