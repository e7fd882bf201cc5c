"""Forms of one's own data: correcting it, deleting it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.codes import Language
from core.contacts import normalize_email, normalize_phone
from core.text import ascii_digits
from core.together import SavedTogether
from people.correcting import correct_person
from people.forms.axes import AxesForm
from people.models import Person

CONTACT = ("full_name", "name_other_script", "email", "phone", "institution", "person_language")


class CorrectionForm(SavedTogether, AxesForm):
    """Everything one says of oneself. `past` also corrects what earlier sessions and courses keep."""

    full_name = forms.CharField(
        label=_("Your name"), max_length=160, help_text=_("With it and your PIN you come back."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )  # fmt: skip
    name_other_script = forms.CharField(
        label=_("Your name in the other script"), max_length=160, required=False,
        help_text=_("In Latin letters if the one above is in Arabic, and the other way round."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )  # fmt: skip
    email = forms.CharField(
        label=_("E-mail"), max_length=254, required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Phone"), max_length=32, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "dir": "ltr"}),
    )  # fmt: skip
    institution = forms.CharField(
        label=_("Name of your institution"), max_length=160, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization", "dir": "auto"}),
    )  # fmt: skip
    person_language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    past = forms.BooleanField(
        label=_("Also correct my work, region, age, sex and language in the sessions and courses already taken"),
        required=False,
        help_text=_(
            "Leave it empty if something changed only now, such as a new job: each session keeps what was true then."
        ),
    )
    field_order = [
        "full_name", "name_other_script", "email", "phone", "institution", "person_language", "category",
        "institution_type", "person_region", "age_band", "sex", "past",
    ]  # fmt: skip

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        fields = (*CONTACT, *AxesForm.base_fields)
        super().__init__(*args, initial={name: getattr(person, name) for name in fields}, **kwargs)
        self.person = person
        self.open_together(f"person {person.uuid}")

    def stored(self) -> dict[str, str]:
        fields = (*CONTACT, *AxesForm.base_fields)
        return Person.objects.filter(pk=self.person.pk).values(*fields).get()

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.settle()
        return self.cleaned_data

    def clean_email(self) -> str:
        return self._normalized("email", normalize_email, _("This is no e-mail address. Write it as name@example.org."))

    def clean_phone(self) -> str:
        return self._normalized(
            "phone", lambda text: normalize_phone(text, "MA"), _("This is no phone number. Write it as 06 12 34 56 78.")
        )

    def _normalized(self, field: str, normalize: Any, refusal: Any) -> str:
        text = self.cleaned_data[field]
        try:
            return normalize(text) if text else ""
        except ValueError:
            raise forms.ValidationError(refusal) from None

    def save(self) -> None:
        """Write what was corrected."""
        fields = {name: self.cleaned_data[name] for name in CONTACT} | self.axes()
        correct_person(person=self.person, fields=fields, also_past=self.cleaned_data["past"])


class ErasureForm(forms.Form):
    """The PIN or password once more, so that a phone left open deletes nobody.

    `asks`: not of whoever has just shown by a code who they are (accounts.fresh).
    """

    secret = forms.CharField(
        label=_("Your PIN or password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "dir": "ltr"}),
    )

    def __init__(self, *args: Any, asks: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks = asks
        if not asks:
            del self.fields["secret"]

    def is_of(self, user: User) -> bool:
        """Whether it is the user's; a PIN may be typed in Arabic digits."""
        secret = self.cleaned_data["secret"]
        return any(user.check_password(text) for text in dict.fromkeys((secret, ascii_digits(secret))))
