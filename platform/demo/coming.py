"""The demo's sessions of today and of the weeks to come: somebody who tries the product finds a room to work in.

They count in no figure of the years the demo publishes, and nothing of them is held yet.
"""

import datetime
import uuid
from typing import Any, NamedTuple

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from people.models import Person
from sessions.actions import HalfDay, create_session, open_join_code, register_person
from sessions.models import TrainingSession

PLACES, LISTED = 20, 14
DAY, AFTERNOON = datetime.timedelta(days=1), datetime.time(14, 0)
MORNING, MINUTES = datetime.time(9, 30), 180


class Coming(NamedTuple):
    """One session: in how many days, on how many half-days, in which language, for whom."""

    title: str
    in_days: int
    half_days: int
    language: str
    audience: str


SESSIONS = (
    Coming("Premier contact : écouter sans nuire", 0, 2, "fr", "professional"),
    Coming("الرصد والتوجيه: دراسة حالات", 9, 2, "ar", "professional"),
    Coming("Accompagner en justice : les étapes", 23, 4, "fr", "mixed"),
)


def plan_sessions(participant: Person, *, region: str, city: str) -> None:
    """Plan SESSIONS in the active tenant, run by its trainer, with people of the register and the participant."""
    actor = User.objects.get(username=Role.COORDINATOR.value)
    trainer = User.objects.get(username=Role.TRAINER.value)
    people = [*Person.objects.canonical().filter(user__isnull=True).in_order()[:LISTED], participant]
    for coming in SESSIONS:
        session = create_session(
            uuid=uuid.uuid4(), fields=_fields(coming, region, city), half_days=_half_days(coming), actor=actor,
            trainers=[trainer],
        )  # fmt: skip
        for person in people:
            register_person(session=session, person=person, actor=actor)
        open_join_code(session=session, actor=actor)


def _fields(coming: Coming, region: str, city: str) -> dict[str, Any]:
    return {
        "title": coming.title, "kind": TrainingSession.Kind.TRAINING, "audience": coming.audience,
        "language": coming.language, "modality": TrainingSession.Modality.IN_PERSON, "region": region, "city": city,
        "venue": "Maison des associations, salle 2", "capacity": PLACES, "is_public": coming.in_days > 0,
    }  # fmt: skip


def _half_days(coming: Coming) -> list[HalfDay]:
    first = timezone.localdate() + coming.in_days * DAY
    parts = (("morning", MORNING), ("afternoon", AFTERNOON))
    return [
        HalfDay(first + n // len(parts) * DAY, parts[n % len(parts)][0], MINUTES, starts_at=parts[n % len(parts)][1])
        for n in range(coming.half_days)
    ]
