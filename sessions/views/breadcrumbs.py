"""Breadcrumbs of the pages of sessions."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.languages import isolated
from sessions.models import Slot, TrainingSession
from sessions.wording import half_day


def to_list() -> list[dict[str, str]]:
    """Pages right under the list."""
    return [{"url": reverse("sessions:list"), "label": _("Sessions")}]


def to_session(session: TrainingSession) -> list[dict[str, str]]:
    """Pages under a session."""
    label = isolated(session.title)
    return [*to_list(), {"url": reverse("sessions:detail", args=[session.uuid]), "label": label}]


def to_roll(slot: Slot) -> list[dict[str, str]]:
    """Pages under a half-day's roll."""
    url = reverse("sessions:attendance", args=[slot.session.uuid, slot.number])
    return [*to_session(slot.session), {"url": url, "label": half_day(slot)}]
