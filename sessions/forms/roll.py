"""The roll of a half-day: a box each, and minutes for those who came late or left early."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.acting import Acting
from core.text import fold
from people.models import Person
from people.names.reading import name_to_read
from sessions import actions
from sessions.actions import Mark
from sessions.checkin.clocks import DeviceTimes
from sessions.mark_conflicts import Disagreement, disagreements
from sessions.models import Evidence, Registration, Slot
from sessions.querysets import (
    people_off_list,
    people_on_list,
    people_with_marks,
    presences,
    recent_presence,
    trainer_ids,
    training_sessions,
)

LATE, EARLY = "late", "early"


@dataclass(frozen=True)
class RollRow:
    """One person of the roll; `minutes` is 0 unless present, `lately` whether they were at the last half-days.

    `status`: in words, of somebody who has no place yet: they wait, or were invited.
    """

    person: Person
    minutes: int
    runs_session: bool
    has_history: bool
    ticked: bool
    lately: list[bool]
    late_field: Any
    early_field: Any
    disagreement: Disagreement | None
    status: str = ""


class TickedField(forms.MultipleChoiceField):
    """Of a long list: what is ticked is looked up, where every choice would be gone through for each tick."""

    def __init__(self, *, names: Mapping[str, str], **options: Any) -> None:
        super().__init__(choices=list(names.items()), **options)
        self.names = names

    def valid_value(self, value: str) -> bool:
        return value in self.names


class RollForm(Acting, forms.Form):
    """Who is present at a half-day: a box each, and by how many minutes somebody came late or left early.

    Minutes without a tick count as present. The form carries one id; each person's event is made from it, so that
    what was sent twice is written once. With `everyone`, whoever is not yet present is marked, ticked or not.
    Who waits or was invited may be ticked too, one by one, and has a place then.
    A roll sent later (`times`) takes those who were merged or taken off the list meanwhile: they were in the room.
    """

    sheet = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(
        self, data: Any = None, *, slot: Slot, actor: User, everyone: bool = False,
        times: DeviceTimes | None = None, device: str = "",
    ) -> None:  # fmt: skip
        super().__init__(data)
        self.slot, self.actor, self.everyone, self.times, self.device = slot, actor, everyone, times, device
        self.people: Sequence[Person] = list(people_on_list(slot.session))
        self.known = {str(person.uuid): person for person in self.people}
        if not self.is_bound or self._named() - self.known.keys():
            self.known |= {str(person.uuid): person for person in self.expected}
        if times is not None:
            self.known |= self._meanwhile_gone()
        self.fields["present"] = TickedField(
            label=_("Present"),
            required=False,
            names={key: person.full_name for key, person in self.known.items()},
            error_messages={"invalid_choice": _("Somebody was taken off the list meanwhile.")},
        )
        self._ask_minutes(only_written=self.is_bound)

    @cached_property
    def minutes_now(self) -> dict[int, int]:
        """Minutes of those present, by person id."""
        return presences(self.slot)

    @cached_property
    def running(self) -> set[int]:
        """Ids of the people who run the session."""
        return trainer_ids(self.slot.session)

    @cached_property
    def expected(self) -> dict[Person, str]:
        """Those who wait or were invited, and which. What was ticked on the list alone does not ask."""
        return {
            person: str(row.get_status_display()) for person, row in people_off_list(self.slot.session)
            if row.status != Registration.Status.DECLINED and person.pk not in self.running
        }  # fmt: skip

    def _named(self) -> set[str]:
        """Keys of the people whom the form that was sent says something of."""
        written = (name.partition("-") for name, value in self.data.items() if value)
        minutes = {key for kind, _dash, key in written if kind in (LATE, EARLY)}
        return minutes.union(self._ticked())

    def _ticked(self) -> list[str]:
        return self.data.getlist("present") if hasattr(self.data, "getlist") else self.data.get("present", [])

    def _ask_minutes(self, *, only_written: bool) -> None:
        """Two fields for each person; of a form that was sent at first only those that were filled in."""
        wrong = _("Write fewer than %(minutes)s minutes, or leave it empty.") % {"minutes": self.slot.minutes}
        told = dict.fromkeys(("invalid", "min_value", "max_value"), wrong)
        labels = {LATE: str(_("Late by (minutes), %(name)s")), EARLY: str(_("Left early by (minutes), %(name)s"))}
        for key, person in self.known.items():
            for kind, label in labels.items():
                name = f"{kind}-{key}"
                if name not in self.fields and (not only_written or self.data.get(name)):
                    self.fields[name] = self._minutes_field(label, person, told)

    def _minutes_field(self, label: str, person: Person, told: dict[str, str]) -> forms.IntegerField:
        return forms.IntegerField(
            required=False, min_value=0, max_value=self.slot.minutes - 1, label=label % {"name": person.full_name},
            error_messages=told,
        )  # fmt: skip

    def _meanwhile_gone(self) -> dict[str, Person]:
        """Those ticked on the phone whose name left the list since, by the key they had then."""
        keys = set(self._ticked()) - self.known.keys()
        records = Person.objects.filter(uuid__in=[key for key in keys if _is_uuid(key)], erased_at__isnull=True)
        found = {str(person.uuid): person.human for person in records.select_related("merged_into")}
        return {key: person for key, person in found.items() if person.pk not in self.running}

    def clean(self) -> dict[str, Any]:
        """Late and early together leave at least a minute."""
        cleaned = super().clean() or {}
        for key in self.known:
            away = self._away(cleaned, key)
            if away >= self.slot.minutes and f"{EARLY}-{key}" in cleaned:
                self.add_error(
                    f"{EARLY}-{key}",
                    _("Together this is the whole half-day of %(minutes)s minutes. Somebody absent is not ticked.")
                    % {"minutes": self.slot.minutes},
                )
        return cleaned

    def marks(self) -> list[Mark]:
        """Those ticked, or given minutes, or (with `everyone`) not yet present."""
        sheet = self.cleaned_data["sheet"] or uuid.uuid4()
        ticked = set(self.cleaned_data["present"])
        marks = []
        for key, person in self.known.items():
            away = self._away(self.cleaned_data, key)
            if key in ticked or away or (self.everyone and self._is_missing(person)):
                marks.append(self._mark(person, self.slot.minutes - away if away else None, uuid.uuid5(sheet, key)))
        return marks

    def _is_missing(self, person: Person) -> bool:
        """Whether a box is shown for somebody who has a place."""
        return person.pk not in self.minutes_now and person.pk not in self.running and person not in self.expected

    def _away(self, cleaned: dict[str, Any], key: str) -> int:
        return sum(cleaned.get(f"{name}-{key}") or 0 for name in (LATE, EARLY))

    def _mark(self, person: Person, minutes: int | None, event: uuid.UUID) -> Mark:
        if self.times is None:
            return Mark(person, minutes, event, device=self.device)
        return Mark(person, minutes, event, self.times.scanned, self.times.uploaded, self.device)

    def act(self) -> int:
        return actions.record_presences(
            slot=self.slot, marks=self.marks(), actor=self.actor, source=Evidence.Source.TRAINER
        )

    def rows(self) -> Iterator[RollRow]:
        """The roll in order of names as they are read."""
        self.known |= {str(person.uuid): person for person in self.expected}
        self._ask_minutes(only_written=False)
        ticked = set(self["present"].value() or [])
        lately = recent_presence(self.slot, training_sessions().open_to(self.actor))
        with_history, differing = people_with_marks([self.slot]), disagreements(self.slot)
        for person in (*in_alphabet(self.people), *in_alphabet(self.expected)):
            yield RollRow(
                person=person,
                minutes=self.minutes_now.get(person.pk, 0),
                runs_session=person.pk in self.running,
                has_history=person.pk in with_history,
                ticked=str(person.uuid) in ticked,
                lately=lately.get(person.pk, []),
                late_field=self[f"{LATE}-{person.uuid}"],
                early_field=self[f"{EARLY}-{person.uuid}"],
                disagreement=differing.get(person.pk),
                status=self.expected.get(person, ""),
            )

    @property
    def present_count(self) -> int:
        return sum(person.pk in self.minutes_now for person in self.people)

    @property
    def missing_count(self) -> int:
        """People of the list a box is shown for."""
        return sum(person.pk not in self.minutes_now and person.pk not in self.running for person in self.people)

    @property
    def box_count(self) -> int:
        """The same with those who wait or are invited."""
        return self.missing_count + len(self.expected)


def in_alphabet(people: Iterable[Person]) -> list[Person]:
    """By the names that the page shows first."""
    return sorted(people, key=lambda person: (fold(name_to_read(person)), person.pk))


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
