"""Pages that change a session's state: held, cancelled, planned again, moved, closed, opened again. Each asks once."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

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
from sessions.forms.lifecycle import StateForm
from sessions.models import TrainingSession
from sessions.querysets import somebody_came
from sessions.views import breadcrumbs, unreached
from sessions.views.fetching import StaffRequest, fetch_session, fetch_slot, managers, runners, warn_of_certificates
from sessions.wording import half_day


@dataclass(frozen=True)
class Step:
    """A change of state: its form, what the page asks and what it says afterwards."""

    form: type[StateForm]
    heading: Promise
    text: Promise
    submit: Promise
    done: Promise
    danger: bool = False
    holds: bool = False  # a planned session is held by it, so its last half-day has begun and somebody came


STEPS = {
    "hold": Step(
        HoldForm, _("Mark as held"), _("From then on its attendance counts in the figures."), _("Mark as held"),
        _("The session is marked as held."), holds=True,
    ),
    "cancel": Step(
        CancelForm, _("Cancel the session"),
        _("It stays in the list and counts as planned, not as held. You can plan it again."), _("Cancel the session"),
        _("The session is cancelled."), danger=True,
    ),
    "plan_again": Step(
        PlanAgainForm, _("Plan again"), _("Its attendance is kept, and counts once the session is marked as held."),
        _("Plan again"), _("The session is planned again."),
    ),
    "postpone": Step(
        PostponeForm, _("Move to another day"),
        _("Everybody keeps their place. Those with a mail address or a phone are told."), _("Move the session"),
        _("The session is moved."),
    ),
    "close": Step(
        CloseForm, _("Close the session"),
        _("You say that all attendance is in. Nothing can be added until somebody opens it again, with a reason."),
        _("Close the session"), _("The session is closed."), holds=True,
    ),
    "reopen": Step(
        ReopenForm, _("Open the session again"), _("Attendance can be changed then. The reason stays on record."),
        _("Open again"), _("The session is open again."),
    ),
}  # fmt: skip


def _ask(name: str) -> Callable[[StaffRequest, uuid.UUID], HttpResponse]:
    """The view of one step of the table."""
    step = STEPS[name]

    def view(request: StaffRequest, session: uuid.UUID) -> HttpResponse:
        found = fetch_session(request, session)
        form = step.form(_posted(request), session=found, actor=request.user)
        words = {"heading": step.heading, "text": step.text, "submit": step.submit, "danger": step.danger}
        if step.holds and found.state == TrainingSession.State.PLANNED:
            words |= _obstacle(found)
        return _page(request, form, words, done=step.done)

    return view


hold, cancel = managers(_ask("hold")), managers(_ask("cancel"))
plan_again, postpone = managers(_ask("plan_again")), managers(_ask("postpone"))
close, reopen = runners(_ask("close")), runners(_ask("reopen"))


@runners
def call_off(request: StaffRequest, session: uuid.UUID, number: int) -> HttpResponse:
    """Ask why, then say that a half-day did not take place."""
    slot = fetch_slot(request, session, number)
    form = CallOffForm(_posted(request), slot=slot, actor=request.user)
    text = gettext("%(half_day)s leaves the session; if it is the only half-day, the session is cancelled.")
    words = {
        "heading": _("This half-day did not take place"),
        "text": text % {"half_day": half_day(slot)},
        "submit": _("It did not take place"),
        "danger": True,
    }
    return _page(request, form, words, done=_("It is noted with its reason."))


def _obstacle(session: TrainingSession) -> dict[str, str]:
    """What keeps a planned session from being held."""
    if ahead := half_day_ahead(session):
        return {"obstacle": why_not_yet(ahead)}
    if not somebody_came(session):
        return {"obstacle": gettext("Nobody is marked present yet. Mark attendance or enter a head-count first.")}
    return {}


def _posted(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _page(request: StaffRequest, form: StateForm, words: dict[str, Any], *, done: Any) -> HttpResponse:
    if request.method == "POST" and form.done():
        messages.success(request, done)
        unreached.warn(request, form.session)
        warn_of_certificates(request, form.session)
        return redirect("sessions:detail", form.session.uuid)
    context = {
        "form": form, "session": form.session, "trail": breadcrumbs.to_session(form.session),
        "back_url": reverse("sessions:detail", args=[form.session.uuid]), **words,
    }  # fmt: skip
    return render(request, "sessions/ask.html", context)
