"""The worker's heartbeat: one row in the public schema, written while its clock goes round."""

import datetime

from django.utils import timezone

from tenants.models import Heartbeat

ONLY = 1  # however many workers there are: that one lives is what counts


def beat() -> None:
    """Say that the worker is there."""
    Heartbeat.objects.update_or_create(pk=ONLY, defaults={"at": timezone.now()})


def last_beat() -> datetime.datetime | None:
    """When a worker last said so; none: never."""
    return Heartbeat.objects.filter(pk=ONLY).values_list("at", flat=True).first()
