"""What a session's join code leads to: a place on its list."""

from typing import cast
from uuid import UUID

from django.urls import reverse

from accounts.models import JoinCode, User
from people.joining import Target, register_target
from people.models import Person
from sessions.actions import register_person
from sessions.models import TrainingSession


def session_target(key: UUID) -> Target | None:
    """The session of that UUID, unless it was cancelled."""
    session = TrainingSession.objects.exclude(state=TrainingSession.State.CANCELLED).filter(uuid=key).first()
    if session is None:
        return None

    def let_in(person: Person) -> str:
        register_person(session=session, person=person, actor=cast(User, person.user))  # who joins has an account
        return reverse("sessions:registered", args=[session.uuid])

    return Target(session.title, Person.objects.filter(registrations__session=session), let_in)


register_target(JoinCode.Target.SESSION, session_target)
