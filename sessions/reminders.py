"""The reminder of a training session, the day before it begins."""

import datetime
from collections.abc import Iterator

from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from people.messages import Due, Reminder, register_reminder
from sessions.models import Registration, TrainingSession


def tomorrow(now: datetime.datetime) -> Iterator[Due]:
    """Everybody on the list of a planned session that begins tomorrow; moved to another day, it is said again."""
    day = now.date() + datetime.timedelta(days=1)
    sessions = TrainingSession.objects.filter(state=TrainingSession.State.PLANNED).annotate(first=Min("slots__date"))
    begins = sessions.filter(first=day).values("pk")
    listed = Registration.objects.filter(session__in=begins).select_related("person", "session").order_by("pk")
    return (Due(entry.person, f"{entry.session.uuid} {day}") for entry in listed)


TEXT = _("Something you are on the list for takes place tomorrow. The details are in your space.")
register_reminder(Reminder("session", _("The day before a training session"), TEXT, tomorrow))
