"""Forms of feedback, of attendance disputes and of what becomes of them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.acting import REASON_HELP, REASON_LENGTH, Acting
from people.models import Person
from sessions.actions.feedback import dispute_presence, give_feedback, resolve_dispute, withdraw_dispute
from sessions.models import QUESTIONS, AttendanceDispute, Slot, TrainingSession

MARKS = (
    (5, _("I fully agree")), (4, _("I rather agree")), (3, _("Neither")), (2, _("I rather disagree")),
    (1, _("I fully disagree")),
)  # fmt: skip


class FeedbackForm(Acting, forms.Form):
    """Six sentences; `result`: whether the answer was taken."""

    def __init__(self, data: Any = None, *, session: TrainingSession, person: Person | None) -> None:
        super().__init__(data)
        self.session, self.person = session, person
        for name in QUESTIONS:
            self.fields[name] = forms.TypedChoiceField(
                label=QUESTIONS[name], choices=MARKS, coerce=int, widget=forms.RadioSelect,
                error_messages={"required": _("Choose one of the five.")},
            )  # fmt: skip

    def act(self) -> bool:
        return give_feedback(session=self.session, person=self.person, marks=self.cleaned_data)


class DisputeForm(Acting, forms.Form):
    """One press: what is recorded of me is wrong."""

    def __init__(self, data: Any = None, *, slot: Slot, person: Person) -> None:
        super().__init__(data)
        self.slot, self.person = slot, person

    def act(self) -> AttendanceDispute:
        return dispute_presence(slot=self.slot, person=self.person)


class WithdrawForm(Acting, forms.Form):
    """One press: I take back what I said."""

    def __init__(self, data: Any = None, *, slot: Slot, person: Person) -> None:
        super().__init__(data)
        self.slot, self.person = slot, person

    def act(self) -> None:
        withdraw_dispute(slot=self.slot, person=self.person)


class ResolveForm(Acting, forms.Form):
    """What becomes of a disputed presence, and why."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (AttendanceDispute.Outcome.UPHELD.value, _("Correct it as asked")),
            (AttendanceDispute.Outcome.DENIED.value, _("Leave it")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=REASON_LENGTH, help_text=REASON_HELP,
        widget=forms.TextInput(attrs={"dir": "auto"}), error_messages={"required": _("Write why it is so.")},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, dispute: AttendanceDispute, actor: User) -> None:
        super().__init__(data)
        self.dispute, self.actor = dispute, actor

    def act(self) -> None:
        resolve_dispute(
            dispute=self.dispute, uphold=self.cleaned_data["outcome"] == AttendanceDispute.Outcome.UPHELD,
            reason=self.cleaned_data["reason"], actor=self.actor,
        )  # fmt: skip
