"""Lists a participant's training sessions on their first page."""

from typing import cast

from django.db.models import Max, Min
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.models import JoinCode, User
from people.extension_points import Part
from sessions.models import Registration, TrainingSession
from sessions.querysets import standing_of

SHOWN = 20
DECLINED = Registration.Status.DECLINED


def sessions_part(request: HttpRequest) -> Part | None:
    """The sessions one is on the list of: those to come first, then the past from the latest.

    One they do not come to stays while it is to come, so that they can say otherwise.
    """
    try:
        reverse("sessions:coming")
    except NoReverseMatch:
        return None  # the hub has no sessions
    today = timezone.localdate()
    user = cast(User, request.user)  # the page is for who is signed in
    stands = standing_of(user)
    sessions = TrainingSession.objects.filter(pk__in=stands)
    sessions = sessions.annotate(first_day=Min("slots__date"), last_day=Max("slots__date"))
    found = list(sessions.order_by("-last_day", "-pk")[:SHOWN])
    codes = JoinCode.objects.newest(JoinCode.Target.SESSION, [session.uuid for session in found])
    for session in found:
        session.join_code = codes.get(session.uuid, "")  # type: ignore[attr-defined]
        row = stands[session.pk]
        session.status, session.status_label = row.status, row.get_status_display()  # type: ignore[attr-defined]
    coming = [session for session in found if session.last_day is None or session.last_day >= today]
    past = [session for session in found if session not in coming and stands[session.pk].status != DECLINED]
    return Part("sessions/_home.html", {"coming": coming[::-1], "past": past})
