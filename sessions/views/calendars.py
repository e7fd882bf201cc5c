"""Sessions by month for staff; calendar files and the secret feed for everybody concerned."""

import calendar
import datetime
import uuid
from collections import defaultdict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from accounts.requests import SignedInRequest
from accounts.roles import Ability, abilities, is_staff_member
from core.addresses import whole_address
from core.dates import long_date, month_name
from sessions.actions.feeds import feed_key, find_feed, renew_feed
from sessions.calendars import CONTENT_TYPE, calendar_of, feed_of
from sessions.models import Slot, TrainingSession
from sessions.querysets import slots_of_user, training_sessions
from sessions.rsvp_links import answer_path, read_answer_token
from sessions.views.fetching import StaffRequest, may_manage, runners
from sessions.views.own import own_registration

WEEK_BEGINS = calendar.MONDAY


@runners
def month(request: StaffRequest) -> HttpResponse:
    """The half-days of a month, `?month=2026-11`; without it or with nonsense, this one."""
    today = timezone.localdate()
    first = _asked_month(request.GET.get("month", ""), today)
    weeks = calendar.Calendar(WEEK_BEGINS).monthdatescalendar(first.year, first.month)
    sessions = training_sessions().open_to(request.user)
    slots = Slot.objects.filter(session__in=sessions, date__range=(weeks[0][0], weeks[-1][-1])).select_related(
        "session"
    )
    by_day: dict[datetime.date, list[Slot]] = defaultdict(list)
    for slot in slots:
        by_day[slot.date].append(slot)
    days = [[(day, day.month == first.month, by_day.get(day, [])) for day in week] for week in weeks]
    listed = [(day, long_date(day), by_day[day]) for day in sorted(by_day) if day.month == first.month]
    gone = [entry for entry in listed if entry[0] < today] if first == today.replace(day=1) else []
    url = reverse("sessions:calendar")
    context = {
        "title": f"{month_name(first)} {first.year}", "weeks": days, "today": today,
        "week_days": list(WEEKDAYS.values()),
        "listed": listed[len(gone):], "gone": gone,
        "before_url": f"{url}?month={first - datetime.timedelta(days=1):%Y-%m}",
        "after_url": f"{url}?month={first + datetime.timedelta(days=31):%Y-%m}",
        "may_manage": may_manage(request),
    }  # fmt: skip
    return render(request, "sessions/calendar.html", context)


@login_required
def own_calendar(request: SignedInRequest) -> HttpResponse:
    """The address of one's own feed, and a new one when the old was seen by somebody else."""
    if request.method == "POST":
        renew_feed(user=request.user)
        messages.success(request, _("There is a new address. Calendars that knew the old one are told nothing more."))
        return redirect("sessions:own_calendar")
    key = feed_key(user=request.user)
    address = whole_address(request, reverse("sessions:feed", args=[key]))
    context = {
        "address": address,
        "webcal": "webcal" + address[address.index(":") :],
        "is_staff": is_staff_member(request.user),
        "has_all": Ability.MANAGE_SESSIONS in abilities(request.user),
    }
    return render(request, "sessions/own_calendar.html", context)


def feed(request: HttpRequest, key: str) -> HttpResponse:
    """The calendar of whoever has this key: where they take part, what they run, what is planned (coordinators)."""
    user = find_feed(key)
    if user is None:
        raise Http404
    entries = []
    for slot, is_open in slots_of_user(user, timezone.localdate()):
        page = "sessions:detail" if is_open else "sessions:registered"
        entries.append((slot, whole_address(request, reverse(page, args=[slot.session.uuid]))))
    return _file(feed_of(entries))


@login_required
def registered_file(request: SignedInRequest, session: uuid.UUID) -> HttpResponse:
    """One session as a calendar file."""
    found = own_registration(request.user, session).session
    return _of_session(found, whole_address(request, reverse("sessions:registered", args=[session])))


def answer_file(request: HttpRequest, token: str) -> HttpResponse:
    """The same by the secret address."""
    row = read_answer_token(token)
    if row is None:
        raise Http404
    return _of_session(row.session, whole_address(request, answer_path(row)))


def _of_session(session: TrainingSession, url: str) -> HttpResponse:
    return _file(calendar_of((slot, url) for slot in session.slots.select_related("session")))


def _file(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response.headers["Content-Disposition"] = 'attachment; filename="calendar.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _asked_month(text: str, today: datetime.date) -> datetime.date:
    try:
        asked = datetime.datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        asked = today
    return asked.replace(day=1) if 2000 <= asked.year <= 2100 else today.replace(day=1)
