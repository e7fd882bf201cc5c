"""Forms that choose people of the register: narrowing it, and ticking."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.codes import Category, region_choices
from people.models import Person, PersonQuerySet


class NarrowForm(forms.Form):
    """By which those to invite are narrowed; anything else in the address is ignored."""

    category = forms.ChoiceField(
        label=_("Professional category"), required=False, choices=[("", _("All")), *Category.choices]
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["region"] = forms.ChoiceField(
            label=_("Region"), required=False, choices=[("", _("All")), *region_choices()]
        )

    def narrow(self, people: PersonQuerySet) -> PersonQuerySet:
        self.is_valid()
        for field, name in (("category", "category"), ("person_region", "region")):
            if value := self.cleaned_data.get(name):
                people = people.filter(**{field: value})
        return people


class InvitedForm(forms.Form):
    """Those ticked among `people`, to be invited to what the subclass is for."""

    def __init__(self, data: Any = None, *, people: Sequence[Person]) -> None:
        super().__init__(data)
        self.people = {str(person.uuid): person for person in people}
        self.fields["invited"] = forms.MultipleChoiceField(
            label=_("People"),
            choices=[(key, person.full_name) for key, person in self.people.items()],
            error_messages={
                "required": _("Tick at least one person."),
                "invalid_choice": _("Somebody was invited or changed meanwhile. Look at the list again."),
            },
        )

    def chosen(self) -> list[Person]:
        """Of a valid form."""
        return [self.people[key] for key in self.cleaned_data["invited"]]
