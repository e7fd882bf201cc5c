"""Adds somebody to the register."""

import uuid
from typing import Any

from django.db import transaction

from accounts.models import User
from core.locks import wait_for
from people.history import Kind, note
from people.models import Person


@transaction.atomic
def add_person(*, uuid: uuid.UUID, fields: dict[str, Any], actor: User) -> Person:
    """Write a new record. The same `uuid` again adds nobody: what a phone or a finger sends twice is written once."""
    wait_for(str(uuid))
    person = Person.objects.filter(uuid=uuid).first()
    if person is None:
        person = Person.objects.create(uuid=uuid, **fields)
        note(kind=Kind.ADDED, people=[(person, {})], by=actor)
    return person
