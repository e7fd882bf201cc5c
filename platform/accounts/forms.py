"""Forms of signing in."""

from typing import Any, cast

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.guessing import SIGN_IN, account_named, spelling, take_guess, was_right
from accounts.limits import give_back, take_try

TOO_MANY_TRIES = _("Too many tries. Wait a quarter of an hour, then try again.")


class SharedPhoneForm(forms.Form):
    """Who signs in on a phone that others use too may say so: the session ends with the browser."""

    shared = forms.BooleanField(label=_("This phone is shared: sign me out when I close the browser"), required=False)


class SignInForm(SharedPhoneForm, AuthenticationForm):
    """Sign-in name, mail address or phone, and password or PIN. The message never tells whether the name exists."""

    username = forms.CharField(
        label=_("E-mail, phone or sign-in name"),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "dir": "auto"}),
    )
    password = forms.CharField(
        label=_("Password or PIN"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "dir": "ltr"}),
    )  # fmt: skip
    error_messages = {
        "invalid_login": _("This name and this password or PIN do not go together. Check both, capitals included."),
        "inactive": _("This account is closed. Ask your coordinator to open it."),
    }

    def clean(self) -> dict[str, Any]:
        """Refuse after too many wrong tries, at one name, known or not, or at one account by all its names.

        The second says what a wrong password says: which names are of one account is nobody's to know.
        """
        typed, request = self.cleaned_data.get("username", ""), cast(HttpRequest, self.request)
        name, user = spelling(typed), account_named(typed)
        if not take_try(request, SIGN_IN, name):
            raise ValidationError(TOO_MANY_TRIES, code="limited")
        if user is not None and not take_guess(request, user):
            make_password(self.cleaned_data.get("password"))
            raise self.get_invalid_login_error()
        cleaned = super().clean()
        give_back(request, SIGN_IN, name)
        if user is not None:
            was_right(request, user)
        return cleaned
