"""Forms of a half-day: the correction of a presence, head-counts and their correction."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.acting import REASON_HELP, REASON_LENGTH, Acting
from core.codes import Category, Sex
from people.models import Person
from sessions import actions
from sessions.models import HeadCount, Slot

MOST_AT_ONCE = 2000


class ReasonForm(Acting, forms.Form):
    """A correction and why."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=REASON_LENGTH,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=REASON_HELP,
        error_messages={"required": _("Write why it is corrected.")},
    )


class CorrectionForm(ReasonForm):
    """The right minutes of somebody marked present."""

    minutes = forms.IntegerField(label=_("Minutes present"), min_value=0)
    event = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    field_order = ["minutes", "reason", "event"]

    def __init__(self, data: Any = None, *, slot: Slot, person: Person, actor: User, device: str = "") -> None:
        super().__init__(data)
        self.slot, self.person, self.actor, self.device = slot, person, actor, device
        message = _("Write between 0 and %(most)s minutes; 0 is absent.") % {"most": slot.minutes}
        self.fields["minutes"] = forms.IntegerField(
            label=_("Minutes present"),
            min_value=0,
            max_value=slot.minutes,
            help_text=_("0 for absent; the whole half-day is %(most)s.") % {"most": slot.minutes},
            error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), message),
        )

    def act(self) -> bool:
        return actions.correct_presence(
            slot=self.slot, person=self.person, actor=self.actor, minutes=self.cleaned_data["minutes"],
            reason=self.cleaned_data["reason"], client_event_id=self.cleaned_data["event"], device=self.device,
        )  # fmt: skip


class HeadCountForm(Acting, forms.Form):
    """Unidentified people in the room."""

    count = forms.IntegerField(
        label=_("Number of people"),
        min_value=1,
        max_value=MOST_AT_ONCE,
        help_text=_("Only those whose names are not on the list."),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Write how many people, from 1 to 2000.")
        ),
    )
    sex = forms.ChoiceField(label=_("Sex"), required=False, choices=[("", _("Unknown or mixed")), *Sex.choices])
    category = forms.ChoiceField(
        label=_("Professional category"),
        required=False,
        choices=[("", _("Unknown or mixed")), *Category.choices],
    )
    event = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, data: Any = None, *, slot: Slot, actor: User, device: str = "") -> None:
        super().__init__(data)
        self.slot, self.actor, self.device = slot, actor, device

    def act(self) -> bool:
        data = self.cleaned_data
        return actions.record_head_count(
            slot=self.slot, count=data["count"], sex=data["sex"], category=data["category"], actor=self.actor,
            client_event_id=data["event"], device=self.device,
        )  # fmt: skip


class VoidHeadCountForm(ReasonForm):
    """Why a head-count was wrong."""

    def __init__(self, data: Any = None, *, head_count: HeadCount, actor: User, device: str = "") -> None:
        super().__init__(data)
        self.head_count, self.actor, self.device = head_count, actor, device

    def act(self) -> bool:
        return actions.void_head_count(
            head_count=self.head_count, reason=self.cleaned_data["reason"], actor=self.actor, device=self.device
        )
