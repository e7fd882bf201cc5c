"""Forms of a half-day: the roll, the correction of a presence, head-counts and their correction."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.codes import Category, Sex
from people.models import Person
from sessions import actions
from sessions.actions import Mark
from sessions.clocks import DeviceTimes
from sessions.forms.acting import REASON_HELP, REASON_LENGTH, Acting
from sessions.models import Evidence, HeadCount, Slot
from sessions.querysets import people_on_list, people_with_marks, presences, recent_presence, trainer_people

MOST_AT_ONCE = 2000


@dataclass(frozen=True)
class RollRow:
    """One person of the roll; `minutes` is 0 unless present."""

    person: Person
    minutes: int
    runs_session: bool
    has_history: bool
    ticked: bool
    lately: list[bool]
    minutes_field: Any


class RollForm(Acting, forms.Form):
    """Who is present at a half-day: a box each, minutes for who came late or left early.

    Minutes without a tick count as present. The form carries one id; each person's event is made from it, so that
    what was sent twice is written once. With `everyone`, whoever is not yet present is marked, ticked or not.
    """

    sheet = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(
        self, data: Any = None, *, slot: Slot, actor: User, everyone: bool = False, times: DeviceTimes | None = None
    ) -> None:
        super().__init__(data)
        self.slot, self.actor, self.everyone, self.times = slot, actor, everyone, times
        self.people: Sequence[Person] = list(people_on_list(slot.session))
        self.minutes_now = presences(slot)
        self.running = set(trainer_people(slot.session).values_list("pk", flat=True))
        self.with_history = people_with_marks([slot])
        self.fields["present"] = forms.MultipleChoiceField(
            label=_("Present"),
            required=False,
            choices=[(str(person.uuid), person.full_name) for person in self.people],
            error_messages={"invalid_choice": _("Somebody was taken off the list meanwhile.")},
        )
        too_many = _("Write between 1 and %(most)s minutes, or leave it empty for the whole half-day.")
        for person in self.people:
            self.fields[f"minutes-{person.uuid}"] = forms.IntegerField(
                required=False,
                min_value=1,
                max_value=slot.minutes,
                label=_("Minutes present, %(name)s") % {"name": person.full_name},
                help_text=_("If the person came late or left early."),
                error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), too_many % {"most": slot.minutes}),
            )

    def marks(self) -> list[Mark]:
        """Those ticked, or given minutes, or (with `everyone`) not yet present."""
        sheet = self.cleaned_data["sheet"] or uuid.uuid4()
        ticked = set(self.cleaned_data["present"])
        marks = []
        for person in self.people:
            minutes = self.cleaned_data.get(f"minutes-{person.uuid}")
            missing = person.pk not in self.minutes_now and person.pk not in self.running
            if str(person.uuid) in ticked or minutes or (self.everyone and missing):
                marks.append(self._mark(person, minutes, uuid.uuid5(sheet, str(person.uuid))))
        return marks

    def _mark(self, person: Person, minutes: int | None, event: uuid.UUID) -> Mark:
        if self.times is None:
            return Mark(person, minutes, event)
        return Mark(person, minutes, event, self.times.scanned, self.times.uploaded)

    def act(self) -> int:
        return actions.record_presences(
            slot=self.slot, marks=self.marks(), actor=self.actor, source=Evidence.Source.TRAINER
        )

    def rows(self) -> Iterator[RollRow]:
        """The roll in order of names."""
        ticked = set(self["present"].value() or [])
        lately = recent_presence(self.slot)
        for person in self.people:
            yield RollRow(
                person=person,
                minutes=self.minutes_now.get(person.pk, 0),
                runs_session=person.pk in self.running,
                has_history=person.pk in self.with_history,
                ticked=str(person.uuid) in ticked,
                lately=lately.get(person.pk, []),
                minutes_field=self[f"minutes-{person.uuid}"],
            )

    @property
    def present_count(self) -> int:
        return sum(person.pk in self.minutes_now for person in self.people)

    @property
    def missing_count(self) -> int:
        """People a box is shown for."""
        return sum(person.pk not in self.minutes_now and person.pk not in self.running for person in self.people)


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

    def __init__(self, data: Any = None, *, slot: Slot, person: Person, actor: User) -> None:
        super().__init__(data)
        self.slot, self.person, self.actor = slot, person, actor
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
            reason=self.cleaned_data["reason"], client_event_id=self.cleaned_data["event"],
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

    def __init__(self, data: Any = None, *, slot: Slot, actor: User) -> None:
        super().__init__(data)
        self.slot, self.actor = slot, actor

    def act(self) -> bool:
        data = self.cleaned_data
        return actions.record_head_count(
            slot=self.slot, count=data["count"], sex=data["sex"], category=data["category"], actor=self.actor,
            client_event_id=data["event"],
        )  # fmt: skip


class VoidHeadCountForm(ReasonForm):
    """Why a head-count was wrong."""

    def __init__(self, data: Any = None, *, head_count: HeadCount, actor: User) -> None:
        super().__init__(data)
        self.head_count, self.actor = head_count, actor

    def act(self) -> bool:
        return actions.void_head_count(head_count=self.head_count, reason=self.cleaned_data["reason"], actor=self.actor)
