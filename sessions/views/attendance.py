"""A half-day: who is present, corrections, head-counts of people without names."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import dates, tables
from core.outbox import HEADER, refuse, sendable_later
from people.models import Person
from sessions.checkin.clocks import device_times
from sessions.forms import CorrectionForm, HeadCountForm, RollForm, VoidHeadCountForm
from sessions.models import Evidence, HeadCount, Slot, TrainingSession
from sessions.models.evidence import AppendOnly
from sessions.querysets import presences
from sessions.rules import minutes_within
from sessions.views import breadcrumbs
from sessions.views.fetching import StaffRequest, fetch_slot, runners, warn_of_certificates
from sessions.wording import half_day, recorded_by


@sendable_later
@runners
def attendance(request: StaffRequest, session: uuid.UUID, number: int) -> HttpResponse:
    """The roll of a half-day: tick who is there, save."""
    slot = fetch_slot(request, session, number)
    data = request.POST if request.method == "POST" else None
    times = device_times(request) if HEADER in request.headers else None
    form = RollForm(data, slot=slot, actor=request.user, times=times, device=request.device)
    return _roll(request, form)


@runners
def mark_everyone(request: StaffRequest, session: uuid.UUID, number: int) -> HttpResponse:
    """Mark everybody of the list who is not yet present."""
    slot = fetch_slot(request, session, number)
    if request.method != "POST":
        return redirect("sessions:attendance", session, number)
    form = RollForm(request.POST, slot=slot, actor=request.user, everyone=True, device=request.device)
    return _roll(request, form)


@runners
def correct(request: StaffRequest, session: uuid.UUID, number: int, person: uuid.UUID) -> HttpResponse:
    """What was recorded of somebody, by whom and when; the right minutes and why."""
    slot = fetch_slot(request, session, number)
    somebody = get_object_or_404(Person.objects.canonical(), uuid=person)
    recorded = Evidence.objects.filter(slot=slot).by_human().filter(who=somebody.pk)
    rows = list(recorded.select_related("recorded_by", "voided_by").order_by("pk"))
    if not rows:
        raise Http404
    form = CorrectionForm(
        request.POST if request.method == "POST" else None, slot=slot, person=somebody, actor=request.user,
        device=request.device,
    )  # fmt: skip
    if request.method == "POST" and form.done():
        _say_corrected(request, done=form.result)
        warn_of_certificates(request, slot.session)
        return redirect("sessions:attendance", session, number)
    context = {
        **_place(slot, below_roll=True), "person": somebody, "form": form,
        "minutes": presences(slot).get(somebody.pk, 0), "history": _history(slot, rows),
    }  # fmt: skip
    return render(request, "sessions/correct.html", context)


@runners
def head_count(request: StaffRequest, session: uuid.UUID, number: int) -> HttpResponse:
    """Unidentified people of a half-day: what was counted, and one more count."""
    slot = fetch_slot(request, session, number)
    form = HeadCountForm(
        request.POST if request.method == "POST" else None, slot=slot, actor=request.user, device=request.device
    )
    if request.method == "POST" and form.done():
        if form.result:
            messages.success(request, _("The head-count is saved."))
        else:
            messages.info(request, _("This head-count was saved already."))
        return redirect("sessions:head_count", session, number)
    context = {
        **_place(slot), "form": form,
        "counts": _counts(slot),
        "total": sum(count.count for count in HeadCount.objects.valid().filter(slot=slot)),
    }  # fmt: skip
    return render(request, "sessions/head_count.html", context)


@runners
def correct_head_count(request: StaffRequest, session: uuid.UUID, number: int, pk: int) -> HttpResponse:
    """Say that a head-count was wrong, and why."""
    slot = fetch_slot(request, session, number)
    count = get_object_or_404(HeadCount.objects.valid().filter(slot=slot), pk=pk)
    form = VoidHeadCountForm(
        request.POST if request.method == "POST" else None, head_count=count, actor=request.user, device=request.device
    )
    if request.method == "POST" and form.done():
        _say_corrected(request, done=form.result)
        return redirect("sessions:head_count", session, number)
    context = {**_place(slot), "form": form, "count": count, "moment": _moment(count)}
    return render(request, "sessions/correct_head_count.html", context)


def _roll(request: StaffRequest, form: RollForm) -> HttpResponse:
    slot = form.slot
    if form.is_bound and form.done():
        if form.result:
            messages.success(
                request,
                ngettext("%(count)s person is marked present.", "%(count)s people are marked present.", form.result)
                % {"count": dates.number(form.result)},
            )
        else:
            messages.info(request, _("Nothing new to save: tick who is present first."))
        return redirect("sessions:attendance", slot.session.uuid, slot.number)
    if form.is_bound and HEADER in request.headers:
        return refuse(422, " ".join(str(error) for errors in form.errors.values() for error in errors))
    rows, is_early = list(form.rows()), slot.date > timezone.localdate()
    context = {
        **_place(slot), "form": form, "rows": [row for row in rows if not row.status], "keeps_outbox": True,
        "expected": [row for row in rows if row.status], "listed": len(form.people), "is_early": is_early,
        "is_open": not (slot.session.is_closed or is_early or slot.session.state == TrainingSession.State.CANCELLED),
    }  # fmt: skip
    return render(request, "sessions/attendance.html", context)


def _place(slot: Slot, *, below_roll: bool = False) -> dict[str, Any]:
    way = breadcrumbs.to_roll(slot) if below_roll else breadcrumbs.to_session(slot.session)
    return {"slot": slot, "session": slot.session, "half_day": half_day(slot), "trail": way}


def _history(slot: Slot, rows: Sequence[Evidence]) -> tables.DataTable:
    columns = [tables.Column(label) for label in (_("When"), _("What"), _("By"), _("Reason"))]
    values = []
    for row in rows:
        if row.voids_id:
            what = _("Taken back")
        else:
            what = _("%(source)s, %(minutes)s min") % {
                "source": row.get_source_display(),
                "minutes": dates.number(minutes_within(row.minutes, slot.minutes)),
            }
        values.append((_moment(row), what, recorded_by(row), row.reason or "–"))
    return tables.data_table(_("What was recorded"), columns, values)


def _counts(slot: Slot) -> tables.DataTable:
    labels = (_("People"), _("Who"), _("When"), _("By"), "")
    rows = slot.head_counts.filter(voids__isnull=True).select_related("recorded_by", "voided_by")
    values = []
    for row in rows.order_by("pk"):
        known = [row.get_sex_display() if row.sex else "", row.get_category_display() if row.category else ""]
        who = " · ".join(filter(None, known)) or _("Unknown or mixed")
        values.append((dates.number(row.count), who, _moment(row), recorded_by(row), _taking_back(slot, row)))
    return tables.data_table(_("Head-counts"), [tables.Column(label) for label in labels], values)


def _taking_back(slot: Slot, row: HeadCount) -> tables.Link | str:
    """The link that takes a count back, or why it was."""
    if hasattr(row, "voided_by"):
        return _("Taken back: %(reason)s") % {"reason": row.voided_by.reason}
    label = format_html('{}<span class="visually-hidden"> {}</span>', _("Take back"), dates.number(row.count))
    args = [slot.session.uuid, slot.number, row.pk]
    return tables.Link(label, reverse("sessions:correct_head_count", args=args))


def _moment(row: AppendOnly) -> str:
    local = timezone.localtime(row.server_time)
    return _("%(day)s at %(time)s") % {"day": dates.long_date(local.date()), "time": f"{local:%H:%M}"}


def _say_corrected(request: StaffRequest, *, done: bool) -> None:
    if done:
        messages.success(request, _("The correction is saved. What was recorded before stays on record."))
    else:
        messages.info(request, _("Nothing changed: it was corrected already."))
