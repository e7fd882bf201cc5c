"""Reminders on people's devices: asked for and stopped on each device, sent to all of one's own."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core import push
from core.delivery import Gone
from people.models import Person, PushSubscription
from people.models.humans import WHO

MOST = 5  # devices of one person: the oldest gives way


@transaction.atomic
def add_device(*, person: Person, device: push.Device) -> None:
    """Remind the person on this device from now on, and whoever it was before no more."""
    keys = {"p256dh": device.p256dh, "auth": device.auth, "server_key": push.public_key()}
    PushSubscription.objects.update_or_create(
        endpoint=device.endpoint, defaults=keys | {"person": person, "since": timezone.now()}
    )
    own = PushSubscription.objects.filter(person__in=Person.objects.of(person))
    newest = own.order_by("-since", "-pk").values_list("pk", flat=True)[:MOST]
    own.exclude(pk__in=list(newest)).delete()


def stop_devices(*, person: Person, endpoint: str = "") -> None:
    """Remind the person no more on this device, or on none of theirs."""
    found = PushSubscription.objects.filter(person__in=Person.objects.of(person))
    (found.filter(endpoint=endpoint) if endpoint else found).delete()


def forget_device(*, endpoint: str) -> None:
    """Whoever was reminded on this device signs out there."""
    PushSubscription.objects.filter(endpoint=endpoint).delete()


def with_devices(people: Iterable[int]) -> set[int]:
    """Which of these people (ids of records that remain of a merge) are reminded on a device."""
    if not push.is_available():
        return set()
    return set(_of(people).annotate(who=WHO).values_list("who", flat=True))


def marks_of(person: Person) -> list[str]:
    """By which a page knows that the device it is on is among the person's; they give no address away."""
    return [hashlib.sha256(row.endpoint.encode()).hexdigest()[:16] for row in _of([person.pk])]


def push_to(person: Person, words: dict[str, Any], *, topic: str, **how: Any) -> None:
    """To each device of the person's; one that is gone is forgotten. Raises, where none took it, why."""
    failed: Exception = Gone()
    has_gone = False
    for row in _of([person.pk]).order_by("pk"):
        try:
            push.send_push(push.Device(row.endpoint, row.p256dh, row.auth), words, topic=topic, **how)
            has_gone = True
        except Gone:
            row.delete()
        except Exception as error:  # whatever it raises: another device of theirs may take it
            failed = error
    if not has_gone:
        raise failed


def _of(people: Iterable[int]) -> Any:
    """Devices that messages reach: told of the key that is in use."""
    whose = Q(person__in=people) | Q(person__merged_into__in=people)
    return PushSubscription.objects.filter(whose, server_key=push.public_key())
