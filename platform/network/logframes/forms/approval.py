"""Forms of what the funder answers to a logframe."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.acting import Acting
from core.days import DayField
from network.logframes import actions
from network.models import Logframe


class SendBackForm(Acting, forms.Form):
    """What to revise."""

    note = forms.CharField(label=_("What to revise"), max_length=300, widget=forms.TextInput(attrs={"dir": "auto"}))

    def __init__(self, *args: Any, frame: Logframe, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.frame = frame

    def act(self) -> None:
        actions.send_frame_back(frame=self.frame, note=self.cleaned_data["note"])


class ApproveForm(Acting, forms.Form):
    """Who approved it, and when."""

    approved_on = DayField(label=pgettext_lazy("logframe", "Approved on"))
    approved_by = forms.CharField(
        label=pgettext_lazy("logframe", "Approved by"), max_length=160,
        help_text=_("The funder, with the reference of its letter: no name of a person."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )  # fmt: skip

    def __init__(self, *args: Any, frame: Logframe, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.frame = frame

    def act(self) -> None:
        actions.approve_frame(
            frame=self.frame, on=self.cleaned_data["approved_on"], by=self.cleaned_data["approved_by"]
        )
