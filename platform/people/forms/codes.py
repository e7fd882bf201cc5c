"""The form that asks for a one-time code by mail or SMS."""

from typing import Any

from allauth.core import context
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms import TOO_MANY_TRIES
from accounts.limits import take_try
from accounts.models import User
from core import sms
from core.contacts import normalize_email, possible_phones
from people.signing_in import only_account


class AskCodeForm(forms.Form):
    """A mail address or a phone number: the answer is the same whether it is known, shared by several or nobody's.

    allauth's flow reads `cleaned_data["email"]`, where the code goes, and `_user`.
    """

    contact = forms.CharField(
        label=_("E-mail or phone number"), max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "dir": "ltr"}),
        error_messages={"required": _("Write your mail address or your phone number.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user: User | None = None
        self.sends_sms = sms.is_available()
        if not self.sends_sms:
            field = self.fields["contact"]
            field.label, field.widget.input_type = _("E-mail"), "email"
            field.error_messages["required"] = _("Write your mail address.")

    def clean_contact(self) -> str:
        typed = self.cleaned_data["contact"]
        subject = self._spelling(typed)
        if not take_try(context.request, "code", subject):
            raise ValidationError(TOO_MANY_TRIES, code="limited")
        found = only_account(typed)
        self._user = found.user if found else None
        self.cleaned_data["email"] = found.address if found else subject
        return typed

    def _spelling(self, typed: str) -> str:
        """The one spelling tries are counted under; ValidationError where it is neither address nor number."""
        try:
            if "@" in typed:
                return normalize_email(typed).casefold()
            if self.sends_sms:
                return possible_phones(typed)[0]
        except ValueError:
            pass
        if "@" in typed or not self.sends_sms:
            raise ValidationError(_("This is no mail address. Correct it."))
        raise ValidationError(_("This is no phone number. Write it as 06 12 34 56 78 or +212 612 345 678."))
