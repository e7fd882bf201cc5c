"""The page of a session."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import JoinCode
from core import tables
from core.addresses import whole_address
from core.dates import long_date
from sessions.actions import free_places
from sessions.actions.guards import half_day_ahead
from sessions.models import TrainingSession
from sessions.querysets import (
    join_code,
    open_disputes,
    people_off_list,
    people_on_list,
    slots_with_numbers,
)  # fmt: skip
from sessions.views import breadcrumbs, unreached
from sessions.views.fetching import StaffRequest, fetch_session, may_manage, runners
from sessions.views.participants import name_of, participants, remove_link
from sessions.wording import half_day, why


@runners
def detail(request: StaffRequest, session: uuid.UUID) -> HttpResponse:
    """The facts of a session, its half-days and its people."""
    found = fetch_session(request, session)
    slots = list(slots_with_numbers(found))
    listing = participants(request, found, slots)
    if answer := listing.answer():
        return answer
    code = join_code(found)
    free, ahead = free_places(found), half_day_ahead(found)
    trainers = list(found.trainers.order_by("first_name", "last_name"))
    context = {
        "session": found,
        "trail": breadcrumbs.to_list(),
        "trainers": trainers,
        "modules": found.modules.all(),
        "slots": [(slot, half_day(slot)) for slot in slots],
        "today": timezone.localdate(),
        "list": listing,
        "people": listing.table,
        "registered": people_on_list(found).count(),
        "free": free,
        "off_list": _off_list_table(request, found),
        "changes": _changes_table(found),
        **unreached.context(found, manages=may_manage(request)),
        "may_share_hours": may_manage(request) and len(trainers) > 1,
        "disputes": open_disputes(found),
        "ahead": half_day(ahead) if ahead else "",
        "may_close": found.state != TrainingSession.State.CANCELLED and not found.is_closed and not ahead,
        "code": code,
        "join_url": _join_url(request, code),
        "may_manage": may_manage(request),
    }
    return render(request, "sessions/detail.html", context)


def _off_list_table(request: StaffRequest, session: TrainingSession) -> tables.DataTable | None:
    """Those who wait, were invited or do not come."""
    found = people_off_list(session)
    if not found:
        return None
    columns = [tables.Column(_("Name")), tables.Column(_("State")), tables.Column(_("Since"))]
    manages, may_remove = may_manage(request), may_manage(request) and not session.is_closed
    if may_remove:
        columns.append(tables.Column(""))
    rows = []
    for person, entry in found:
        row: list[object] = [name_of(person, manages=manages), entry.get_status_display()]
        row.append(long_date(entry.since))
        if may_remove:
            row.append(remove_link(session, person))
        rows.append(row)
    return tables.data_table(_("Waiting, invited, not coming"), columns, rows)


def _changes_table(session: TrainingSession) -> tables.DataTable | None:
    """What happened to the session, when, by whom and why."""
    changes = list(session.changes.select_related("by"))
    columns = [tables.Column(label) for label in (_("When"), _("What"), _("By"), _("Reason"))]
    rows = [(long_date(change.at), change.get_kind_display(), str(change.by or "–"), why(change)) for change in changes]
    return tables.data_table(_("What happened"), columns, rows) if rows else None


def _join_url(request: StaffRequest, code: JoinCode | None) -> str:
    """Where participants join with the code."""
    return whole_address(request, reverse("people:join_code", args=[code.code])) if code else ""
