"""Forms of the register: correcting a record, erasing it, taking a merge apart."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from people.erasure import erase_person
from people.forms.axes import ASKED
from people.forms.own_data import CorrectionForm
from people.merging import undo_merge
from people.models import Person


class RecordForm(CorrectionForm):
    """A record as a coordinator corrects it: the same fields and checks, in words about somebody else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in {
            "full_name": _("Name"), "name_other_script": _("Name in the other script"),
            "institution": _("Institution"), "category": _("Profession"),
            "institution_type": _("Kind of institution"),
            "past": _(
                "Also correct profession, region, age, sex and language in the sessions and courses already taken"
            ),
        }.items():  # fmt: skip
            self.fields[name].label = label
        self.fields["full_name"].help_text = ""
        self.fields["full_name"].widget.attrs["autocomplete"] = "off"
        for name in ASKED:
            field: Any = self.fields[name]
            field.choices = [("", _("Unknown")), *list(field.choices)[1:]]
        for name in ("email", "phone", "institution"):
            self.fields[name].widget.attrs["autocomplete"] = "off"


class EraseForm(forms.Form):
    """Says that the person asked for it."""

    sure = forms.BooleanField(label=_("Yes, erase this person. I know that it cannot be undone."))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def done(self) -> bool:
        """Whether it was valid and the person is erased; a colleague is not."""
        if not self.is_valid():
            return False
        try:
            erase_person(person=self.person)
        except ValidationError as error:
            self.add_error(None, error)
        return not self.errors


class UndoMergeForm(forms.Form):
    """Why the two records are two people after all."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200,
        help_text=_("Stays with the history. For example: two sisters with one phone."),
    )  # fmt: skip

    def __init__(self, *args: Any, batch: uuid.UUID, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.batch, self.actor = batch, actor

    def done(self) -> bool:
        """Whether it was valid and the merge is undone."""
        if not self.is_valid():
            return False
        try:
            undo_merge(batch=self.batch, reason=self.cleaned_data["reason"], actor=self.actor)
        except ValidationError as error:
            self.add_error(None, error)
        return not self.errors
