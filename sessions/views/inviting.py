"""Inviting people of the register to a session."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import number
from people.forms.choosing import NarrowForm
from sessions.forms.inviting import MOST_SHOWN, InviteForm, whom_to_invite
from sessions.views import breadcrumbs
from sessions.views.fetching import StaffRequest, fetch_session, managers


@managers
def invite(request: StaffRequest, session: uuid.UUID) -> HttpResponse:
    """Choose by calling and region, tick, invite. They are told by mail or SMS, by day."""
    found = fetch_session(request, session)
    narrow = NarrowForm(request.GET)
    people = whom_to_invite(found, narrow)
    form = InviteForm(
        request.POST if request.method == "POST" else None, session=found, people=people, actor=request.user
    )
    if request.method == "POST" and form.done():
        said = ngettext("%(count)s person is invited.", "%(count)s people are invited.", form.result)
        messages.success(request, said % {"count": number(form.result)})
        return redirect("sessions:detail", session)
    context = {
        "session": found, "trail": breadcrumbs.to_session(found), "narrow": narrow, "form": form, "people": people,
        "most": MOST_SHOWN, "is_cut": len(people) == MOST_SHOWN, "title": _("Invite people"),
    }  # fmt: skip
    return render(request, "sessions/invite.html", context)
