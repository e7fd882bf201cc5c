"""The writing screen in the admin: a lesson in three languages, saved as one types, its module published."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from accounts.roles import Ability, requires
from core.languages import ORDER
from courses.models import LessonPage, ModulePage
from courses.writing.editing import changed_since, holders_of, name_of_part, name_of_user, sentence_of, take_parts
from courses.writing.outline import dots_of
from courses.writing.places import changeable
from courses.writing.publishing import publish_module, read_time, withdraw_later
from courses.writing.saving import write_lesson
from courses.writing.screen import screen_context
from courses.writing.weighing import weigh
from courses.writing.written import PARTS, read_written


@requires(Ability.WRITE_CONTENT)
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """A lesson in three languages: shown, saved while one types (asked for as JSON), saved and its module published."""
    lesson = changeable(request, pk)
    wants_json = "application/json" in request.headers.get("Accept", "")
    locked = _locked(request, lesson)
    if request.method == "POST" and locked:
        if wants_json:
            return JsonResponse({"why": locked, "stops": True}, status=423)
        messages.error(request, locked)
        return redirect("courses_writing:lesson", pk)
    if request.method == "POST":
        answer = _saved_by_itself(request, lesson) if wants_json else _sent(request, lesson)
        if answer is not None:
            return answer
        lesson = changeable(request, pk)
    context = screen_context(request, lesson) | {"locked": locked}
    return render(request, "courses/admin/writing.html", context)


def _locked(request: HttpRequest, lesson: LessonPage) -> str:
    """Who keeps the lesson locked, where the user cannot write in it; else empty."""
    lock = lesson.get_lock()
    if not lock or not lock.for_user(request.user):
        return ""
    return " ".join(strip_tags(f"{lock.get_message(request.user) or ''} {lock.get_description(request.user)}").split())


@requires(Ability.WRITE_CONTENT)
@require_POST
def hold(request: HttpRequest, pk: int) -> JsonResponse:
    """Hold the parts one writes (`parts`); tells who holds the others."""
    lesson = changeable(request, pk)
    asked = [part for part in PARTS if part in request.POST.get("parts", "").split()]
    others = take_parts(lesson=lesson, parts=asked, actor=request.user)
    return JsonResponse({"held": _told(others), "why": sentence_of(others, asked)})


def _told(others: dict[str, str]) -> list[dict[str, str]]:
    return [{"part": part, "words": f"{name_of_part(part)} : {who}"} for part, who in others.items()]


def _came_between(request: HttpRequest, lesson: LessonPage) -> str:
    """A sentence where the lesson was saved by somebody, or in another window, since this page was loaded."""
    if request.POST.get("loaded") == str(lesson.latest_revision_id or ""):
        return ""
    revision = lesson.latest_revision
    who = name_of_user(revision.user if revision else None)
    if revision and revision.user == request.user:
        who = _("You, in another window,")
    when = date_format(timezone.localtime(revision.created_at), "TIME_FORMAT") if revision else ""
    return _("%(who)s saved this lesson at %(time)s.") % {"who": who, "time": when}


def _saved_by_itself(request: HttpRequest, lesson: LessonPage) -> JsonResponse:
    try:
        written = read_written(request.POST, lesson)
    except ValidationError as refused:
        return JsonResponse({"why": " ".join(refused.messages)}, status=422)
    between = _came_between(request, lesson)
    theirs = changed_since(lesson, request.POST.get("loaded", "")) if between else set()
    if theirs & written.parts:
        why = between + " " + _("What you write stays on this device. Load the page again to see theirs.")
        return JsonResponse({"why": why, "stops": True}, status=409)
    if held := sentence_of(holders_of(lesson, request.user), written.parts):
        return JsonResponse({"why": held + " " + _("What you write stays on this device.")}, status=409)
    try:
        if written.parts:
            lesson = write_lesson(lesson=lesson, written=written, actor=request.user)
    except ValidationError as refused:
        return JsonResponse({"why": " ".join(refused.messages)}, status=422)
    others = take_parts(lesson=lesson, parts=written.parts, actor=request.user)
    return JsonResponse(_kept(LessonPage.objects.get(pk=lesson.pk)) | {
        "held": _told(others),
        "theirs": [{"part": part, "words": name_of_part(part)} for part in PARTS if part in theirs],
    })  # fmt: skip


def _kept(lesson: LessonPage) -> dict[str, Any]:
    """What the screen shows anew after a save."""
    draft = lesson.get_latest_revision_as_object()
    return {
        "loaded": lesson.latest_revision_id,
        "said": _("Saved at %(time)s") % {"time": date_format(timezone.localtime(), "TIME_FORMAT")},
        "name": lesson.get_admin_display_title(),
        "dots": {dot.language: {"state": dot.state, "words": dot.words} for dot in dots_of(lesson)},
        "weights": {weight.language: weight.words for weight in weigh(draft)},
    }


def _sent(request: HttpRequest, lesson: LessonPage) -> HttpResponse | None:
    """Save what was sent; publish where that was asked and nothing stands in the way. None: show the screen again."""
    between = _came_between(request, lesson)
    try:
        written = read_written(request.POST, lesson)
        clash = bool(between) and bool(changed_since(lesson, request.POST.get("loaded", "")) & written.parts)
        if written.parts:
            write_lesson(lesson=lesson, written=written, actor=request.user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return None
    if clash:
        text = between + " " + _("Yours is saved after it; theirs is in the history. Compare them, then publish.")
        messages.warning(request, text)
    elif between and request.POST.get("action") == "publish":
        messages.warning(request, between + " " + _("Saved, not published. Read it through, then publish."))
    elif request.POST.get("action") == "publish":
        _publish(request, lesson)
    else:
        messages.success(request, _("Saved as a draft."))
    return redirect("courses_writing:lesson", lesson.pk)


def _publish(request: HttpRequest, lesson: LessonPage) -> None:
    module = ModulePage.objects.parent_of(lesson).get()
    if not module.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    try:
        at, until = (read_time(request.POST.get(name, "")) for name in ("publish-at", "withdraw-at"))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return
    if "withdraw-at" in request.POST and until != lesson.expire_at:
        withdraw_later(lesson=lesson, at=until, actor=request.user)
    note = request.POST.get("note", "").strip()
    plan = publish_module(module=module, note=note, actor=request.user, at=at)
    if not plan.is_clear:
        messages.warning(request, _("Saved, not published. What is still to do stands under “Before publishing”."))
        return
    named = {"module": module.get_admin_display_title()}
    if at:
        text = _("The module “%(module)s” will be published on %(time)s.")
        named["time"] = date_format(timezone.localtime(at), "DATETIME_FORMAT")
    else:
        text = _("The module “%(module)s” is published.")
    messages.success(request, text % named)


@requires(Ability.WRITE_CONTENT)
@xframe_options_sameorigin
def preview(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The draft as a participant sees it."""
    if language not in ORDER:
        raise Http404
    return changeable(request, pk).make_preview_request(request, language)
