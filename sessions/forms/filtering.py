"""What the list of sessions may be narrowed by."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sessions.models import TrainingSession


class FilterForm(forms.Form):
    """State and words; anything else in the address is ignored."""

    q = forms.CharField(
        label=_("Title, city, project or cycle"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "dir": "auto"}),
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *TrainingSession.State.choices]
    )
