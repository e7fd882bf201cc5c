"""The way of a session: each step asked once."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sessions.actions.guards import half_day_ahead, why_not_yet
from sessions.forms import (
    CallOffForm,
    CancelForm,
    CloseForm,
    HoldForm,
    PlanAgainForm,
    PostponeForm,
    ReopenForm,
)
from sessions.forms.states import StateForm
from sessions.models import TrainingSession
from sessions.querysets import somebody_came
from sessions.views import breadcrumbs, told
from sessions.views.fetching import StaffRequest, fetch_session, fetch_slot, managers, runners, warn_of_certificates
from sessions.wording import half_day


@managers
def hold(request: StaffRequest, session: uuid.UUID) -> HttpResponse:
    """Ask once, then mark as held."""
    found = fetch_session(request, session)
    form = HoldForm(_posted(request), session=found, actor=request.user)
    words = {
        "heading": _("Mark as held"),
        "text": _("From then on its attendance counts in the figures."),
        "submit": _("Mark as held"),
    }
    if found.state == TrainingSession.State.PLANNED:
        words |= _obstacle(found)
    return _ask(request, form, words, done=_("The session is marked as held."))


@managers
def cancel(request: StaffRequest, session: uuid.UUID) -> HttpResponse:
    """Ask once and why, then cancel."""
    found = fetch_session(request, session)
    form = CancelForm(_posted(request), session=found, actor=request.user)
    words = {
        "heading": _("Cancel the session"),
        "text": _("It stays in the list and counts as planned, not as held. You can plan it again."),
        "submit": _("Cancel the session"),
        "danger": True,
    }
    return _ask(request, form, words, done=_("The session is cancelled."))


@managers
def plan_again(request: StaffRequest, session: uuid.UUID) -> HttpResponse:
    """Ask once, then take the session back to planned."""
    found = fetch_session(request, session)
    form = PlanAgainForm(_posted(request), session=found, actor=request.user)
    words = {
        "heading": _("Plan again"),
        "text": _("Its attendance is kept, and counts once the session is marked as held."),
        "submit": _("Plan again"),
    }
    return _ask(request, form, words, done=_("The session is planned again."))


@managers
def postpone(request: StaffRequest, session: uuid.UUID) -> HttpResponse:
    """Ask for the new first day and why, then move all half-days."""
    found = fetch_session(request, session)
    form = PostponeForm(_posted(request), session=found, actor=request.user)
    words = {
        "heading": _("Move to another day"),
        "text": _("Everybody keeps their place. Those with a mail address or a phone are told."),
        "submit": _("Move the session"),
    }
    return _ask(request, form, words, done=_("The session is moved."))


@runners
def close(request: StaffRequest, session: uuid.UUID) -> HttpResponse:
    """Ask once, then close: all attendance is in."""
    found = fetch_session(request, session)
    form = CloseForm(_posted(request), session=found, actor=request.user)
    words = {
        "heading": _("Close the session"),
        "text": _(
            "You say that all attendance is in. Nothing can be added until somebody opens it again, with a reason."
        ),
        "submit": _("Close the session"),
    }
    if found.state == TrainingSession.State.PLANNED:
        words |= _obstacle(found)
    return _ask(request, form, words, done=_("The session is closed."))


@runners
def reopen(request: StaffRequest, session: uuid.UUID) -> HttpResponse:
    """Ask why, then open again."""
    found = fetch_session(request, session)
    form = ReopenForm(_posted(request), session=found, actor=request.user)
    words = {
        "heading": _("Open the session again"),
        "text": _("Attendance can be changed then. The reason stays on record."),
        "submit": _("Open again"),
    }
    return _ask(request, form, words, done=_("The session is open again."))


@runners
def call_off(request: StaffRequest, session: uuid.UUID, number: int) -> HttpResponse:
    """Ask why, then say that a half-day did not take place."""
    slot = fetch_slot(request, session, number)
    form = CallOffForm(_posted(request), slot=slot, actor=request.user)
    words = {
        "heading": _("This half-day did not take place"),
        "text": _("%(half_day)s leaves the session; if it is the only half-day, the session is cancelled.")
        % {"half_day": half_day(slot)},
        "submit": _("It did not take place"),
        "danger": True,
    }
    return _ask(request, form, words, done=_("It is noted with its reason."))


def _obstacle(session: TrainingSession) -> dict[str, str]:
    """What keeps a planned session from being held."""
    if ahead := half_day_ahead(session):
        return {"obstacle": why_not_yet(ahead)}
    if not somebody_came(session):
        return {"obstacle": _("Nobody is marked present yet. Mark attendance or enter a head-count first.")}
    return {}


def _posted(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _ask(request: StaffRequest, form: StateForm, words: dict[str, Any], *, done: str) -> HttpResponse:
    if request.method == "POST" and form.done():
        messages.success(request, done)
        told.warn(request, form.session)
        warn_of_certificates(request, form.session)
        return redirect("sessions:detail", form.session.uuid)
    context = {
        "form": form, "session": form.session, "trail": breadcrumbs.to_session(form.session),
        "back_url": reverse("sessions:detail", args=[form.session.uuid]), **words,
    }  # fmt: skip
    return render(request, "sessions/ask.html", context)
