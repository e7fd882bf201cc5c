"""The form that invites people to a session."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from accounts.models import User
from core.acting import Acting
from people.forms.choosing import InvitedForm, NarrowForm
from people.models import Person
from sessions import actions
from sessions.models import TrainingSession
from sessions.querysets import people_registered, trainer_people

MOST_SHOWN = 200


def whom_to_invite(session: TrainingSession, narrow: NarrowForm) -> list[Person]:
    """Those who can be told and have nothing to do with the session yet, by name."""
    told = Q(user__isnull=False) | ~Q(email="") | ~Q(phone="")
    people = narrow.narrow(Person.objects.canonical().filter(told, erased_at__isnull=True).in_order())
    busy = people_registered(session).values("pk")
    return list(people.exclude(pk__in=busy).exclude(pk__in=trainer_people(session).values("pk"))[:MOST_SHOWN])


class InviteForm(Acting, InvitedForm):
    """Those ticked are asked to the session; `result` is how many are newly invited."""

    def __init__(self, data: Any = None, *, session: TrainingSession, people: Sequence[Person], actor: User) -> None:
        super().__init__(data, people=people)
        self.session, self.actor = session, actor

    def act(self) -> int:
        return actions.invite_people(session=self.session, people=self.chosen(), actor=self.actor)
