"""Collects everything kept about one person, in sections: the same for the page, the JSON and the PDF.

Apps above add sections of their own (`people.extension_points`).
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from core.codes import region_name
from core.dates import number
from core.languages import NAMES
from people.extension_points import Entry, Fact, Section
from people.extension_points import sections as registered_sections
from people.models import Consent, DisabilityConsent, Person, PersonQuerySet


def own_person(user: User) -> Person | None:
    """The person the user is: the record that remains, when duplicates were merged."""
    person = Person.objects.select_related("merged_into").filter(user=user).first()
    return person and (person.merged_into or person)


def read_own_data(user: User, person: Person | None) -> list[Section]:
    """All sections, in order; who takes part in nothing has an account only."""
    sections = [_account(user), *_lists(user)]
    if person is None:
        return sections
    records = Person.objects.of(person)
    return [
        _identity(person),
        *sections,
        _consents(records),
        *_disability(records),
        *(read(records) for read in registered_sections),
    ]


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


def _lists(user: User) -> list[Section]:
    """The columns chosen for lists of staff, where any were: how many in words, which by their codes."""
    entries = [
        Entry(row.title, [Fact("columns", _("Columns chosen"), number(len(row.columns)), row.columns)])
        for row in user.chosen_columns.all()
    ]
    return [Section("lists", _("Lists as I chose them"), "", entries)] if entries else []


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


def _disability(records: PersonQuerySet) -> list[Section]:
    """What was declared and agreed to, where anything was."""
    entries = [
        Entry(
            _("Agreement that disability is kept"),
            [
                Fact("value", _("Disability"), consent.person.get_disability_display(), consent.person.disability),
                Fact("language", _("Read in"), NAMES[consent.language], consent.language),
                Fact("given_at", _("Given"), consent.given_at),
                Fact("withdrawn_at", _("Withdrawn"), consent.withdrawn_at),
            ],
        )
        for consent in DisabilityConsent.objects.filter(person__in=records).select_related("person")
    ]
    return [Section("disability", _("Disability"), "", entries)] if entries else []
