"""Forms of joining: the code, the newcomer, who comes back; what is agreed to."""

import re
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import SharedPhoneForm
from core.contacts import COUNTRIES, normalize_email, normalize_phone
from core.text import ascii_digits
from people.forms.axes import AxesForm, professions, skippable

PIN_PATTERN = "[0-9\u0660-\u0669\u06f0-\u06f9]{4,8}"
OF_A_LINK = re.compile(r"/join/([^/?#\s]+)")


class CodeForm(forms.Form):
    """The code that was given on paper, by mouth or by QR; a whole link pasted for it is read, too."""

    code = forms.CharField(
        label=_("Code"), max_length=300,
        help_text=_(
            "You received it from your trainer. Capitals and spaces do not matter; the whole link may be pasted."
        ),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "dir": "ltr"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        """The code alone."""
        typed: str = self.cleaned_data["code"]
        found = OF_A_LINK.search(typed)
        return found[1] if found else typed


class PinField(forms.CharField):
    """Four to eight digits, typed in Western or Arabic-Indic digits; a new PIN has six (people.joining)."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "dir": "ltr", "pattern": PIN_PATTERN}
        widget = forms.PasswordInput(attrs=attrs)
        super().__init__(widget=widget, max_length=8, **kwargs)

    def clean(self, value: str) -> str:
        pin = ascii_digits(super().clean(value))
        if not (pin.isdigit() and len(pin) >= 4):
            raise forms.ValidationError(_("Write 4 to 8 digits."))
        return pin


class ReturnForm(SharedPhoneForm):
    """Who has joined before comes back with the same name and PIN."""

    name = forms.CharField(label=_("Your name"), max_length=160)
    pin = PinField(label=_("PIN"))
    field_order = ["name", "pin", "shared"]


class BadgeForm(SharedPhoneForm):
    """The PIN that goes with a badge."""

    pin = PinField(label=_("PIN"))
    field_order = ["pin", "shared"]


class ConsentForm(forms.Form):
    """Agreeing to what is kept; the text stands above the form."""

    consent = forms.BooleanField(
        label=_("I have read what is kept about me, and I agree."),
        error_messages={"required": _("Tick this box to go on. If you do not agree, nothing is kept.")},
    )


class AskingForm(AxesForm, ConsentForm):
    """For somebody who is signed in and was never asked: the axes, then the agreement."""

    field_order = ["category", "institution_type", "person_region", "age_band", "sex", "consent"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["category"]).choices = skippable(professions)()


class JoinForm(AskingForm, SharedPhoneForm):
    """A newcomer: a name, a PIN, and coarse facts that may all be left out."""

    name = forms.CharField(
        label=_("Your name"), max_length=160, help_text=_("As it should stand on your certificate"),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )  # fmt: skip
    pin = PinField(
        label=_("Choose a PIN"), help_text=_("6 to 8 digits. With your name it lets you come back on any phone.")
    )
    contact = forms.CharField(
        label=_("E-mail or phone"), max_length=254, required=False,
        help_text=_("If you forget your PIN, a code comes there. Reminders too; you can stop them."),
        widget=forms.TextInput(attrs={"autocomplete": "email", "autocapitalize": "none", "dir": "ltr"}),
    )  # fmt: skip
    field_order = ["name", "pin", "contact", *AskingForm.field_order, "shared"]

    def clean_contact(self) -> dict[str, str]:
        """By field name of `people.models.Person`; empty when nothing was given."""
        text = self.cleaned_data["contact"]
        try:
            if "@" in text:
                return {"email": normalize_email(text)}
            return {"phone": normalize_phone(text, COUNTRIES[0])} if text else {}
        except ValueError:
            raise forms.ValidationError(
                _("This is neither a mail address nor a phone number. Correct it, or leave it empty.")
            ) from None
