"""Training sessions on a participant's first page."""

from typing import cast

from django.db.models import Max, Min
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from people.home import Part, register_part
from sessions.models import TrainingSession

SHOWN = 20


def sessions_part(request: HttpRequest) -> Part:
    """The sessions one is on the list of: those to come first, then the past from the latest."""
    today = timezone.localdate()
    sessions = (
        TrainingSession.objects.filter(
            registrations__person__user=cast(User, request.user)
        )  # the page is for who is signed in
        .annotate(first_day=Min("slots__date"), last_day=Max("slots__date"))
        .order_by("-last_day", "-pk")[:SHOWN]
    )
    found = list(sessions)
    coming = [session for session in found if session.last_day is None or session.last_day >= today]
    past = [session for session in found if session not in coming]
    return Part("sessions/_home.html", {"coming": coming[::-1], "past": past})


register_part(sessions_part, order=30)
