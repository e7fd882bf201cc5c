"""The list of an NGO's sessions."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.codes import region_name
from core.dates import long_date
from core.folding import by_label, by_words
from core.languages import isolated
from core.lists import Item, Listing, asked_in
from core.tables import Badge, Link, Missing
from sessions.forms import FilterForm
from sessions.models import TrainingSession
from sessions.querysets import training_sessions
from sessions.views.fetching import StaffRequest, may_manage, runners

PER_PAGE = 25
KINDS = {TrainingSession.State.HELD: "done", TrainingSession.State.CANCELLED: "wrong"}


@runners
def session_list(request: StaffRequest) -> HttpResponse:
    """Today's, the upcoming and the past ones, narrowed by words, state, kind, region and year. Whoever plans sessions
    takes it as a file: nobody of a list stands in it."""
    form = FilterForm(asked_in(request), sessions=training_sessions().open_to(request.user))
    when = {"today": _("Today"), "upcoming": _("Upcoming"), "past": _("Past")}
    listing = Listing(
        request, name="sessions", caption=_("Sessions"), items=_columns(), form=form, per_page=PER_PAGE,
        rows=form.found().with_numbers().agenda(timezone.localdate()), may_take=may_manage(request),
        group=lambda one: when[one.when],
    )  # fmt: skip
    if answer := listing.answer():
        return answer
    context = {"list": listing, "page": listing.page, "may_manage": may_manage(request)}
    return render(request, "sessions/session_list.html", context)


def _columns() -> list[Item]:
    states, kinds = TrainingSession.State.choices, TrainingSession.Kind.choices
    return [
        Item("title", _("Session"), _title, order=by_words("title")),
        Item("first", _("Days"), _days, lambda one: one.first_day, order=("first_day",), falls=True),
        Item("place", _("Place"), _place, order=(*by_words("city"), "region")),
        Item("half_days", _("Half-days"), lambda one: one.slot_count, order=("slot_count",), falls=True, numeric=True),
        Item(
            "registered", pgettext("people", "Registered"), lambda one: one.registered, order=("registered",),
            falls=True, numeric=True,
        ),
        Item("state", _("State"), _state, order=by_label("state", states)),
        Item("last", _("Last day"), lambda one: _day(one.last_day), lambda one: one.last_day, is_shown=False,
             order=("last_day",), falls=True),
        Item("kind", _("Kind"), lambda one: one.get_kind_display(), order=by_label("kind", kinds), is_shown=False),
        Item("project", _("Project"), lambda one: one.project or Missing(), order=by_words("project"), is_shown=False),
        Item("ref", _("Reference"), lambda one: one.ref or Missing(), order=by_words("ref"), is_shown=False),
    ]  # fmt: skip


def _title(one: TrainingSession) -> Link:
    return Link(isolated(one.title), reverse("sessions:detail", args=[one.uuid]))


def _days(one: Any) -> object:
    if not one.first_day or one.first_day == one.last_day:
        return long_date(one.first_day) if one.first_day else _("No date")
    return _("%(first)s to %(last)s") % {"first": long_date(one.first_day), "last": long_date(one.last_day)}


def _day(day: Any) -> object:
    return long_date(day) if day else Missing()


def _place(one: TrainingSession) -> object:
    place = one.city or (one.region and region_name(one.region))
    return format_html("<bdi>{}</bdi>", place) if place else Missing()


def _state(one: TrainingSession) -> Badge:
    return Badge(one.get_state_display(), KINDS.get(TrainingSession.State(one.state), ""))
