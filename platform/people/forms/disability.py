"""Forms of disability: what a person declares, and whether the NGO asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.acting import Acting
from core.codes import Disability
from people.disability import ask, declare
from people.models import Person


class DeclareForm(Acting, forms.Form):
    """Yes or no, and the agreement that goes with it."""

    value = forms.ChoiceField(
        label=_("Do you have a disability?"), choices=Disability.choices, widget=forms.RadioSelect
    )
    past = forms.BooleanField(
        label=_("Also for the sessions and courses already taken"), required=False,
        help_text=_("Leave it empty if it was not so then."),
    )  # fmt: skip
    agrees = forms.BooleanField(label=_("I have read the text above and agree that this is kept."))

    def __init__(self, data: Any = None, *, person: Person, on_paper: bool = False) -> None:
        super().__init__(data, initial={"value": person.disability})
        self.person, self.on_paper = person, on_paper
        if on_paper:
            self.fields["value"].label = _("What the person declared")
            self.fields["agrees"].label = _("The person said it themself, and signed the text above on paper.")

    def act(self) -> None:
        cleaned = self.cleaned_data
        declare(person=self.person, value=cleaned["value"], past=cleaned["past"], on_paper=self.on_paper)


class AskForm(Acting, forms.Form):
    """Whether the NGO asks."""

    asked = forms.BooleanField(label=_("Ask about disability"), required=False)

    def __init__(self, data: Any = None, *, asked: bool, actor: User) -> None:
        super().__init__(data, initial={"asked": asked})
        self.actor = actor

    def act(self) -> None:
        ask(asked=self.cleaned_data["asked"], actor=self.actor)
