"""Forms of a session's list: finding people, adding them, taking them off."""

import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.acting import Acting, name_empty_choice
from people.forms.adding import AsksWhoIsKnown
from people.forms.adding import NewPersonForm as NewToRegister
from people.models import Person, PersonQuerySet
from sessions import actions
from sessions.checkin.clocks import DeviceTimes
from sessions.models import Slot, TrainingSession
from sessions.wording import half_day


class SearchForm(forms.Form):
    """Words of a name."""

    q = forms.CharField(
        label=_("Name, in either script"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "dir": "auto"}),
    )


class SlotChoice(forms.ModelChoiceField):
    """The half-day at which somebody who just walked in is present; empty: only put on the list."""

    def __init__(self, session: TrainingSession) -> None:
        super().__init__(
            session.slots.filter(date__lte=timezone.localdate()),
            to_field_name="number",
            required=False,
            label=_("Present now, at"),
            empty_label=_("Not yet: only on the list"),
        )

    def label_from_instance(self, slot: Slot) -> str:
        return half_day(slot)


class RegisterForm(Acting, forms.Form):
    """Put somebody of the register on the list."""

    def __init__(
        self, data: Any = None, *, session: TrainingSession, person: Person, actor: User,
        times: DeviceTimes | None = None, device: str = "",
    ) -> None:  # fmt: skip
        super().__init__(data)
        self.session, self.person, self.actor, self.times, self.device = session, person, actor, times, device
        self.fields["slot"] = SlotChoice(session)

    def act(self) -> bool:
        return actions.register_person(
            session=self.session, person=self.person, slot=self.cleaned_data["slot"], actor=self.actor,
            times=self.times, device=self.device,
        )  # fmt: skip


class NewPersonForm(NewToRegister):
    """Somebody new to the NGO, put on the list: a name is enough, all else may stay unknown."""

    def __init__(
        self, data: Any = None, *, session: TrainingSession, actor: User, among: PersonQuerySet | None = None,
        initial: dict[str, Any] | None = None, device: str = "",
    ) -> None:  # fmt: skip
        super().__init__(data, actor=actor, initial=initial)
        self.session, self.among, self.device = session, among, device
        self.fields["slot"] = SlotChoice(session)

    def act(self) -> Person:
        return actions.register_new_person(
            session=self.session, uuid=self.cleaned_data["uuid"], fields=self.written(),
            slot=self.cleaned_data["slot"], actor=self.actor, device=self.device,
        )  # fmt: skip

    def main_fields(self) -> list[Any]:
        return [*super().main_fields(), self["slot"]]


class WalkInForm(AsksWhoIsKnown, Acting, forms.ModelForm):
    """Somebody who just walked in, present at once: a name is enough."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = Person
        fields = ["full_name", "sex", "category"]
        error_messages = {"full_name": {"required": _("Write the name; nothing else is needed.")}}
        widgets = {"full_name": forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "autofocus": True})}

    def __init__(
        self, data: Any = None, *, slot: Slot, actor: User, among: PersonQuerySet | None = None,
        times: DeviceTimes | None = None, device: str = "",
    ) -> None:  # fmt: skip
        super().__init__(data, initial={"uuid": uuid.uuid4()})
        self.slot, self.actor, self.among, self.times, self.device = slot, actor, among, times, device
        for name in ("sex", "category"):
            name_empty_choice(self.fields[name], _("Unknown"))

    def act(self) -> Person:
        fields = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return actions.register_new_person(
            session=self.slot.session, uuid=self.cleaned_data["uuid"], fields=fields, slot=self.slot,
            actor=self.actor, times=self.times, device=self.device,
        )  # fmt: skip


class RemovePersonForm(Acting, forms.Form):
    """Take somebody off the list."""

    def __init__(self, data: Any = None, *, session: TrainingSession, person: Person, actor: User) -> None:
        super().__init__(data)
        self.session, self.person, self.actor = session, person, actor

    def act(self) -> None:
        actions.remove_person(session=self.session, person=self.person, actor=self.actor)
