"""Whom to invite to a session."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.codes import Category, region_choices
from people.models import Person
from sessions import actions
from sessions.forms.acting import Acting
from sessions.models import TrainingSession
from sessions.querysets import people_registered, trainer_people

MOST_SHOWN = 200


class NarrowForm(forms.Form):
    """By which the register is narrowed; anything else in the address is ignored."""

    category = forms.ChoiceField(
        label=_("Professional category"), required=False, choices=[("", _("All")), *Category.choices]
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["region"] = forms.ChoiceField(
            label=_("Region"), required=False, choices=[("", _("All")), *region_choices()]
        )

    def people(self, session: TrainingSession) -> Sequence[Person]:
        """Those who can be told and have nothing to do with the session yet, by name."""
        self.is_valid()
        told = Q(user__isnull=False) | ~Q(email="") | ~Q(phone="")
        people = Person.objects.canonical().filter(told, erased_at__isnull=True).in_order()
        for field, name in (("category", "category"), ("person_region", "region")):
            if value := self.cleaned_data.get(name):
                people = people.filter(**{field: value})
        busy = people_registered(session).values("pk")
        return list(people.exclude(pk__in=busy).exclude(pk__in=trainer_people(session).values("pk"))[:MOST_SHOWN])


class InviteForm(Acting, forms.Form):
    """Those ticked among `people`; `result` is how many are newly invited."""

    def __init__(self, data: Any = None, *, session: TrainingSession, people: Sequence[Person], actor: User) -> None:
        super().__init__(data)
        self.session, self.actor = session, actor
        self.people = {str(person.uuid): person for person in people}
        self.fields["invited"] = forms.MultipleChoiceField(
            label=_("People"),
            choices=[(key, person.full_name) for key, person in self.people.items()],
            error_messages={
                "required": _("Tick at least one person."),
                "invalid_choice": _("Somebody was registered or changed meanwhile. Look at the list again."),
            },
        )

    def act(self) -> int:
        chosen = [self.people[key] for key in self.cleaned_data["invited"]]
        return actions.invite_people(session=self.session, people=chosen, actor=self.actor)
