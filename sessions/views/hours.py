"""Who gave how many hours: trainers and volunteers, by year; who ran which half-day."""

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.roles import Ability, abilities
from core.dates import number
from core.list_forms import ListForm
from core.lists import Item, Listing, asked_in
from core.rounding import hours
from core.text import ascii_digits, fold
from sessions.forms.runners import RunnersForm
from sessions.querysets import trainer_minutes, years_with_sessions
from sessions.views import breadcrumbs
from sessions.views.fetching import StaffRequest, fetch_session, managers


class YearForm(ListForm):
    """The year that is looked at; the tabs lead to the others."""

    year = forms.CharField(required=False, max_length=8, widget=forms.HiddenInput)

    def clean_year(self) -> str:
        """In digits that are compared with years."""
        return ascii_digits(self.cleaned_data["year"])


@managers
def trainer_hours(request: StaffRequest) -> HttpResponse:
    """Sessions, half-days and hours of each who ran one that was held; `?year=`."""
    years = years_with_sessions()
    by_text = {str(one): one for one in years}
    form = YearForm(asked_in(request))
    year = by_text.get(form.asked().get("year", ""), (years or [timezone.localdate().year])[0])
    listing = Listing(
        request, name="hours", caption=_("Hours given"), items=_columns(), rows=trainer_minutes(year), form=form,
        usual="-hours", may_take=Ability.EXPORT_NAMES in abilities(request.user),
    )  # fmt: skip
    if answer := listing.answer():
        return answer
    context = {
        "trail": breadcrumbs.to_list(), "year": year, "list": listing,
        "years": [{"url": f"?year={one}", "label": str(one), "current": one == year} for one in years],
    }  # fmt: skip
    return render(request, "sessions/hours.html", context)


def _columns() -> list[Item]:
    """Of (user, sessions, half-days, minutes)."""
    return [
        Item("name", _("Trainer"), lambda row: format_html("<bdi>{}</bdi>", row[0]), key=lambda row: fold(str(row[0]))),
        Item("sessions", _("Sessions"), lambda row: number(row[1]), lambda row: row[1], key=lambda row: row[1],
             falls=True, numeric=True),
        Item("half_days", _("Half-days"), lambda row: number(row[2]), lambda row: row[2], key=lambda row: row[2],
             falls=True, numeric=True),
        Item("hours", _("Hours"), lambda row: number(hours(row[3])), lambda row: hours(row[3]), key=lambda row: row[3],
             falls=True, numeric=True),
    ]  # fmt: skip


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
