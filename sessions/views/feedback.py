"""Attendance disputes, opened by participants and resolved by staff, and the feedback on a session."""

import uuid
from collections import Counter
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import SignedInRequest
from core import tables
from core.dates import number
from core.rounding import percent, round_half_away
from sessions.forms.feedback import MARKS, DisputeForm, FeedbackForm, ResolveForm, WithdrawForm
from sessions.models import FEEDBACK_STEP, QUESTIONS, AttendanceDispute, Feedback, Slot, TrainingSession
from sessions.querysets import disputes_of, presences
from sessions.views import breadcrumbs
from sessions.views.fetching import StaffRequest, fetch_session, runners
from sessions.views.own import own_registration
from sessions.wording import half_day


@login_required
def dispute(request: SignedInRequest, session: uuid.UUID, number: int) -> HttpResponse:
    """The participant says that what is recorded of a half-day is wrong."""
    row = own_registration(request.user, session)
    slot = get_object_or_404(Slot.objects.select_related("session"), session=row.session, number=number)
    person = row.person.human
    form = DisputeForm(request.POST if request.method == "POST" else None, slot=slot, person=person)
    if request.method == "POST" and form.done():
        messages.success(request, _("Your trainer and your coordinator see it. The answer appears on this page."))
        return redirect("sessions:registered", session)
    is_present = person.pk in presences(slot)
    words = {
        "heading": _("My attendance is wrong"),
        "text": _("%(half_day)s: you are marked present. You say: I was not there.") % {"half_day": half_day(slot)}
        if is_present
        else _("%(half_day)s: you are not marked. You say: I was there.") % {"half_day": half_day(slot)},
        "submit": _("Say so"),
    }
    context = {
        "form": form, "session": slot.session, "back_url": reverse("sessions:registered", args=[session]), **words,
    }  # fmt: skip
    return render(request, "sessions/ask.html", context)


@login_required
def withdraw(request: SignedInRequest, session: uuid.UUID, number: int) -> HttpResponse:
    """The participant takes back what they said of a half-day, while it is open."""
    row = own_registration(request.user, session)
    person = row.person.human
    slot = get_object_or_404(Slot.objects.select_related("session"), session=row.session, number=number)
    get_object_or_404(disputes_of(person).filter(slot=slot, outcome=AttendanceDispute.Outcome.OPEN)[:1])
    form = WithdrawForm(request.POST if request.method == "POST" else None, slot=slot, person=person)
    if request.method == "POST" and form.done():
        messages.success(request, _("It is taken back. What was recorded stands."))
        return redirect("sessions:registered", session)
    context = {
        "form": form, "session": slot.session, "back_url": reverse("sessions:registered", args=[session]),
        "heading": _("Take back what I said of my attendance"), "submit": _("Take it back"),
        "text": _("%(half_day)s: nobody needs to settle it then, and what is recorded stands.")
        % {"half_day": half_day(slot)},
    }  # fmt: skip
    return render(request, "sessions/ask.html", context)


@runners
def resolve(request: StaffRequest, session: uuid.UUID, pk: int) -> HttpResponse:
    """Decide on a disputed presence, and say why."""
    found = fetch_session(request, session)
    open_one = get_object_or_404(
        AttendanceDispute.objects.select_related("slot__session", "person__merged_into"),
        pk=pk,
        slot__session=found,
        outcome="open",
    )
    form = ResolveForm(request.POST if request.method == "POST" else None, dispute=open_one, actor=request.user)
    if request.method == "POST" and form.done():
        messages.success(request, _("The decision is kept, and the participant sees it."))
        return redirect("sessions:detail", session)
    context = {
        "form": form, "session": found, "trail": breadcrumbs.to_session(found),
        "back_url": reverse("sessions:detail", args=[session]),
        "heading": _("A contested presence"), "submit": _("Decide"),
        "text": _("%(name)s, %(half_day)s: “%(claim)s”.")
        % {
            "name": open_one.person.human.full_name, "half_day": half_day(open_one.slot),
            "claim": open_one.get_claim_display(),
        },
    }  # fmt: skip
    return render(request, "sessions/ask.html", context)


@login_required
def feedback(request: SignedInRequest, session: uuid.UUID) -> HttpResponse:
    """Six sentences, without a name, once."""
    row = own_registration(request.user, session)
    if row.status != "confirmed" or row.session.state != TrainingSession.State.HELD:
        raise Http404
    person = row.person.human
    form = FeedbackForm(request.POST if request.method == "POST" else None, session=row.session, person=person)
    if request.method == "POST" and form.done():
        if form.result:
            messages.success(request, _("Thank you. Your answer is kept without your name."))
        else:
            messages.info(request, _("You have answered already; the first answer counts."))
        return redirect("sessions:registered", session)
    context = {"form": form, "session": row.session, "back_url": reverse("sessions:registered", args=[session])}
    return render(request, "sessions/feedback.html", context)


@runners
def paper_feedback(request: StaffRequest, session: uuid.UUID) -> HttpResponse:
    """Answers given on paper, one after the other."""
    found = fetch_session(request, session)
    form = FeedbackForm(request.POST if request.method == "POST" else None, session=found, person=None)
    if request.method == "POST" and form.done():
        messages.success(request, _("The answer is saved. The next one?"))
        return redirect("sessions:paper_feedback", session)
    context = {
        "form": form, "session": found, "trail": breadcrumbs.to_session(found), "is_paper": True,
        "back_url": reverse("sessions:feedback_results", args=[session]),
    }  # fmt: skip
    return render(request, "sessions/feedback.html", context)


@runners
def feedback_results(request: StaffRequest, session: uuid.UUID) -> HttpResponse:
    """How it was for them, in steps of five answers: nobody is told apart, nor found by subtraction."""
    found = fetch_session(request, session)
    answers = list(Feedback.objects.filter(session=found).values("step", *QUESTIONS))
    shown = [answer for answer in answers if answer["step"] is not None]
    context: dict[str, Any] = {
        "session": found, "trail": breadcrumbs.to_session(found), "count": len(answers), "step": FEEDBACK_STEP,
        "shown": len(shown), "waiting": len(answers) - len(shown),
    }  # fmt: skip
    if shown:
        context["table"] = _results(shown)
    return render(request, "sessions/feedback_results.html", context)


def _results(answers: list[dict[str, int]]) -> tables.DataTable:
    columns = [tables.Column(_("Sentence")), tables.Column(_("Mean, of 5"), numeric=True)]
    columns += [tables.Column(str(label), numeric=True) for _value, label in MARKS]
    rows = []
    for name in QUESTIONS:
        counted = Counter(answer[name] for answer in answers)
        mean = round_half_away(Fraction(sum(answer[name] for answer in answers), len(answers)), 1)
        shares = [f"{number(counted[value])} ({percent(counted[value], len(answers))} %)" for value, _label in MARKS]
        rows.append((str(QUESTIONS[name]), number(mean), *shares))
    return tables.data_table(_("Answers"), columns, rows)
