"""allauth's forms with codes as people type them: Arabic digits, spaces, pasted with a hyphen."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms import TOO_MANY_TRIES
from accounts.limits import count_try, is_limited
from accounts.models import User
from core.text import ascii_digits


class CodeField(forms.CharField):
    """A code of digits or letters."""

    def to_python(self, value: Any) -> str:
        return "".join(ascii_digits(super().to_python(value) or "").split()).replace("-", "")


def code_field(*, digits: bool) -> CodeField:
    """The field of a code: what the keyboard and the phone's own suggestions need."""
    attrs = {"autocomplete": "one-time-code", "autocapitalize": "none", "dir": "ltr"}
    return CodeField(
        label=_("Code"),
        widget=forms.TextInput(attrs=attrs | ({"inputmode": "numeric"} if digits else {})),
        error_messages={"required": _("Write the code.")},
    )


class SetUpForm(ActivateTOTPForm):
    code = code_field(digits=True)


class ConfirmForm(AuthenticateForm):
    code = code_field(digits=True)


class ConfirmAgainForm(ReauthenticateForm):
    code = code_field(digits=True)


class AskCodeForm(RequestLoginCodeForm):
    """A mail address: the answer is the same whether it is known, shared by several or nobody's."""

    email = forms.EmailField(
        label=_("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        error_messages={
            "required": _("Write your mail address."),
            "invalid": _("This is no mail address. Correct it."),
        },
    )

    def clean_email(self) -> str:
        from allauth.core import context

        email = self.cleaned_data["email"]
        if is_limited(context.request, "code", email.lower()):
            raise ValidationError(TOO_MANY_TRIES, code="limited")
        count_try(context.request, "code", email.lower())
        found = list(User.objects.filter(email__iexact=email, is_active=True)[:2])
        self._user = found[0] if len(found) == 1 else None  # a code for two accounts would open the wrong one
        return email


class TypeCodeForm(ConfirmLoginCodeForm):
    code = code_field(digits=False)
