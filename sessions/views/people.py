"""Adding people to a session's list, and taking them off it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.outbox import HEADER, ask_back, may_ask_back, refuse, sendable_later
from people.models import Person
from sessions.actions.registration import status_of
from sessions.checkin.clocks import device_times
from sessions.forms import NewPersonForm, RegisterForm, RemovePersonForm, SearchForm, WalkInForm
from sessions.models import Registration, TrainingSession
from sessions.querysets import people_named, people_on_list, people_registered, trainer_ids
from sessions.views import breadcrumbs
from sessions.views.fetching import StaffRequest, fetch_session, fetch_slot, managers, may_manage, runners
from sessions.views.known import ADD, MARK, fetch_person, people_to_choose, proposals
from sessions.wording import half_day

MOST_FOUND = 20


@runners
def add_person(request: StaffRequest, session: uuid.UUID) -> HttpResponse:
    """Write somebody new, or (coordinators) search the register; with ?slot= they are present at once."""
    found = fetch_session(request, session)
    slot = request.GET.get("slot", "")
    if request.method != "POST":
        form = NewPersonForm(session=found, actor=request.user, initial={"slot": slot})
        return _people_page(request, found, form, slot=slot)
    form = NewPersonForm(
        request.POST, session=found, actor=request.user, among=people_to_choose(request, found), device=request.device
    )
    if form.is_valid() and (known := form.to_be_asked()):
        asking = proposals(request, found, known, label=ADD, is_asked=True)
        return _people_page(request, found, form, slot=slot, asking=asking)
    if form.done():
        _say_added(request, found, form.result)
        return _back_to_where(form, found)
    return _people_page(request, found, form, slot=slot)


@sendable_later
@runners
def walk_in(request: StaffRequest, session: uuid.UUID, number: int) -> HttpResponse:
    """A name, and the person is on the list and present; without a network it waits on the phone."""
    slot = fetch_slot(request, session, number)
    form = WalkInForm(
        request.POST if request.method == "POST" else None, slot=slot, actor=request.user,
        among=people_to_choose(request, slot.session), times=device_times(request), device=request.device,
    )  # fmt: skip
    asking: dict[str, Any] = {}
    if form.is_bound and may_ask_back(request) and form.is_valid() and (known := form.to_be_asked()):
        if HEADER in request.headers:
            return ask_back()
        form.fields["full_name"].widget.attrs.pop("autofocus")  # the question has it
        asking = proposals(request, slot.session, known, label=MARK, is_asked=True)
    elif request.method == "POST" and form.done():
        messages.success(request, _("%(name)s is marked present.") % {"name": form.result.full_name})
        return redirect("sessions:attendance", session, number)
    if form.is_bound and HEADER in request.headers:
        return refuse(422, " ".join(str(error) for errors in form.errors.values() for error in errors))
    context = {
        "session": slot.session, "slot": slot, "half_day": half_day(slot), "trail": breadcrumbs.to_roll(slot),
        "form": form,
        "keeps_outbox": True, "may_search": may_manage(request), **asking,
    }  # fmt: skip
    return render(request, "sessions/walk_in.html", context)


@managers
def find_people(request: StaffRequest, session: uuid.UUID) -> HttpResponse:
    """Search the register. A POST that changes nothing: names stay out of addresses, histories and logs."""
    found = fetch_session(request, session)
    if request.method != "POST":
        return redirect("sessions:add_person", session)
    slot, search = request.POST.get("slot", ""), SearchForm(request.POST)
    text = search.cleaned_data["q"] if search.is_valid() else ""
    form = NewPersonForm(session=found, actor=request.user, initial={"slot": slot, "full_name": text})
    return _people_page(request, found, form, slot=slot, search=search, text=text)


@sendable_later
@runners
def register(request: StaffRequest, session: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """Put somebody known on the list; with a half-day, present at once. A trainer those the session knows already."""
    found = fetch_session(request, session)
    somebody = fetch_person(request, found, person)
    form = RegisterForm(
        request.POST, session=found, person=somebody, actor=request.user, times=device_times(request),
        device=request.device,
    )  # fmt: skip
    if request.method != "POST":
        return redirect("sessions:add_person", session)
    if not form.done():
        if HEADER in request.headers:
            return refuse(422, " ".join(str(error) for errors in form.errors.values() for error in errors))
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
    elif form.result:
        _say_added(request, found, somebody)
    else:
        messages.info(request, _("%(name)s was on the list already.") % {"name": somebody.full_name})
    return _back_to_where(form, found)


@managers
def remove_person(request: StaffRequest, session: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """Ask once, then take somebody off the list."""
    found = fetch_session(request, session)
    somebody = get_object_or_404(people_registered(found), uuid=person)
    form = RemovePersonForm(
        request.POST if request.method == "POST" else None, session=found, person=somebody, actor=request.user
    )
    if request.method == "POST" and form.done():
        messages.success(request, _("%(name)s is off the list.") % {"name": somebody.full_name})
        return redirect("sessions:detail", session)
    context = {
        "form": form, "session": found, "trail": breadcrumbs.to_session(found),
        "back_url": reverse("sessions:detail", args=[session]),
        "heading": _("Take off the list"), "submit": _("Take off the list"), "danger": True,
        "text": _("%(name)s stays in your register of people.") % {"name": somebody.full_name},
    }  # fmt: skip
    return render(request, "sessions/ask.html", context)


def _say_added(request: StaffRequest, session: TrainingSession, person: Person) -> None:
    if status_of(session, person) == Registration.Status.WAITING:
        messages.info(
            request,
            _("All places are taken: %(name)s waits for one. Change the session to add places.")
            % {"name": person.full_name},
        )
    else:
        messages.success(request, _("%(name)s is on the list.") % {"name": person.full_name})


def _people_page(
    request: StaffRequest,
    session: TrainingSession,
    form: NewPersonForm,
    *,
    slot: str,
    search: SearchForm | None = None,
    text: str = "",
    asking: dict[str, Any] | None = None,
) -> HttpResponse:
    context = {
        "session": session, "trail": breadcrumbs.to_session(session), "form": form, "search": search or SearchForm(),
        "slot": slot, "text": text,
        "results": _results(session, text), "most": MOST_FOUND, "may_search": may_manage(request), **(asking or {}),
    }  # fmt: skip
    return render(request, "sessions/add_person.html", context)


def _results(session: TrainingSession, text: str) -> list[dict[str, Any]]:
    """Those found, with what keeps them from being added."""
    if not text:
        return []
    found = list(people_named(text)[:MOST_FOUND])
    ids = [person.pk for person in found]
    listed = set(people_on_list(session).filter(pk__in=ids).values_list("pk", flat=True))
    running = trainer_ids(session)
    return [
        {"person": person, "is_listed": person.pk in listed, "runs_session": person.pk in running} for person in found
    ]


def _back_to_where(form: Any, session: TrainingSession) -> HttpResponse:
    """To the roll of the half-day they walked in at, or to the list to add the next one."""
    slot = form.cleaned_data.get("slot") if form.is_valid() else None
    if slot is not None:
        return redirect("sessions:attendance", session.uuid, slot.number)
    return redirect("sessions:add_person", session.uuid)
