"""Attendance by QR code: the room's own, that participants open with their phones, and badges that a trainer scans."""

import uuid
from typing import Any

from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.requests import SignedInRequest
from core.addresses import whole_address
from core.outbox import HEADER, refuse, sendable_later
from core.pdf import qr_inline
from people.models import Person
from people.names.reading import name_to_read
from sessions import actions
from sessions.actions.check_in import EARLY, LATE
from sessions.checkin.claims import drop_claim, keep_claim, read_claim
from sessions.checkin.clocks import device_times
from sessions.checkin.forms import BadgeScanForm
from sessions.checkin.presence_codes import code_of_window, presence_code, read_presence_code
from sessions.checkin.window import window_of
from sessions.models import Slot
from sessions.querysets import join_code, presences, registrations_of
from sessions.views import breadcrumbs
from sessions.views.fetching import StaffRequest, fetch_slot, runners
from sessions.wording import half_day


@runners
@never_cache
def screen(request: StaffRequest, session: uuid.UUID, number: int) -> HttpResponse:
    """The half-day's code in large, for the wall; a script renews it (static/js/presence.js)."""
    slot = fetch_slot(request, session, number)
    context = {
        "slot": slot, "session": slot.session, "half_day": half_day(slot), "trail": breadcrumbs.to_roll(slot),
        "code": _current(request, slot), "is_early": slot.date > timezone.localdate(),
    }  # fmt: skip
    return render(request, "sessions/screen.html", context)


@runners
@never_cache
def screen_code(request: StaffRequest, session: uuid.UUID, number: int) -> HttpResponse:
    """The code of this moment as JSON: its picture, and how many are present."""
    return JsonResponse(_current(request, fetch_slot(request, session, number)))


@never_cache
def here(request: HttpRequest, code: str) -> HttpResponse:
    """What the code on the wall leads to: it is kept while one signs in, and then asks for one press."""
    scan = read_presence_code(code, timezone.now())
    slot = Slot.objects.filter(pk=scan.slot).select_related("session").first() if scan else None
    if scan is None or slot is None:
        return render(request, "sessions/here_late.html", status=410)
    keep_claim(request, scan)
    if request.user.is_authenticated:
        return redirect("sessions:confirm_here")
    if not window_of(slot).is_open(timezone.now()):
        return _out_of_time(request, slot)
    found = join_code(slot.session)
    context = {"session": slot.session, "half_day": half_day(slot), "code": found.code if found else ""}
    return render(request, "sessions/here.html", context)


@sendable_later
@login_required
@never_cache
def confirm_here(request: SignedInRequest) -> HttpResponse:
    """One press: I am here. It counts when it arrives: out of time it leads to a dispute."""
    claim = read_claim(request)
    if claim is None:
        return render(request, "sessions/here_late.html", status=410)
    slot, window = claim
    person = Person.objects.filter(user=request.user).select_related("merged_into").first()
    if person is None:
        messages.error(request, _("Your account takes part in nothing yet. Join with the session’s code first."))
        return redirect("people:join")
    person = person.human
    if request.method == "POST":
        return _press(request, slot, window, person)
    is_present = person.pk in presences(slot)
    if not is_present and not window_of(slot).is_open(timezone.now()):
        return _out_of_time(request, slot)
    context = {
        "slot": slot, "session": slot.session, "half_day": half_day(slot), "is_present": is_present,
        "name": name_to_read(person),
        "again": reverse("sessions:here", args=[code_of_window(slot, window)]),
    }  # fmt: skip
    return render(request, "sessions/confirm_here.html", context)


def _press(request: SignedInRequest, slot: Slot, window: int, person: Person) -> HttpResponse:
    event = uuid.uuid5(person.uuid, f"{slot.pk} {window}")
    try:
        actions.check_in(slot=slot, person=person, client_event_id=event, actor=request.user)
    except ValidationError as refusal:
        if HEADER in request.headers:
            return refuse(409, " ".join(refusal.messages))
        if getattr(refusal, "code", None) in (EARLY, LATE):
            return _out_of_time(request, slot)
        messages.error(request, " ".join(refusal.messages))
        is_known = registrations_of(request.user).filter(session=slot.session).exists()
        return redirect("sessions:registered", slot.session.uuid) if is_known else redirect("people:home")
    messages.success(request, _("You are marked present."))
    drop_claim(request)
    return redirect("sessions:registered", slot.session.uuid)


def _out_of_time(request: HttpRequest, slot: Slot) -> HttpResponse:
    """When the press is taken; too late, where to say that one was there."""
    now, window = timezone.now(), window_of(slot)
    is_known = request.user.is_authenticated and registrations_of(request.user).filter(session=slot.session).exists()
    context = {
        "session": slot.session, "slot": slot, "half_day": half_day(slot), "why": window.says(now),
        "is_late": window.is_late(now), "is_known": is_known,
    }  # fmt: skip
    return render(request, "sessions/here_closed.html", context, status=409)


@sendable_later
@runners
@csp_update({"worker-src": ["'self'", "blob:"], "media-src": ["'self'", "blob:"]})
def scan(request: StaffRequest, session: uuid.UUID, number: int) -> HttpResponse:
    """Badges by the phone's camera, a hand scanner, or typed; each is one mark."""
    slot = fetch_slot(request, session, number)
    form = BadgeScanForm(
        request.POST if request.method == "POST" else None, slot=slot, actor=request.user,
        times=device_times(request), device=request.device,
    )  # fmt: skip
    address = reverse("sessions:scan", args=[session, number])
    if request.method == "POST" and form.done():
        said = _("%(name)s is marked present.") % {"name": form.result.full_name}
        if HEADER in request.headers:
            return JsonResponse({"next": address, "said": said})
        messages.success(request, said)
        return redirect(address)
    if form.is_bound and HEADER in request.headers:
        return refuse(422, " ".join(str(error) for errors in form.errors.values() for error in errors))
    context = {
        "slot": slot, "session": slot.session, "half_day": half_day(slot), "trail": breadcrumbs.to_roll(slot),
        "form": form,
        "keeps_outbox": True, "present": len(presences(slot)),
    }  # fmt: skip
    return render(request, "sessions/scan.html", context)


@runners
def without_network(request: StaffRequest, session: uuid.UUID, number: int) -> HttpResponse:
    """Keep the rolls of a session on this phone, for a room without a network."""
    slot = fetch_slot(request, session, number)
    pages = [
        reverse(f"sessions:{view}", args=[session, one.number])
        for one in slot.session.slots.all()
        for view in ("attendance", "scan", "walk_in")
    ]
    context = {
        "session": slot.session, "slot": slot, "pages": pages, "trail": breadcrumbs.to_roll(slot), "keeps_outbox": True,
    }  # fmt: skip
    return render(request, "sessions/without_network.html", context)


def _current(request: StaffRequest, slot: Slot) -> dict[str, Any]:
    """What the wall shows at this moment: outside the hours of the press no code, but when they are."""
    note, present = window_of(slot).says(timezone.now()), len(presences(slot))
    if note:
        return {"svg": "", "url": "", "present": present, "note": note}
    url = whole_address(request, reverse("sessions:here", args=[presence_code(slot, timezone.now())]))
    return {"svg": qr_inline(url), "url": url, "present": present, "note": ""}
