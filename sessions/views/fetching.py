"""Fetches a session or a half-day with permission: what somebody may not see does not exist for them."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.requests import SignedInRequest
from accounts.roles import Ability, abilities, requires
from sessions.certifying import warnings_of
from sessions.checkin.devices import named_device
from sessions.models import Slot, TrainingSession
from sessions.querysets import training_sessions


class StaffRequest(SignedInRequest):
    """A request behind `runners` or `managers`."""

    device: str


def runners(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view for those who manage sessions or run some; it knows the device."""
    return requires(Ability.MANAGE_SESSIONS, Ability.RUN_OWN_SESSIONS)(named_device(view))


def managers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view for those who manage sessions; it knows the device."""
    return requires(Ability.MANAGE_SESSIONS)(named_device(view))


def fetch_session(request: StaffRequest, session: uuid.UUID) -> TrainingSession:
    """A session this user manages or runs, else 404."""
    return get_object_or_404(
        training_sessions().open_to(request.user).select_related("cycle", "pre_test", "post_test"), uuid=session
    )


def fetch_slot(request: StaffRequest, session: uuid.UUID, number: int) -> Slot:
    """A half-day of a session this user manages or runs, else 404."""
    slots = Slot.objects.select_related("session")
    if not may_manage(request):
        slots = slots.filter(session__in=training_sessions().open_to(request.user))
    return get_object_or_404(slots, session__uuid=session, number=number)


def may_manage(request: StaffRequest) -> bool:
    """Whether the user plans sessions, as opposed to running their own."""
    return Ability.MANAGE_SESSIONS in abilities(request.user)


def warn_of_certificates(request: StaffRequest, session: TrainingSession) -> None:
    """After a correction: the certificates it took the ground of, with the way to decide for those who may."""
    url = reverse("certificates:undecided") if may_manage(request) else ""
    for said in warnings_of(session):
        link = format_html(' <a href="{}">{}</a>', url, _("Decide")) if url else ""
        messages.warning(request, format_html("{}{}", said, link))
