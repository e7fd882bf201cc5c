"""Forms of joining."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.codes import AgeBand, Category, InstitutionType, Sex, region_choices
from core.text import ascii_digits

SKIP = [("", _("I prefer not to say"))]


class CodeForm(forms.Form):
    """The code that was given on paper, by mouth or by QR."""

    code = forms.CharField(
        label=_("Code"), max_length=32,
        help_text=_("You received it from your trainer. Capitals and spaces do not matter."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "dir": "ltr"}),
    )  # fmt: skip


class PinField(forms.CharField):
    """Four to eight digits, typed in Western or Arabic-Indic digits."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"})
        super().__init__(widget=widget, max_length=8, **kwargs)

    def clean(self, value: str) -> str:
        pin = ascii_digits(super().clean(value))
        if not (pin.isdigit() and len(pin) >= 4):
            raise forms.ValidationError(_("Write 4 to 8 digits."))
        return pin


class ReturnForm(forms.Form):
    """Who has joined before comes back with the same name and PIN."""

    name = forms.CharField(label=_("Your name"), max_length=160)
    pin = PinField(label=_("PIN"))


class JoinForm(forms.Form):
    """A newcomer: a name, a PIN, and coarse facts that may all be left out."""

    name = forms.CharField(
        label=_("Your name"), max_length=160, help_text=_("As it should stand on your certificate"),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )  # fmt: skip
    pin = PinField(
        label=_("Choose a PIN"), help_text=_("4 to 8 digits. With your name it lets you come back on any phone.")
    )
    category = forms.ChoiceField(label=_("Your work"), choices=SKIP + Category.choices, required=False)
    institution_type = forms.ChoiceField(
        label=_("Where you work"), choices=SKIP + InstitutionType.choices, required=False
    )
    person_region = forms.ChoiceField(label=_("Region"), choices=SKIP + region_choices(), required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=SKIP + Sex.choices, required=False)
    age_band = forms.ChoiceField(label=_("Age"), choices=SKIP + AgeBand.choices, required=False)

    def axes(self) -> dict[str, str]:
        """What was said of oneself, by field name of `people.models.Axes`."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"name", "pin"}}
