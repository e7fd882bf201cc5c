"""A session as its participants see it: when and where it is, and to say whether one comes."""

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

from accounts.models import User
from accounts.requests import SignedInRequest
from core.acting import refusal_as_message
from core.pages import reachable
from people.access import offer_account
from people.messages.sending import channel_of
from people.models import Person
from people.signing_in import account_of
from sessions import actions
from sessions.checkin.claims import read_claim
from sessions.checkin.window import window_of
from sessions.models import Change, Registration, Slot, TrainingSession
from sessions.pre_post_tests.phone_tests import own_tests
from sessions.querysets import (
    disputes_of,
    has_answered,
    has_marks,
    open_codes,
    positive_evidence,
    public_sessions,
    registrations_of,
    standing_of,
)
from sessions.rsvp_links import answer_path, read_answer_token
from sessions.wording import half_day

Status = Registration.Status


@login_required
def registered(request: SignedInRequest, session: uuid.UUID) -> HttpResponse:
    """A session the signed-in person is registered for in whatever state, else 404."""
    row = own_registration(request.user, session)
    return _page(request, row, request.user, reverse("sessions:registered", args=[session]))


@never_cache
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The same by the secret address that an invitation bears: no account is needed."""
    row = read_answer_token(token)
    if row is None:
        return render(request, "sessions/answer_unknown.html", status=404)
    return _page(request, row, None, answer_path(row))


def coming(request: HttpRequest) -> HttpResponse:
    """The sessions that are open to whoever asks, for anybody to read."""
    sessions = list(public_sessions(timezone.localdate()))
    codes = open_codes(sessions)
    stands = standing_of(request.user) if request.user.is_authenticated else {}
    found = [
        (session, [half_day(slot) for slot in session.slots.all()], codes.get(session.uuid), stands.get(session.pk))
        for session in sessions
    ]
    return render(request, "sessions/coming.html", {"sessions": found})


def own_registration(user: User, session: uuid.UUID) -> Registration:
    """The user's registration; one with a place before the others."""
    rows = registrations_of(user).filter(session__uuid=session)
    found = list(rows.select_related("session", "person__merged_into"))
    if not found:
        raise Http404
    return min(found, key=lambda row: row.status != Status.CONFIRMED)


def _page(request: HttpRequest, row: Registration, actor: User | None, own_url: str) -> HttpResponse:
    """`own_url`: where this person sees the session; the calendar file and the tests lie beneath."""
    session, person = row.session, row.person.human
    if request.method == "POST":
        _answer(request, session, person, actor)
        return redirect(request.path)
    slots = list(session.slots.all())
    has_place = row.status == Status.CONFIRMED
    is_coming = session.state == TrainingSession.State.PLANNED and not slots[-1].is_over(timezone.localtime())
    context: dict[str, Any] = {
        "session": session, "row": row, "half_days": [half_day(slot) for slot in slots],
        "is_coming": is_coming, "may_accept": is_coming and row.status in (Status.INVITED, Status.DECLINED),
        "may_refuse": is_coming and row.status != Status.DECLINED and not has_marks(session, person),
        "has_place": has_place, "own_url": own_url,
        "tests": own_tests(session, person.pk, slots) if has_place else [],
        "is_signed_in": actor is not None,
        "may_open_account": actor is None and bool(channel_of(person)) and account_of(person) is None,
        "turn": _turn(row) if row.status == Status.WAITING else 0,
        "own_half_days": _own_half_days(slots, person) if has_place and actor is not None else [],
        "has_answered": has_answered(session, person),
        "modules": list(reachable(session.modules)) if has_place else [],
        "claims_presence": _claims(request, session),
        "changes": session.changes.exclude(reason="").exclude(kind="reopened"),
        "other_times": session.changes.filter(kind=Change.Kind.RESCHEDULED).last(),
    }  # fmt: skip
    return render(request, "sessions/registered.html", context)


def _answer(request: HttpRequest, session: TrainingSession, person: Person, actor: User | None) -> None:
    with refusal_as_message(request):
        if request.POST.get("answer") == "yes":
            status = actions.ask_for_place(session=session, person=person, actor=actor)
            said = (
                _("Your answer is noted.")
                if status == Status.CONFIRMED
                else _("All places are taken: you wait for one.")
            )
            messages.success(request, said)
        elif request.POST.get("answer") == "no":
            actions.give_up_place(session=session, person=person, actor=actor)
            messages.success(request, _("It is noted that you do not come. Thank you for saying so."))
        elif request.POST.get("answer") == "account" and actor is None:
            offer_account(person=person)
            messages.success(request, _("A link to open your account goes, by day, to where this invitation went."))


def _own_half_days(slots: list[Slot], person: Person) -> list[dict[str, Any]]:
    """The half-days that are over: what is recorded of the person, and what they have said about it."""
    over = [slot for slot in slots if slot.date <= timezone.localdate()]
    seen = set(positive_evidence().filter(slot__in=over, who=person.pk).values_list("slot", flat=True))
    disputes = {row.slot_id: row for row in disputes_of(person).filter(slot__in=over).order_by("pk")}
    return [
        {
            "number": slot.number,
            "label": half_day(slot),
            "is_present": slot.pk in seen,
            "dispute": disputes.get(slot.pk),
        }
        for slot in over
    ]


def _claims(request: HttpRequest, session: TrainingSession) -> bool:
    """Whether this visitor has scanned the code on the wall of this very session, and may still press."""
    claim = read_claim(request)
    return claim is not None and claim[0].session_id == session.pk and window_of(claim[0]).is_open(timezone.now())


def _turn(row: Registration) -> int:
    """The person's place in the queue, from 1."""
    waiting = list(row.session.registrations.waiting().values_list("pk", flat=True))
    return waiting.index(row.pk) + 1
