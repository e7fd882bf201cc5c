"""The badge of a participant, scanned by whoever runs the session."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.login import account_of_badge
from accounts.models import User
from core.acting import Acting
from people.models import Person
from sessions import actions
from sessions.actions import Mark
from sessions.checkin.clocks import DeviceTimes
from sessions.models import Evidence, Slot

UNKNOWN = _("This badge is not known here, or it was replaced. Mark the person on the roll instead.")
# By hand: a room that checks in must not wait for what a query of models costs.
_BEARER = """
SELECT p.* FROM people_person p JOIN accounts_user u ON u.id = p.user_id
WHERE u.id = %(pk)s AND u.sessions_ended = %(sessions_ended)s AND u.is_active = %(is_active)s ORDER BY p.id LIMIT 1"""


class BadgeScanForm(Acting, forms.Form):
    """What the badge's QR code says: an address that ends with its token. `result` is the person."""

    badge = forms.CharField(
        label=_("Badge"),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "inputmode": "text", "autofocus": True}),
        help_text=_("A hand scanner writes here by itself."),
        error_messages={"required": _("Scan a badge.")},
    )
    event = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(
        self, data: Any = None, *, slot: Slot, actor: User, times: DeviceTimes | None = None, device: str = ""
    ) -> None:
        super().__init__(data)
        self.slot, self.actor, self.times, self.device = slot, actor, times, device

    def clean_badge(self) -> Person:
        """The person whose badge it is."""
        account = account_of_badge(self.cleaned_data["badge"].strip().rstrip("/").rpartition("/")[2])
        person = next(iter(Person.objects.raw(_BEARER, account)), None) if account else None
        if person is None:
            raise forms.ValidationError(UNKNOWN)
        return person.human

    def act(self) -> Person:
        person, event = self.cleaned_data["badge"], self.cleaned_data["event"]
        scanned, uploaded = (self.times.scanned, self.times.uploaded) if self.times else (None, None)
        mark = Mark(person, None, event, scanned, uploaded, self.device)
        actions.record_presences(slot=self.slot, marks=[mark], actor=self.actor, source=Evidence.Source.QR)
        return person
