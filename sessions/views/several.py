"""Several people at once, on one page: onto a list that exists, or with a session that is over."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import number
from sessions.forms.past import PastSessionForm
from sessions.forms.several import SeveralForm, rows_as_typed
from sessions.models import TrainingSession
from sessions.querysets import people_on_list
from sessions.views import breadcrumbs
from sessions.views.fetching import StaffRequest, fetch_session, managers
from sessions.views.known import people_to_choose


@managers
def several(request: StaffRequest, session: uuid.UUID) -> HttpResponse:
    """Rows of people onto the list; the page stays for the next ones."""
    found = fetch_session(request, session)
    form = _form(request, found, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid() or form.people.ask() or not form.done():
        return _several_page(request, found, form)
    said = ngettext("%(count)s person is new on the list.", "%(count)s people are new on the list.", form.result)
    messages.success(request, said % {"count": number(form.result)})
    return redirect("sessions:several", session)


@managers
def several_more(request: StaffRequest, session: uuid.UUID) -> HttpResponse:
    """The same page with more rows, nothing lost and nothing judged."""
    found = fetch_session(request, session)
    if request.method != "POST":
        return redirect("sessions:several", session)
    return _several_page(request, found, _form(request, found, None, typed=rows_as_typed(request.POST)))


@managers
def past(request: StaffRequest) -> HttpResponse:
    """A session that is over: facts, half-days, people and presences on one screen."""
    data = request.POST if request.method == "POST" else None
    form = PastSessionForm(data, actor=request.user, device=request.device)
    if data is None or not form.is_valid() or form.people.ask() or not form.done():
        return _past_page(request, form)
    if form.result.state == TrainingSession.State.HELD:
        messages.success(request, _("The session is written down as held, with who was there."))
    else:
        messages.info(request, _("The session is written down. Nobody is marked present yet, so it is not held."))
    return redirect("sessions:detail", form.result.uuid)


@managers
def past_more(request: StaffRequest) -> HttpResponse:
    """The same page with more rows for half-days and people."""
    if request.method != "POST":
        return redirect("sessions:past")
    return _past_page(request, PastSessionForm.more(request.POST, actor=request.user, among=None))


def _form(request: StaffRequest, session: TrainingSession, data: Any, **typed: Any) -> SeveralForm:
    among = people_to_choose(request, session)
    return SeveralForm(data, session=session, among=among, actor=request.user, device=request.device, **typed)


def _several_page(request: StaffRequest, session: TrainingSession, form: SeveralForm) -> HttpResponse:
    context = {
        "form": form, "session": session, "trail": breadcrumbs.to_session(session),
        "listed": people_on_list(session).count(),
    }  # fmt: skip
    return render(request, "sessions/several.html", context)


def _past_page(request: StaffRequest, form: PastSessionForm) -> HttpResponse:
    return render(request, "sessions/past.html", {"form": form, "trail": breadcrumbs.to_list()})
