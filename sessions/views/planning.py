"""Planning a session: made, copied, changed, opened by a code."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.acting import refusal_as_message
from sessions import actions
from sessions.forms import SessionForm
from sessions.forms.editing import EditSessionForm
from sessions.views import breadcrumbs, unreached
from sessions.views.fetching import StaffRequest, fetch_session, managers, warn_of_certificates


@managers
def new(request: StaffRequest) -> HttpResponse:
    """Plan a session with its half-days."""
    form = SessionForm(request.POST if request.method == "POST" else None, actor=request.user)
    if request.method == "POST" and form.done():
        messages.success(request, _("The session is planned. Next: put people on the list."))
        return redirect("sessions:detail", form.result.uuid)
    return _form_page(request, form)


@managers
def new_more(request: StaffRequest) -> HttpResponse:
    """The same form with more rows for half-days, nothing lost and nothing judged."""
    if request.method != "POST":
        return redirect("sessions:new")
    return _form_page(request, SessionForm.as_typed(request.POST, actor=request.user))


@managers
def edit(request: StaffRequest, session: uuid.UUID) -> HttpResponse:
    """Change a session and its half-days."""
    found = fetch_session(request, session)
    form = EditSessionForm(request.POST if request.method == "POST" else None, actor=request.user, session=found)
    if request.method == "POST" and form.done():
        messages.success(request, _("The session is saved."))
        unreached.warn(request, found)
        if form.kept and form.kept.facts:
            said = "; ".join(form.meanwhile())
            messages.info(
                request, _("Somebody else saved it while you wrote, and both are kept. %(who)s.") % {"who": said}
            )
        warn_of_certificates(request, found)
        return redirect("sessions:detail", session)
    return _form_page(request, EditSessionForm.after(form, form.collision) if form.collision else form)


@managers
def edit_more(request: StaffRequest, session: uuid.UUID) -> HttpResponse:
    """As `new_more`, for a session that exists."""
    found = fetch_session(request, session)
    if request.method != "POST":
        return redirect("sessions:edit", session)
    return _form_page(request, EditSessionForm.as_typed(request.POST, actor=request.user, session=found))


@managers
def copy(request: StaffRequest, session: uuid.UUID) -> HttpResponse:
    """The form of a new session like this one, its dates still to be written."""
    return _form_page(request, SessionForm.copy_of(fetch_session(request, session), actor=request.user))


@managers
def open_code(request: StaffRequest, session: uuid.UUID) -> HttpResponse:
    """Make the code participants join with."""
    found = fetch_session(request, session)
    if request.method == "POST":
        with refusal_as_message(request):
            actions.open_join_code(session=found, actor=request.user)
    return redirect(reverse("sessions:detail", args=[session]) + "#code")


@managers
def close_code(request: StaffRequest, session: uuid.UUID) -> HttpResponse:
    """Let nobody in any more with the code."""
    found = fetch_session(request, session)
    if request.method == "POST":
        actions.close_join_code(session=found, actor=request.user)
        messages.success(request, _("The code is closed: nobody can join with it any more."))
    return redirect("sessions:detail", session)


def _form_page(request: StaffRequest, form: SessionForm) -> HttpResponse:
    session = form.session
    more = reverse("sessions:edit_more", args=[session.uuid]) if session else reverse("sessions:new_more")
    back = reverse("sessions:detail", args=[session.uuid]) if session else reverse("sessions:list")
    action = reverse("sessions:edit", args=[session.uuid]) if session else reverse("sessions:new")
    context = {
        "form": form, "session": session, "action_url": action, "more_url": more, "back_url": back,
        "trail": breadcrumbs.to_session(session) if session else breadcrumbs.to_list(),
    }  # fmt: skip
    return render(request, "sessions/session_form.html", context)
