"""Forms of the register: correcting a record, erasing it, agreements on paper, taking a merge apart."""

import datetime
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.acting import Acting
from core.codes import Language
from core.dates import YEARS
from people.consent import record_paper_consent
from people.correcting import correct_person
from people.erasure import Erased, erase_person
from people.forms.axes import ASKED
from people.forms.own_data import CONTACT, CorrectionForm
from people.merging import undo_merge
from people.models import Person


class RecordForm(CorrectionForm):
    """A record as a coordinator corrects it: the same fields and checks, in words about somebody else."""

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
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

    def save(self) -> None:
        fields = {name: self.cleaned_data[name] for name in CONTACT} | self.axes()
        past = self.cleaned_data["past"]
        correct_person(person=self.person, fields=fields, also_past=past, actor=self.actor)


class EraseForm(Acting, forms.Form):
    """Says that the person asked for it; `result`: how they were erased. A colleague is not."""

    sure = forms.BooleanField(label=_("Yes, erase this person. I know that it cannot be undone."))

    def __init__(self, *args: Any, person: Person, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.actor = person, actor

    def act(self) -> Erased:
        return erase_person(person=self.person, actor=self.actor)


class UndoMergeForm(Acting, forms.Form):
    """Why the two records are two people after all."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200,
        help_text=_("Stays with the history. For example: two sisters with one phone."),
    )  # fmt: skip

    def __init__(self, *args: Any, batch: uuid.UUID, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.batch, self.actor = batch, actor

    def act(self) -> None:
        undo_merge(batch=self.batch, reason=self.cleaned_data["reason"], actor=self.actor)


class PaperConsentForm(Acting, forms.Form):
    """When somebody signed the text on paper, and in which language it was."""

    day = forms.DateField(
        label=_("Signed on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The day on the paper. Keep the paper itself where only those who need it can open it."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of the paper"), choices=Language.choices)
    read = forms.BooleanField(label=_("The paper has the text above, and this person’s signature."))

    def __init__(self, data: Any = None, *, person: Person, actor: User) -> None:
        super().__init__(data, initial={"language": person.person_language or None})
        self.person, self.actor = person, actor

    def clean_day(self) -> datetime.date:
        day = self.cleaned_data["day"]
        if day > timezone.localdate() or day.year not in YEARS:
            raise ValidationError(_("Write the day on which it was signed: today or before."))
        return day

    def act(self) -> None:
        day, language = self.cleaned_data["day"], self.cleaned_data["language"]
        record_paper_consent(person=self.person, day=day, language=language, actor=self.actor)
