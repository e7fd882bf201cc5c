"""Forms of the network's coordinator."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReturnForm(forms.Form):
    """Why a period goes back."""

    note = forms.CharField(
        label=_("What to look at"), max_length=300,
        help_text=_("For example: two sessions of May have no attendance. No names."),
    )  # fmt: skip
