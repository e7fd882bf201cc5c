"""Forms of signing in."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """Sign-in name and password. The message never tells whether the name exists."""

    username = forms.CharField(
        label=_("Sign-in name or e-mail"),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "dir": "auto"}),
    )
    error_messages = {
        "invalid_login": _("This name and password do not go together. Check both, capitals included."),
        "inactive": _("This account is closed. Ask your coordinator to open it."),
    }
