"""Forms that write somebody new: who may be the same person is asked before anything is written."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.acting import Acting, name_empty_choice
from core.contacts import normalize_email, normalize_phone
from people.adding import add_person
from people.forms.axes import in_alphabet, regions
from people.known import Described, Known, known_like
from people.models import AXIS_FIELDS, Person, PersonQuerySet

APART = "apart"  # of those who were shown, who were said to be somebody else: the value of a button

DESCRIBING = ("full_name", "name_other_script", "email", "phone")


def described_in(data: Any) -> Described:
    """What a form says so far, judged by nobody yet."""
    return Described(**{name: str(data.get(name, ""))[:254].replace("\0", "") for name in DESCRIBING})


class AsksWhoIsKnown(forms.BaseForm):
    """Mixed into a form that writes somebody new. `among`: the people whoever writes may see; None: all of them."""

    among: PersonQuerySet | None = None
    cleaned_data: dict[str, Any]

    def as_sent(self, name: str) -> str:
        """A field as it came, judged by nobody."""
        return str(self.data.get(self.add_prefix(name), ""))

    def known(self) -> list[Known]:
        """Those who may be the person described, of a form that is bound."""
        return known_like(described_in({name: self.as_sent(name) for name in DESCRIBING}), among=self.among)

    def apart(self) -> set[str]:
        """The UUIDs of those who were shown, and said to be somebody else."""
        return set(self.as_sent(APART).split(","))

    def to_be_asked(self) -> list[Known]:
        """The same where somebody of them was not yet said to be another person; else nobody. A valid form."""
        if Person.objects.filter(uuid=self.cleaned_data["uuid"]).exists():
            return []  # sent twice: it is written already
        known, apart = self.known(), self.apart()
        return known if any(str(one.person.uuid) not in apart for one in known) else []


class ContactFields(forms.Form):
    """A mail address and a phone, which may both stay empty, each in its one spelling."""

    email = forms.CharField(
        label=_("E-mail"), max_length=254, required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Phone"), max_length=32, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel", "dir": "ltr"}),
    )  # fmt: skip

    def clean_email(self) -> str:
        text = self.cleaned_data["email"]
        try:
            return normalize_email(text) if text else ""
        except ValueError:
            raise forms.ValidationError(_("This is no e-mail address. Write it as name@example.org.")) from None

    def clean_phone(self) -> str:
        text = self.cleaned_data["phone"]
        try:
            return normalize_phone(text, "MA") if text else ""
        except ValueError:
            raise forms.ValidationError(_("This is no phone number. Write it as 06 12 34 56 78.")) from None


class NewPersonForm(AsksWhoIsKnown, Acting, ContactFields, forms.ModelForm):
    """Somebody new to the NGO: a name is enough, all else may stay unknown."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = Person
        fields = ["full_name", "name_other_script", "email", "phone", "institution", *AXIS_FIELDS]
        error_messages = {"full_name": {"required": _("Write the name; nothing else is needed.")}}
        widgets = {
            name: forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
            for name in ("full_name", "name_other_script", "institution")
        }

    def __init__(self, data: Any = None, *, actor: User, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial={"uuid": uuid.uuid4()} | (initial or {}))
        self.actor = actor
        for name in AXIS_FIELDS:
            name_empty_choice(self.fields[name], _("Unknown"))
        self.fields["person_region"] = forms.ChoiceField(
            label=self.fields["person_region"].label, required=False, choices=lambda: [("", _("Unknown")), *regions()]
        )
        for name in ("category", "institution_type"):
            field: Any = self.fields[name]
            field.choices = [("", _("Unknown")), *in_alphabet(list(field.choices)[1:])]

    def written(self) -> dict[str, Any]:
        """The fields of the record, of a valid form."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def act(self) -> Person:
        return add_person(uuid=self.cleaned_data["uuid"], fields=self.written(), actor=self.actor)

    def main_fields(self) -> list[Any]:
        """What is asked first."""
        return [self[name] for name in ("full_name", "phone", "email")]

    def other_fields(self) -> list[Any]:
        """What may be opened."""
        return [self[name] for name in ("name_other_script", "institution", *AXIS_FIELDS)]
