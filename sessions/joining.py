"""What a session's join code leads to: a place on its list."""

from typing import cast
from uuid import UUID

from django.urls import reverse

from accounts.models import User
from core.languages import Shown, active
from people.extension_points import Target
from people.models import Person
from sessions.actions import register_person
from sessions.actions.guards import refuse_over
from sessions.actions.registration import status_of
from sessions.models import Registration, TrainingSession
from sessions.wording import half_day


def session_target(key: UUID) -> Target | None:
    """The session of that UUID, unless it was cancelled."""
    session = TrainingSession.objects.exclude(state=TrainingSession.State.CANCELLED).filter(uuid=key).first()
    if session is None:
        return None

    def let_in(person: Person) -> str:
        if status_of(session, person) != Registration.Status.CONFIRMED:
            refuse_over(session)  # in words for whoever cannot open it again
        register_person(session=session, person=person, actor=cast(User, person.user))  # who joins has an account
        return reverse("sessions:registered", args=[session.uuid])

    facts = [half_day(slot) for slot in session.slots.all()]
    title = Shown(session.title, session.language, active()) if session.language else session.title
    return Target(title, Person.objects.filter(registrations__session=session), let_in, [*facts, session.city])
