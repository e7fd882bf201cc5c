"""Everything kept about one person, in sections: the same for the page, the JSON and the PDF.

Apps above register a section of their own, as they do targets of codes (`people.joining`).
"""

import datetime
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from core.codes import region_name
from core.dates import long_date
from core.languages import NAMES, Shown
from people.models import Consent, Person, PersonQuerySet


@dataclass(frozen=True)
class Fact:
    """One thing kept: its key in the JSON, its label and value for the reader, the value as stored."""

    name: str
    label: str
    value: Any
    raw: Any = None

    @property
    def text(self) -> Shown | str:
        """The value as the reader reads it."""
        if isinstance(self.value, datetime.date):
            return long_date(self.value)
        if isinstance(self.value, bool):
            return _("Yes") if self.value else _("No")
        return self.value if isinstance(self.value, Shown) else "" if self.value is None else str(self.value)

    @property
    def plain(self) -> Any:
        """The value for the JSON."""
        return _plain(self.value if self.raw is None else self.raw)


@dataclass(frozen=True)
class Entry:
    """A thing with its facts: a course, a session, a consent. `parts` by key: the attempts at a course's tests."""

    heading: Shown | str
    facts: Sequence[Fact]
    parts: dict[str, list["Entry"]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The facts by key, after the heading; a section of one nameless entry has none."""
        named = {"heading": str(self.heading)} if self.heading else {}
        parts = {name: [part.as_json() for part in parts] for name, parts in self.parts.items()}
        return named | {fact.name: fact.plain for fact in self.facts} | parts


@dataclass(frozen=True)
class Section:
    """A kind of thing kept; `empty` says what holds when there is none."""

    name: str
    heading: str
    empty: str
    entries: Sequence[Entry]


# Reads all records of one human (merged ones too) into a section.
Reader = Callable[[PersonQuerySet], Section]
_readers: list[tuple[int, Reader]] = []


def register_section(read: Reader, *, order: int) -> None:
    """Add a section; `order` decides its place among them."""
    _readers.append((order, read))
    _readers.sort(key=lambda entry: entry[0])


def own_person(user: User) -> Person | None:
    """The person the user is: the record that remains, when duplicates were merged."""
    person = Person.objects.select_related("merged_into").filter(user=user).first()
    return person and (person.merged_into or person)


def read_own_data(user: User, person: Person | None) -> list[Section]:
    """All sections, in order; who takes part in nothing has an account only."""
    sections = [_account(user)]
    if person is None:
        return sections
    records = Person.objects.of(person)
    return [_identity(person), *sections, _consents(records), *(read(records) for _order, read in _readers)]


def as_json(sections: Iterable[Section]) -> dict[str, Any]:
    """The sections by name."""
    return {section.name: [entry.as_json() for entry in section.entries] for section in sections}


def axis_facts(holder: Any) -> list[Fact]:
    """The axes as a holder has them; what was left out is said so."""
    shown = {
        "category": (_("Work"), holder.get_category_display()),
        "institution_type": (_("Where you work"), holder.get_institution_type_display()),
        "person_region": (_("Region"), holder.person_region and region_name(holder.person_region)),
        "age_band": (_("Age"), holder.get_age_band_display()),
        "sex": (_("Sex"), holder.get_sex_display()),
        "person_language": (_("Language"), NAMES.get(holder.person_language, "")),
    }
    return [Fact(name, label, value or _("not said"), getattr(holder, name)) for name, (label, value) in shown.items()]


def _identity(person: Person) -> Section:
    facts = [
        Fact("full_name", _("Name"), person.full_name),
        Fact("name_other_script", _("Name in the other script"), person.name_other_script),
        Fact("email", _("E-mail"), person.email),
        Fact("phone", _("Phone"), person.phone),
        Fact("institution", _("Institution"), person.institution),
        Fact("ref", _("Reference in this organisation’s lists"), person.ref or ""),
        Fact("created_at", _("Known here since"), person.created_at),
    ]
    return Section("person", _("Who I am"), "", [Entry("", [*facts, *axis_facts(person)])])


def _account(user: User) -> Section:
    facts = [
        Fact("username", _("Sign-in name"), user.username),
        Fact("name", _("Name"), user.get_full_name()),
        Fact("email", _("E-mail"), user.email),
        Fact("language", _("Language"), NAMES[user.language], user.language),
        Fact("date_joined", _("Account since"), user.date_joined),
        Fact("last_login", _("Last signed in"), user.last_login),
    ]
    return Section("account", _("My account"), "", [Entry("", facts)])


def _consents(records: PersonQuerySet) -> Section:
    entries = [
        Entry(
            _("Agreement to what is kept, text %(version)s") % {"version": consent.version},
            [
                Fact("version", _("Text"), consent.version),
                Fact("language", _("Read in"), NAMES[consent.language], consent.language),
                Fact("given_at", _("Given"), consent.given_at),
                Fact("withdrawn_at", _("Withdrawn"), consent.withdrawn_at),
            ],
        )
        for consent in Consent.objects.filter(person__in=records)
    ]
    return Section("consents", _("What I agreed to"), _("You have not agreed to anything yet."), entries)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Shown):
        return str(value)
    return str(value) if isinstance(value, uuid.UUID) else value
