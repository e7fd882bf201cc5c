"""A session of the demo that has just been held: people present, pairs of tests, feedback, certificates.

It counts in the year that runs, in none of those the demo publishes.
"""

import datetime
import random
import uuid
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from demo.coming import DAY, MINUTES, MORNING
from people.models import Person
from sessions.actions import HalfDay, close_session, create_session, register_person
from sessions.actions.attendance import Mark, record_presences
from sessions.actions.feedback import give_feedback
from sessions.actions.scores import Score, record_scores
from sessions.certifying import issue_session_certificates
from sessions.models import Evidence, TestScore, TrainingSession
from sessions.models.feedback import QUESTIONS

DAYS_AGO, PEOPLE, FEEDBACK, MAXIMUM = 12, 12, 10, 20
TITLE = "Reconnaître les signes : deux demi-journées"


def hold_a_session(participant: Person, *, region: str, city: str) -> TrainingSession:
    """In the active tenant, run by its trainer, with the last people of the register and the participant."""
    actor = User.objects.get(username=Role.COORDINATOR.value)
    trainer = User.objects.get(username=Role.TRAINER.value)
    first = timezone.localdate() - DAYS_AGO * DAY
    session = create_session(
        uuid=uuid.uuid4(), actor=actor, trainers=[trainer],
        fields={
            "title": TITLE, "kind": TrainingSession.Kind.TRAINING, "audience": "professional", "language": "fr",
            "modality": TrainingSession.Modality.IN_PERSON, "region": region, "city": city,
            "venue": "Maison des associations, salle 2", "capacity": PEOPLE + 4, "is_public": False,
        },
        half_days=[HalfDay(first, "morning", MINUTES, starts_at=MORNING),
                   HalfDay(first, "afternoon", MINUTES, starts_at=datetime.time(14, 0))],
    )  # fmt: skip
    people = [*Person.objects.canonical().filter(user__isnull=True).in_order().reverse()[: PEOPLE - 1], participant]
    for person in people:
        register_person(session=session, person=person, actor=actor)
    for slot in session.slots.all():
        record_presences(
            slot=slot, marks=[Mark(person) for person in people], actor=trainer, source=Evidence.Source.TRAINER
        )
    _tests(session, people, actor)
    lots = random.Random(TITLE)
    for person in people[:FEEDBACK]:
        give_feedback(session=session, person=person, marks={name: lots.choice((3, 4, 4, 5, 5)) for name in QUESTIONS})
    close_session(session=session, actor=actor)
    issue_session_certificates(session=session, language="fr", actor=actor)
    return session


def _tests(session: TrainingSession, people: list[Person], actor: User) -> None:
    """Before and after, of everybody: the gain is read from pairs."""
    lots = random.Random(session.title)
    scores = []
    for person in people:
        before = lots.randint(7, 13)
        scores.append(Score(person, TestScore.Kind.PRE, Decimal(before)))
        scores.append(Score(person, TestScore.Kind.POST, Decimal(min(MAXIMUM, before + lots.randint(2, 6)))))
    record_scores(session=session, maximum=Decimal(MAXIMUM), scores=scores, actor=actor)
