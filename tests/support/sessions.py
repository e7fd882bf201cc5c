"""Sessions, people and users for these tests, with as few words as possible."""

import datetime
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.utils import timezone

from accounts.models import User
from people.models import Person
from sessions import actions
from sessions.actions import HalfDay, Mark
from sessions.models import Evidence, Slot, TrainingSession

FIELDS = {"title": "First steps", "kind": "training", "audience": "professional"}


def today(days: int = 0) -> datetime.date:
    """Today, or so many days later."""
    return timezone.localdate() + datetime.timedelta(days=days)


def a_user(name: str = "salma") -> User:
    return User.objects.get_or_create(username=name)[0]


def a_person(name: str = "Amina Benali", **fields: Any) -> Person:
    return Person.objects.create(full_name=name, **fields)


def a_session(
    *half_days: HalfDay, on: int = 0, trainers: Iterable[User] = (), people: Iterable[Person] = (), **fields: Any
) -> TrainingSession:
    """A planned session; without half-days, one of 210 minutes in the morning, `on` days from today."""
    cycle_code = fields.pop("cycle_code", "")
    session = actions.create_session(
        uuid=uuid.uuid4(), fields=FIELDS | fields, cycle_code=cycle_code, trainers=trainers, actor=a_user(),
        half_days=half_days or [HalfDay(today(on), "morning", 210)],
    )  # fmt: skip
    for person in people:
        actions.register_person(session=session, person=person, actor=a_user())
    return session


def a_slot(*people: Person, **fields: Any) -> Slot:
    """The one half-day of a session with these people on its list."""
    return a_session(people=people, **fields).slots.get()


def present(slot: Slot, *people: Person, minutes: int | None = None) -> None:
    """Mark people present."""
    marks = [Mark(person, minutes) for person in people]
    actions.record_presences(slot=slot, marks=marks, actor=a_user(), source=Evidence.Source.TRAINER)


def refused_by_both(row: Any, field: str) -> list[Callable[[], Any]]:
    """The ways to change or delete an append-only row that both tables refuse."""
    model, changes = type(row), {field: 5}
    rows, base = model.objects, model._base_manager
    conflicts = {"update_conflicts": True, "unique_fields": ["id"], "update_fields": [field]}
    return [
        row.save, row.delete, rows.all().delete, base.all().delete,
        lambda: rows.update(**changes), lambda: base.update(**changes),
        lambda: rows.bulk_update([row], [field]), lambda: base.bulk_update([row], [field]),
        lambda: rows.bulk_create([row], **conflicts), lambda: rows.bulk_create([row], ignore_conflicts=True),
        lambda: rows.update_or_create(pk=row.pk, defaults=changes),
    ]  # fmt: skip
