"""What somebody who joined a session sees: that they are on the list, when and in which city it is."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.requests import SignedInRequest
from sessions.models import TrainingSession
from sessions.wording import half_day


@login_required
def registered(request: SignedInRequest, session: uuid.UUID) -> HttpResponse:
    """A session the signed-in person is on the list of, else 404."""
    found = get_object_or_404(
        TrainingSession.objects.filter(registrations__person__user=request.user).distinct(), uuid=session
    )
    half_days = [half_day(slot) for slot in found.slots.all()]
    return render(request, "sessions/registered.html", {"session": found, "half_days": half_days})
