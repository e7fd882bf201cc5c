"""allauth's forms with codes as people type them: Arabic digits, spaces, pasted with a hyphen."""

import re
from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from core.text import ascii_digits


class CodeField(forms.CharField):
    """A code of digits or letters."""

    def to_python(self, value: Any) -> str:
        return "".join(ascii_digits(super().to_python(value) or "").split()).replace("-", "")


class SentCodeField(CodeField):
    """Six digits, also out of a whole message that was pasted."""

    def to_python(self, value: Any) -> str:
        found = set(re.findall(r"(?<!\d)\d{6}(?!\d)", ascii_digits(str(value or ""))))
        return found.pop() if len(found) == 1 else super().to_python(value)


def code_field(*, digits: bool, field: type[CodeField] = CodeField) -> CodeField:
    """The field of a code: what the keyboard and the phone's own suggestions need."""
    attrs = {"autocomplete": "one-time-code", "autocapitalize": "none", "dir": "ltr"}
    return field(
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


class TypeCodeForm(ConfirmLoginCodeForm):
    code = code_field(digits=True, field=SentCodeField)
