"""Rows of people written at once: each may be somebody known, which is asked before anything is written."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.acting import Acting
from core.codes import Category
from core.text import fold
from people.finding import everybody
from people.forms.adding import AsksWhoIsKnown, ContactFields
from people.forms.axes import in_alphabet
from people.known import Known
from people.models import Person, PersonQuerySet
from sessions import actions
from sessions.actions import Entered
from sessions.forms.half_days import BaseHalfDays
from sessions.models import TrainingSession

ROWS, MOST_ROWS = 6, 60
WRITTEN = ("full_name", "phone", "email", "category", "institution")
NEW = "new:"  # begins the answer that those shown are other people; else the answer is the UUID of who it is


class PersonRow(AsksWhoIsKnown, ContactFields):
    """One row; left empty it is nobody. `asked` are those who may be meant, once the view has asked."""

    uuid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    full_name = forms.CharField(
        label=_("Name"), max_length=160, required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )  # fmt: skip
    category = forms.ChoiceField(
        label=_("Profession"), required=False,
        choices=lambda: [("", _("Unknown")), *in_alphabet(Category.choices)],
    )  # fmt: skip
    institution = forms.CharField(
        label=_("Institution"), max_length=160, required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )  # fmt: skip
    who = forms.CharField(required=False)

    def __init__(self, *args: Any, among: PersonQuerySet | None, half_days: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.among = among
        self.person: Person | None = None
        self.asked: list[Known] = []
        for number in range(1, half_days + 1):
            label = _("Half-day %(number)s") % {"number": number}
            self.fields[f"at_{number}"] = forms.BooleanField(label=label, required=False, initial=True)
        self.half_days = half_days

    @property
    def is_filled(self) -> bool:
        return any(self.as_sent(name).strip() for name in WRITTEN)

    def apart(self) -> set[str]:
        return set(self.as_sent("who").removeprefix(NEW).split(","))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.is_filled and "full_name" not in self.errors and not cleaned.get("full_name"):
            self.add_error("full_name", _("Write the name, or empty the whole row."))
        who = cleaned.get("who", "")
        if who and not who.startswith(NEW):
            self.person = self._visible(who)
            if self.person is None:
                self.add_error("full_name", _("Whoever you chose is no longer there. Look at the row again."))
        return cleaned

    def _visible(self, who: str) -> Person | None:
        try:
            wanted = uuid.UUID(who)
        except ValueError:
            return None
        return (everybody() if self.among is None else self.among).filter(uuid=wanted).first()

    def ask(self) -> bool:
        """Find those who may be meant and were not judged yet; whether there are any."""
        self.asked = [] if self.person else self.to_be_asked()
        return bool(self.asked)

    @property
    def other_answer(self) -> str:
        return NEW + ",".join(str(one.person.uuid) for one in self.asked)

    def present_at(self) -> list[int]:
        """The numbers, from 1, of the half-days ticked."""
        return [number for number in range(1, self.half_days + 1) if self.cleaned_data[f"at_{number}"]]

    def entered(self, half_days: BaseHalfDays | None = None) -> Entered:
        """What the action takes."""
        rows = half_days.forms if half_days else []
        when = [(rows[number - 1].cleaned_data["date"], rows[number - 1].cleaned_data["part"])
                for number in self.present_at() if number <= len(rows) and rows[number - 1].is_kept]  # fmt: skip
        fields = {name: self.cleaned_data[name] for name in WRITTEN}
        return Entered(self.cleaned_data["uuid"], fields, self.person, tuple(when))

    def boxes(self) -> list[Any]:
        return [self[f"at_{number}"] for number in range(1, self.half_days + 1)]

    def shown(self) -> list[Any]:
        return [self[name] for name in WRITTEN]

    def more(self) -> list[Any]:
        """What a phone opens."""
        return self.shown()[1:]

    @property
    def is_opened(self) -> bool:
        """Whether something stands there, or is wrong there."""
        return any(field.value() or field.errors for field in self.more())


class PeopleRows:
    """The rows of a form: `data` bound, else empty; nobody twice among them."""

    def __init__(
        self, data: Any = None, *, among: PersonQuerySet | None, half_days: int = 0,
        typed: list[dict[str, Any]] | None = None,
    ) -> None:  # fmt: skip
        total = len(typed) if typed is not None else ROWS if data is None else how_many(data)
        self.is_bound = data is not None
        self.forms = [
            PersonRow(data, prefix=f"people-{index}", among=among, half_days=half_days,
                      initial=typed[index] if typed is not None else None)
            for index in range(total)
        ]  # fmt: skip

    @property
    def total(self) -> int:
        return len(self.forms)

    @property
    def filled(self) -> list[PersonRow]:
        return [form for form in self.forms if form.is_filled]

    def is_valid(self) -> bool:
        judged = [form.is_valid() for form in self.forms]  # each, so that all errors show at once
        valid = all(judged)
        seen: dict[str, int] = {}
        for number, form in enumerate(self.forms, start=1):
            name = fold(form.as_sent("full_name"))
            if name and name in seen:
                said = _("Row %(number)s has the same name. Empty one of the two; a namesake is added on their own.")
                form.add_error("full_name", said % {"number": seen[name]})
                valid = False
            seen.setdefault(name, number)
        return valid

    def ask(self) -> bool:
        """Whether somebody has to be asked about; each row knows whom."""
        asking = [form.ask() for form in self.filled]  # each, so that all are asked about at once
        return any(asking)

    @property
    def is_asking(self) -> bool:
        return any(form.asked for form in self.forms)

    @property
    def wrong(self) -> list[tuple[int, PersonRow]]:
        return [(number, form) for number, form in enumerate(self.forms, start=1) if self.is_bound and form.errors]


def how_many(data: Any) -> int:
    """The number of rows that were sent."""
    said = str(data.get("people-total", ""))
    return min(int(said), MOST_ROWS) if said.isascii() and said.isdigit() and len(said) < 4 else ROWS


def rows_as_typed(data: Any, *, half_days: int = 0) -> list[dict[str, Any]]:
    """The rows of a form that is not to be judged yet, and as many empty ones as a page begins with."""
    rows: list[dict[str, Any]] = []
    for index in range(how_many(data)):
        row: dict[str, Any] = {name: data.get(f"people-{index}-{name}", "") for name in WRITTEN}
        row["uuid"] = data.get(f"people-{index}-uuid") or uuid.uuid4()
        row |= {f"at_{number}": f"people-{index}-at_{number}" in data for number in range(1, half_days + 1)}
        rows.append(row)
    return (rows + [{} for _row in range(ROWS)])[:MOST_ROWS]


class SeveralForm(Acting, forms.Form):
    """Several people onto a session's list; `result`: how many are new on it."""

    def __init__(
        self, data: Any = None, *, session: TrainingSession, among: PersonQuerySet | None, actor: User,
        device: str = "", typed: list[dict[str, Any]] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(data)
        self.session, self.actor, self.device = session, actor, device
        self.people = PeopleRows(data, among=among, typed=typed)

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.people.is_valid()])

    def act(self) -> int:
        people = [form.entered() for form in self.people.filled]
        return actions.enter_people(session=self.session, people=people, actor=self.actor)
