"""Sessions on the page "Today": those of the day with their roll, those of the weeks to come."""

import datetime
from collections.abc import Iterator

from django.db.models import Min
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.roles import Ability, abilities
from accounts.today.parts import Action, Coming, Now, Part
from core.dates import long_date, number
from sessions.models import Slot, TrainingSession
from sessions.querysets import training_sessions
from sessions.wording import half_day

AHEAD, SHOWN = datetime.timedelta(days=21), 6
RUNNING = {Ability.MANAGE_SESSIONS, Ability.RUN_OWN_SESSIONS}


def sessions_of_the_day(request: HttpRequest) -> Iterator[Part]:
    """For whoever plans sessions or runs some: their own, or all of the NGO's."""
    if request.tenant.is_hub or not abilities(request.user) & RUNNING:  # type: ignore[attr-defined]
        return
    today = timezone.localdate()
    opened = training_sessions().open_to(request.user).exclude(state=TrainingSession.State.CANCELLED)
    numbered = {one.pk: one for one in opened.filter(slots__date=today).with_numbers()}
    for slot in Slot.objects.filter(date=today, session__in=numbered).order_by("part_order", "pk"):
        yield _now(slot, numbered[slot.session_id])
    later = opened.filter(slots__date__gt=today, slots__date__lte=today + AHEAD)
    later = later.with_numbers().annotate(next_day=Min("slots__date")).order_by("next_day", "pk")
    for session in later[:SHOWN]:
        yield _coming(session)


def _now(slot: Slot, session: TrainingSession) -> Now:
    where = [session.city] if session.city else []
    place = (session.uuid, slot.number)
    actions = [
        Action(_("Take the roll"), reverse("sessions:attendance", args=place), "check"),
        Action(_("Code on the wall"), reverse("sessions:screen", args=place), "scan-line"),
        Action(_("See this session"), reverse("sessions:detail", args=[session.uuid])),
    ]
    return Now(session.title, session.language, [*where, half_day(slot), _listed(session)], actions)


def _listed(session: TrainingSession) -> str:
    registered: int = session.registered  # type: ignore[attr-defined]
    said = ngettext("%(number)s person on the list", "%(number)s people on the list", registered)
    return said % {"number": number(registered)}


def _coming(session: TrainingSession) -> Coming:
    day: datetime.date = session.next_day  # type: ignore[attr-defined]
    registered: int = session.registered  # type: ignore[attr-defined]
    note = f"{number(registered)} / {number(session.capacity)}" if session.capacity else number(registered)
    url = reverse("sessions:detail", args=[session.uuid])
    return Coming(day, long_date(day), session.title, session.language, note, url)
