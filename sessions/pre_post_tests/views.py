"""The tests before and after a session: their scores for staff, and each test on the participant's own phone.

A participant answers with an account or by the secret address of an invitation.
"""

import datetime
import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.requests import SignedInRequest
from core.acting import refusal_as_message
from core.addresses import whole_address
from core.languages import fallback_languages
from core.outbox import sendable_later
from core.pdf import qr_inline
from courses.models import Exercise
from courses.quiz.answering import AnswerForm
from courses.quiz.selection import StaleDrawError, sign, unsign
from sessions.actions.scores import submit_test
from sessions.checkin.clocks import correct_time, device_times
from sessions.models import Registration, TestScore
from sessions.pre_post_tests.forms import ScoresForm
from sessions.pre_post_tests.gains import session_gain
from sessions.pre_post_tests.phone_tests import draw_test, exercise_of, own_tests, salt_of_test
from sessions.rsvp_links import answer_path, read_answer_token
from sessions.views import breadcrumbs
from sessions.views.fetching import StaffRequest, fetch_session, runners, warn_of_certificates
from sessions.views.own import own_registration


@runners
def tests(request: StaffRequest, session: uuid.UUID) -> HttpResponse:
    """The scores of the tests before and after, from paper and from phones, and the gain of those who did both."""
    found = fetch_session(request, session)
    form = ScoresForm(request.POST if request.method == "POST" else None, session=found, actor=request.user)
    if request.method == "POST" and form.done():
        messages.success(request, _("The scores are saved."))
        if form.kept:
            messages.info(request, _("Somebody else saved scores while you wrote, and both are kept."))
        warn_of_certificates(request, found)
        return redirect("sessions:tests", session)
    context = {"form": form, "session": found, "trail": breadcrumbs.to_session(found), "gain": session_gain(found)}
    if any(exercise_of(found, kind) for kind in TestScore.Kind.values):
        url = whole_address(request, reverse("sessions:registered", args=[session]))
        context |= {"own_url": url, "qr": qr_inline(url)}
    return render(request, "sessions/tests.html", context)


@sendable_later
@login_required
@never_cache
def registered_test(request: SignedInRequest, session: uuid.UUID, kind: str) -> HttpResponse:
    """A test of somebody who has an account."""
    row = own_registration(request.user, session)
    return _page(request, row, kind, reverse("sessions:registered", args=[session]))


@never_cache
def answer_test(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """The same by the secret address: no account is needed."""
    row = read_answer_token(token)
    if row is None:
        return render(request, "sessions/answer_unknown.html", status=404)
    return _page(request, row, kind, answer_path(row))


def _page(request: HttpRequest, row: Registration, kind: str, back_url: str) -> HttpResponse:
    if row.status != Registration.Status.CONFIRMED or kind not in TestScore.Kind.values:
        raise Http404
    person = row.person.human
    at = _answered_at(request)
    tests = own_tests(row.session, person.pk, list(row.session.slots.all()), at)
    test = next((test for test in tests if test.kind == kind), None)
    if test is None or test.exercise is None or not test.is_open:
        messages.info(
            request,
            _("You have answered this test already.") if test else _("This test is not open now."),
        )
        return redirect(back_url)
    form = _form(request, test.exercise, row, kind)
    if form.is_bound and form.is_valid():
        with refusal_as_message(request):
            submit_test(
                session=row.session, person=person, kind=kind, questions=form.drawn.questions, given=form.given(), at=at
            )
            messages.success(request, _("Thank you. Your answers are kept."))
        return redirect(back_url)
    context: dict[str, Any] = {
        "form": form, "exercise": test.exercise, "session": row.session, "test": test, "back_url": back_url,
        "fallbacks": fallback_languages([text for asked in form.questions() for text in asked.texts()]),
    }  # fmt: skip
    return render(request, "sessions/own_test.html", context)


def _answered_at(request: HttpRequest) -> datetime.datetime:
    """Now, or when a phone without a network kept the answers: what was in time stays so."""
    now, times = timezone.now(), device_times(request)
    if times is None:
        return now
    return correct_time(scanned=times.scanned, uploaded=times.uploaded, received=now)


def _form(request: HttpRequest, exercise: Exercise, row: Registration, kind: str) -> AnswerForm:
    """The questions as asked; where they changed meanwhile they are asked anew, with what was answered so far."""
    salt = salt_of_test(exercise, row, kind)
    if request.method == "POST":
        signed = request.POST.get("asked", "")
        try:
            return AnswerForm(exercise, unsign(signed, salt), signed, request.POST)
        except StaleDrawError:
            messages.info(request, _("The questions have changed, and nothing was recorded. Please answer again."))
    drawn = draw_test(exercise, row, kind)
    return AnswerForm(exercise, drawn, sign(drawn, salt))
