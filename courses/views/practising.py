"""Open modules: which there are, and their exercises practised without an account."""

import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.limits import take_try
from core.languages import fallback_languages
from courses import practising
from courses.models import Exercise, LessonPage, ModulePage
from courses.quiz.answering import AnswerForm, Stepper
from courses.quiz.selection import Drawn, StaleDrawError, sign, unsign
from courses.views.learning import fetch_exercise
from courses.withholding import withheld_from_visitors

COOKIE = "open-modules"
KEPT = datetime.timedelta(days=90)


@require_safe
def open_modules(request: HttpRequest) -> HttpResponse:
    """The modules that everybody may follow. One query for the list, whatever their number."""
    return render(request, "courses/open_modules.html", {"modules": practising.open_modules()})


@csrf_exempt  # nobody's session stands behind it, and visitors get no cookie for a token
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def practise(request: HttpRequest, lesson_pk: int, pk: int) -> HttpResponse:
    """The questions of an exercise of an open module; posting them shows what is right, and keeps no answer."""
    lesson, asked = fetch_exercise(lesson_pk, pk, Exercise.objects.filter(kind=Exercise.Kind.PRACTICE))
    module = practising.open_module_of(lesson)
    if module is None or not practising.may_be_practised(asked):
        raise Http404
    if request.method != "POST":
        return _ask(request, lesson, asked, practising.draw_openly(asked))
    signed = request.POST.get("asked", "")
    try:
        drawn = unsign(signed, practising.salt_openly(asked))
    except StaleDrawError:
        return _ask(request, lesson, asked, practising.draw_openly(asked), is_stale=True)
    form = AnswerForm(asked, drawn, signed, request.POST)
    if not form.is_valid():
        return _show(request, lesson, asked, form)
    return _result(request, lesson, module, form)


def _ask(
    request: HttpRequest, lesson: LessonPage, asked: Exercise, drawn: Drawn, *, is_stale: bool = False
) -> HttpResponse:
    signed = sign(drawn, practising.salt_openly(asked))
    data = {**request.POST.dict(), "asked": signed} if is_stale else None
    form = AnswerForm(asked, drawn, signed, data)
    if is_stale:
        form.add_error(None, _("The questions of this page are no longer valid. Answer them once more."))
    return _show(request, lesson, asked, form)


def _show(request: HttpRequest, lesson: LessonPage, asked: Exercise, form: AnswerForm) -> HttpResponse:
    everything = [question.pk for question in form.drawn.questions]  # no answer stands in the page before it is sent
    context = {
        "lesson": lesson, "exercise": asked, "form": form, "stepper": Stepper(form, withheld=everything),
        "fallbacks": form.fallbacks(), "is_preview": True, "is_open": True,
    }  # fmt: skip
    return render(request, "courses/exercise.html", context)


def _result(request: HttpRequest, lesson: LessonPage, module: ModulePage, form: AnswerForm) -> HttpResponse:
    asked, result = form.exercise, practising.graded(form.exercise, form.drawn, form.given())
    note = practising.read_note(request.COOKIES.get(COOKIE, ""))
    if result.passed:
        note = practising.note_passed(note, module, asked, form.drawn)
    left = practising.exercises_left(note, module)
    is_complete = result.passed and not left
    if is_complete and not request.user.is_authenticated and take_try(request, "open modules"):
        practising.count_completion(note, module)
    withheld = withheld_from_visitors(lesson.course())
    shown = [one for one in result.reviews if one.question.pk not in withheld]
    context: dict[str, Any] = {
        "lesson": lesson, "module": module, "exercise": asked, "result": result, "answers": shown, "left": left,
        "is_complete": is_complete, "withheld": len(result.reviews) - len(shown),
        "in_points": any(one.answer.maximum > 1 for one in result.reviews),
        "fallbacks": fallback_languages([text for one in shown for text in one.texts()]),
    }  # fmt: skip
    response = render(request, "courses/open_result.html", context)
    if result.passed:
        response.set_cookie(
            COOKIE, practising.write_note(note), max_age=KEPT, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    return response
