"""Who gave how many hours: trainers and volunteers, by year; who ran which half-day."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core import tables
from core.dates import number
from core.rounding import hours
from core.text import ascii_digits
from sessions.forms.runners import RunnersForm
from sessions.querysets import trainer_minutes, years_with_sessions
from sessions.views import breadcrumbs
from sessions.views.fetching import StaffRequest, fetch_session, managers


@managers
def trainer_hours(request: StaffRequest) -> HttpResponse:
    """Sessions, half-days and hours of each who ran one that was held; `?year=`."""
    years = years_with_sessions()
    by_text = {str(one): one for one in years}
    year = by_text.get(ascii_digits(request.GET.get("year", "")), (years or [timezone.localdate().year])[0])
    found = trainer_minutes(year)
    columns = [tables.Column(_("Trainer")), *(tables.Column(label, numeric=True) for label in (
        _("Sessions"), _("Half-days"), _("Hours"),
    ))]  # fmt: skip
    rows = [
        (str(user), number(sessions), number(slots), number(hours(minutes))) for user, sessions, slots, minutes in found
    ]
    context = {
        "trail": breadcrumbs.to_list(), "year": year, "table": tables.data_table(_("Hours given"), columns, rows),
        "years": [{"url": f"?year={one}", "label": str(one), "current": one == year} for one in years],
        "has_rows": bool(rows),
    }  # fmt: skip
    return render(request, "sessions/hours.html", context)


@managers
def runners(request: StaffRequest, session: uuid.UUID) -> HttpResponse:
    """Say which of a session's trainers ran which half-day; their hours follow."""
    found = fetch_session(request, session)
    form = RunnersForm(request.POST if request.method == "POST" else None, session=found, actor=request.user)
    if request.method == "POST" and form.done():
        messages.success(request, _("It is saved; the hours given follow."))
        return redirect("sessions:detail", session)
    context = {"form": form, "session": found, "trail": breadcrumbs.to_session(found)}
    return render(request, "sessions/runners.html", context, status=422 if form.errors else 200)
