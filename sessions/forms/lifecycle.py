"""Forms that change a session's state: a question asked once, with a reason where others need to know it."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.acting import REASON_LENGTH, Acting
from core.dates import long_date
from sessions import actions
from sessions.forms.half_days import sound_day
from sessions.models import Slot, TrainingSession

REACHES = _("Those on the list read it. No name and nothing about anybody’s life.")


def reason_field(required: Any, help_text: Any = "") -> forms.CharField:
    """Why; `required` is said when it is missing."""
    return forms.CharField(
        label=_("Reason"),
        max_length=REASON_LENGTH,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=help_text,
        error_messages={"required": required},
    )


class StateForm(Acting, forms.Form):
    """A question asked once before a session changes state."""

    def __init__(self, data: Any = None, *, session: TrainingSession, actor: User) -> None:
        super().__init__(data)
        self.session, self.actor = session, actor


class HoldForm(StateForm):
    def act(self) -> None:
        actions.hold_session(session=self.session, actor=self.actor)


class CloseForm(StateForm):
    def act(self) -> None:
        actions.close_session(session=self.session, actor=self.actor)


class ReopenForm(StateForm):
    reason = reason_field(_("Write why the session is opened again."))

    def act(self) -> None:
        actions.reopen_session(session=self.session, reason=self.cleaned_data["reason"], actor=self.actor)


class PlanAgainForm(StateForm):
    def act(self) -> None:
        actions.plan_session_again(session=self.session, actor=self.actor)


class CancelForm(StateForm):
    reason = reason_field(_("Write why the session is cancelled."), REACHES)

    def act(self) -> None:
        actions.cancel_session(session=self.session, reason=self.cleaned_data["reason"], actor=self.actor)


class PostponeForm(StateForm):
    first_day = forms.DateField(
        label=_("New first day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("All half-days move by as many days."),
        error_messages={
            "required": _("Write the new first day."), "invalid": _("Write the date as day/month/year."),
        },
    )  # fmt: skip
    reason = reason_field(_("Write why the session is moved."), REACHES)

    def clean_first_day(self) -> datetime.date:
        """Everybody on the list is told, so a slip goes no further than this form."""
        day = sound_day(self.cleaned_data["first_day"])
        if day < timezone.localdate():
            raise forms.ValidationError(_("%(day)s has passed. Write a day to come."), params={"day": long_date(day)})
        return day

    def act(self) -> None:
        actions.postpone_session(
            session=self.session, first_day=self.cleaned_data["first_day"], reason=self.cleaned_data["reason"],
            actor=self.actor,
        )  # fmt: skip


class CallOffForm(StateForm):
    """A half-day that did not take place; `result`: whether the whole session is cancelled by it."""

    reason = reason_field(_("Write why it did not take place."), REACHES)

    def __init__(self, data: Any = None, *, slot: Slot, actor: User) -> None:
        super().__init__(data, session=slot.session, actor=actor)
        self.slot = slot

    def act(self) -> bool:
        return actions.call_off_half_day(slot=self.slot, reason=self.cleaned_data["reason"], actor=self.actor)
